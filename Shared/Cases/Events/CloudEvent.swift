package import struct Foundation.Date

/// The envelope of every event: CloudEvents 1.0, structured JSON. Said with all of its content, read with what the reader
/// takes of it.
package struct CloudEvent<Content: EventContent>: Sendable, Equatable {
  package static var mediaType: String { "application/cloudevents+json" }
  /// No case has so many steps; whoever counts on from a sequence can rely on it.
  package static var lastSequence: Int { 1_000_000 }

  package var id: EventID
  /// The service that says it, as a URI reference: `/disposisi/intake`.
  package var source: String
  package var time: Date
  /// The event's place in the case's history, from 1; a late one can be told by it.
  package var sequence: Int
  package var data: Content

  package init(id: EventID, source: String, time: Date, sequence: Int, data: Content) {
    self.id = id
    self.source = source
    self.time = time
    self.sequence = sequence
    self.data = data
  }

  /// An event that follows from the case and its place in the history alone.
  package init(_ data: Content, sequence: Int, source: String, time: Date) {
    self.init(
      id: .derived(data.subject, step: sequence, Content.type), source: source, time: time, sequence: sequence,
      data: data)
  }
}

/// CloudEvents' attributes.
private enum EnvelopeKeys: String, CodingKey {
  case specversion, id, source, type, subject, time, datacontenttype, sequence, data
}

extension CloudEvent: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: EnvelopeKeys.self)
    let version = try container.decode(String.self, forKey: .specversion)
    guard version == "1.0" else {
      throw DecodingError.dataCorruptedError(
        forKey: .specversion, in: container, debugDescription: "found '\(version.prefix(20))', expected '1.0'")
    }
    let type = try container.decode(String.self, forKey: .type)
    guard type == Content.type.text else {
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container,
        debugDescription: "found '\(type.prefix(60))', expected '\(Content.type.text)'")
    }
    id = try container.decode(EventID.self, forKey: .id)
    source = try container.decode(String.self, forKey: .source)
    time = try container.decode(Date.self, forKey: .time)
    let sequenceText = try container.decode(String.self, forKey: .sequence)
    guard let sequence = Int(sequenceText), (0...Self.lastSequence).contains(sequence) else {
      throw DecodingError.dataCorruptedError(
        forKey: .sequence, in: container,
        debugDescription:
          "found '\(sequenceText.prefix(20))', expected digits such as '0000000003', at most \(Self.lastSequence)")
    }
    self.sequence = sequence
    data = try container.decode(Content.self, forKey: .data)
  }
}

extension CloudEvent: Encodable where Content: Event {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: EnvelopeKeys.self)
    try container.encode("1.0", forKey: .specversion)
    try container.encode(id, forKey: .id)
    try container.encode(source, forKey: .source)
    try container.encode(Content.type.text, forKey: .type)
    try container.encode(data.subject, forKey: .subject)
    try container.encode(time, forKey: .time)
    try container.encode("application/json", forKey: .datacontenttype)
    // CloudEvents' sequence extension wants text that sorts as it counts.
    let digits = String(sequence)
    try container.encode(String(repeating: "0", count: max(0, 10 - digits.count)) + digits, forKey: .sequence)
    try container.encode(data, forKey: .data)
  }
}
