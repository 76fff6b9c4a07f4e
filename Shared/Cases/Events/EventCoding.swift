package import Foundation

/// The one way events become bytes and back: times in UTC with milliseconds.
package enum EventCoding {
  /// More than any honest event needs, less than one AMQP frame.
  package static let maximumBytes = 120_000

  /// Whether a content type is that of an event, or of plain JSON; parameters such as a charset do not matter.
  package static func isEventJSON(_ contentType: String) -> Bool {
    let name = contentType.split(separator: ";").first?.trimmingCharacters(in: .whitespaces).lowercased()
    return name == "application/cloudevents+json" || name == "application/json"
  }

  package static func encode(_ value: some Encodable) throws -> Data {
    try wireEncoder.encode(value)
  }

  package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    try wireDecoder.decode(type, from: data)
  }

  private static let wireEncoder = encoder(sorted: false)
  private static let wireDecoder = decoder()

  package static func format(_ date: Date) -> String {
    date.formatted(style)
  }

  /// - Returns: nil for what is no time, or one that no case can have: calendars count days from there.
  package static func parse(_ text: String) -> Date? {
    guard let date = (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text)),
      years.contains(date.timeIntervalSince1970), hasItsDay(text)
    else { return nil }
    return date
  }

  /// The parser takes 30 February for 2 March.
  private static func hasItsDay(_ text: String) -> Bool {
    let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, parts[2] > 28 else { return true }
    let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...12).contains(parts[1]) && parts[2] <= days[parts[1] - 1]
  }

  /// From 1900 until 2200.
  private static let years: ClosedRange<TimeInterval> = -2_208_988_800...7_258_118_400

  /// - Parameter sorted: the same bytes for the same value; costs time, so only for what people compare.
  package static func encoder(sorted: Bool = true, pretty: Bool = false) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    if sorted { encoder.outputFormatting.insert(.sortedKeys) }
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(format(date))
    }
    return encoder
  }

  package static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let date = parse(text) else {
        throw DecodingError.dataCorruptedError(
          in: container,
          debugDescription: "found '\(text.prefix(40))', expected a time such as 2026-03-13T02:15:00.000Z")
      }
      return date
    }
    return decoder
  }

  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

extension DecodingError {
  /// Where and what, in one line that a person who did not write the decoder understands.
  package var explanation: String {
    switch self {
    case .keyNotFound(let key, let context): "\(Self.path(context.codingPath + [key])) is missing"
    case .typeMismatch(let type, let context): "\(Self.path(context.codingPath)) is not \(Self.named(type))"
    case .valueNotFound(let type, let context): "\(Self.path(context.codingPath)) is null, expected \(type)"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "not valid JSON: \(context.debugDescription)"
        : "\(Self.path(context.codingPath)): \(context.debugDescription)"
    @unknown default: "cannot be read"
    }
  }

  /// As JSON calls it.
  private static func named(_ type: Any.Type) -> String {
    switch "\(type)" {
    case let name where name.hasPrefix("Dictionary"): "an object"
    case let name where name.hasPrefix("Array"): "a list"
    case "String": "text"
    case "Bool": "true or false"
    case "Int", "Int64", "Double": "a number"
    case let name: "a \(name)"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.isEmpty ? "the whole" : keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}
