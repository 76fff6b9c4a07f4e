package import Cases
import Foundation
package import Places
package import Topics

/// The documents of Open311 GeoReport v2, as values that are written as JSON or XML.
package struct Open311: Sendable {
  private let topics: [Topic]
  private let regions: JSONValue
  private let names: [String: String]

  /// - Parameter names: what choices are called, by field and word: `kind_pengaduan`.
  package init(topics: [Topic], gazetteer: Gazetteer, names: [String: String]) {
    self.topics = topics
    self.names = names
    regions = .list(gazetteer.all.map { ["key": .text($0.code.text), "name": .text($0.fullName)] })
  }

  // MARK: Services

  package var services: JSONValue {
    .list(
      [Self.service(DraftCheck.anyService, "Umum", "Petugas menentukan topiknya.", "umum")] + topics.map(Self.service))
  }

  /// - Returns: nil for an unknown service.
  package func definition(of code: String) -> JSONValue? {
    guard code == DraftCheck.anyService || topics.contains(where: { $0.code.text == code }) else { return nil }
    return ["service_code": .text(code), "attributes": .list(attributes)]
  }

  private static func service(_ topic: Topic) -> JSONValue {
    service(topic.code.text, topic.name, topic.description, topic.code.group)
  }

  private static func service(_ code: String, _ name: String, _ description: String, _ group: String) -> JSONValue {
    [
      "service_code": .text(code), "service_name": .text(name), "description": .text(description), "metadata": true,
      "type": "realtime", "keywords": .text(group), "group": .text(group),
    ]
  }

  private var attributes: [JSONValue] {
    [
      Self.attribute(1, "region", "singlevaluelist", "Tempat koperasi atau usaha", regions),
      Self.attribute(2, "cooperative", "string", "Nama koperasi", []),
      Self.attribute(
        3, "membership_area", "singlevaluelist", "Wilayah tempat tinggal anggota", choices("area", MembershipArea.self)),
      Self.attribute(4, "kind", "singlevaluelist", "Jenis laporan", choices("kind", CaseKind.self)),
      Self.attribute(
        5, "privacy", "singlevaluelist", "Siapa yang boleh tahu nama pelapor", choices("privacy", Privacy.self)),
    ]
  }

  private static func attribute(
    _ order: Int, _ code: String, _ type: String, _ description: String, _ values: JSONValue
  ) -> JSONValue {
    [
      "variable": true, "code": .text(code), "datatype": .text(type), "required": false,
      "datatype_description": "", "order": .integer(order), "description": .text(description), "values": values,
    ]
  }

  private func choices<Choice: WordChoice>(_ field: String, _ type: Choice.Type) -> JSONValue {
    .list(
      type.allCases.map { ["key": .text($0.rawValue), "name": .text(names["\(field)_\($0.rawValue)"] ?? $0.rawValue)] })
  }

  // MARK: Requests

  /// - Parameter isNumbered: whether it was asked for by its number.
  package func request(_ known: PublicCase, isNumbered: Bool) -> JSONValue {
    let code = known.topic?.text ?? DraftCheck.anyService
    let name = topics.first { $0.code == known.topic }?.name ?? "Umum"
    // A report's text and media may name people: the public sees where a case stands, not what it says.
    return [
      "service_request_id": .text(isNumbered ? known.number.text : known.publicID),
      "status": known.state.isOpen ? "open" : "closed",
      "status_notes": .text(Self.notes(known)), "service_name": .text(name), "service_code": .text(code),
      "description": .null, "agency_responsible": known.unitName.map { .text($0) } ?? .null, "service_notice": .null,
      "requested_datetime": .text(Self.time(known.receivedAt)), "updated_datetime": .text(Self.time(known.updatedAt)),
      "expected_datetime": known.dueAt.map { .text(Self.time($0)) } ?? .null,
      "address": .null, "address_id": .null, "zipcode": .null, "lat": .null, "long": .null, "media_url": .null,
    ]
  }

  /// With the number at once, and therefore without a token to ask for it by.
  package static func created(_ number: CaseNumber) -> JSONValue {
    [
      [
        "service_request_id": .text(number.text),
        "service_notice": "Simpan nomor ini untuk melacak laporan Anda.", "account_id": .null,
      ]
    ]
  }

  /// Service request updates, an extension of FixMyStreet's.
  package static func updates(_ updates: [RequestUpdate]) -> JSONValue {
    .list(
      updates.map { update in
        [
          "update_id": .text("\(update.number).\(update.sequence)"), "service_request_id": .text(update.number.text),
          "status": update.entry.state.isOpen ? "open" : "closed", "updated_datetime": .text(time(update.entry.at)),
          "description": .text(update.description), "media_url": .null,
        ]
      })
  }

  package static func errors(_ code: Int, _ descriptions: [String]) -> JSONValue {
    .list(descriptions.map { ["code": .integer(code), "description": .text($0)] })
  }

  private static func notes(_ known: PublicCase) -> String {
    known.handedOn.map { "\(known.state.indonesian): \($0)" } ?? known.state.indonesian
  }

  /// Open311 wants an offset; citizens read Jakarta's time.
  static func time(_ date: Date) -> String {
    date.formatted(
      Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt))
  }

  // MARK: Discovery

  package static func discovery(base: String) -> JSONValue {
    [
      "changeset": "2026-01-01T00:00:00+07:00", "contact": "Pusat Panggilan Kementerian Koperasi",
      "key_service": "Tidak diperlukan kunci.",
      "endpoints": [
        [
          "specification": "http://wiki.open311.org/GeoReport_v2", "url": .text("\(base)/open311/v2"),
          "changeset": "2026-01-01T00:00:00+07:00", "type": "production",
          "formats": ["application/json", "text/xml"],
        ]
      ],
    ]
  }
}
