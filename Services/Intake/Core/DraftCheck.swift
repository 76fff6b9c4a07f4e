package import Cases
package import Foundation
package import Places

/// Checks drafts against what may be said: everything that is wrong is found at once.
package struct DraftCheck: Sendable {
  private let services: Set<TopicCode>
  private let gazetteer: Gazetteer

  /// The longest text, in characters as people count them, and in bytes.
  package static let maximumCharacters = 10_000
  package static let maximumBytes = 40_000
  /// Stands for: the classifier decides.
  package static let anyService = "umum"

  package init(services: [TopicCode], gazetteer: Gazetteer) {
    self.services = Set(services)
    self.gazetteer = gazetteer
  }

  /// - Parameter channel: the door's own, where the draft names none.
  /// - Throws: all problems at once.
  package func check(
    _ draft: ReportDraft, names: FieldNames, channel: Channel, at now: Date
  ) throws(FieldProblems) -> Submission {
    var findings = Findings()
    let text = findings.take(try checkText(draft.text, names.text))
    let stated = findings.take(try Findings.word("channel", draft.channel, Channel.self))
    let topic = findings.take(try service(draft.service, names.service))
    let privacy = findings.take(try Findings.word(names.privacy, draft.privacy, Privacy.self))
    let language = findings.take(try Findings.word("language", draft.language, Language.self))
    let form = form(draft, names, &findings)
    let contact = contact(draft, names, &findings)
    let location = findings.take(try location(draft))
    try findings.check()
    let report = Report(
      text: text ?? "", channel: stated ?? channel, topic: topic, form: form, privacy: privacy ?? .open, receivedAt: now
    )
    // Whoever wants to stay unknown is not known here either.
    return Submission(
      report: report, contact: report.privacy == Privacy.anonymous ? nil : contact, language: language ?? .indonesian,
      location: location)
  }
}

extension DraftCheck {
  private func form(_ draft: ReportDraft, _ names: FieldNames, _ findings: inout Findings) -> FormFields {
    let cooperative = names.form("cooperative")
    return FormFields(
      region: findings.take(try region(draft.region, names.form("region"))),
      cooperative: findings.take(try short(draft.cooperative, cooperative, 200, "KSP Maju Jaya")),
      membershipArea: findings.take(
        try Findings.word(names.form("membership_area"), draft.membershipArea, MembershipArea.self)),
      kind: findings.take(try Findings.word(names.form("kind"), draft.kind, CaseKind.self)))
  }

  private func checkText(_ found: String?, _ field: String) throws(FieldProblem) -> String? {
    let text = Self.cleaned(found ?? "")
    guard !text.isEmpty else {
      throw FieldProblem(
        field, reason: "is missing or blank, expected what the reporter tells", alasan: "Mohon tuliskan laporan Anda.",
        example: "Simpanan saya di KSP tidak dapat ditarik sejak Maret.")
    }
    guard text.count <= Self.maximumCharacters, text.utf8.count <= Self.maximumBytes else {
      throw FieldProblem(
        field,
        reason:
          "has \(text.count) characters in \(text.utf8.count) bytes, expected at most \(Self.maximumCharacters) characters in \(Self.maximumBytes) bytes",
        alasan: "Laporan terlalu panjang: paling banyak \(Self.maximumCharacters) huruf.", example: "A shorter text")
    }
    return text
  }

  private func service(_ found: String?, _ field: String) throws(FieldProblem) -> TopicCode? {
    guard let found = Self.filled(found), found != Self.anyService else { return nil }
    guard let code = try? TopicCode(found), services.contains(code) else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected \(Self.anyService) or one of the services' codes",
        alasan: "Pilihan topik tidak dikenal.", example: "ksp.simpanan")
    }
    return code
  }

  private func region(_ found: String?, _ field: String) throws(FieldProblem) -> RegionCode? {
    guard let found = Self.filled(found) else { return nil }
    guard let code = try? RegionCode(found), gazetteer[code.regency ?? code] != nil else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected the Kemendagri code of a province or kabupaten/kota",
        alasan: "Pilihan daerah tidak dikenal.", example: "35.78")
    }
    return code
  }

  private func short(
    _ found: String?, _ field: String, _ limit: Int, _ example: String
  ) throws(FieldProblem) -> String? {
    guard let found = Self.filled(found) else { return nil }
    guard found.count <= limit, found.utf8.count <= limit * 4 else {
      throw FieldProblem(
        field, reason: "has \(found.count) characters, expected at most \(limit)",
        alasan: "Isian terlalu panjang: paling banyak \(limit) huruf.", example: example)
    }
    return found.replacing("\n", with: " ")
  }

  private func contact(_ draft: ReportDraft, _ names: FieldNames, _ findings: inout Findings) -> Contact? {
    let name = findings.take(try short(draft.name, names.reporter("name"), 100, "Siti Aminah"))
    let phone = findings.take(try self.phone(draft.phone, names.reporter("phone")))
    let email = findings.take(try self.email(draft.email, names.reporter("email")))
    let contact = Contact(name: name, phone: phone, email: email)
    return contact == Contact() ? nil : contact
  }

  private func phone(_ found: String?, _ field: String) throws(FieldProblem) -> String? {
    guard let found = Self.filled(found) else { return nil }
    let digits = found.filter { !" -.()".contains($0) }
    let isNumber = digits.dropFirst(digits.hasPrefix("+") ? 1 : 0).utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isNumber, (8...16).contains(digits.utf8.count) else {
      throw FieldProblem(
        field, reason: "is not a phone number of 8 to 15 digits",
        alasan: "Nomor telepon terdiri atas 8 sampai 15 angka.",
        example: "0812-3456-7890")
    }
    return digits
  }

  private func email(_ found: String?, _ field: String) throws(FieldProblem) -> String? {
    guard let found = Self.filled(found) else { return nil }
    let parts = found.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = found.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !#"<>()[],;:\""#.utf8.contains($0) }
    guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, parts[1].contains("."),
      !parts[1].hasPrefix("."), !parts[1].hasSuffix("."), isPlain, found.utf8.count <= 254
    else {
      throw FieldProblem(
        field, reason: "is not a mail address", alasan: "Alamat surel tidak benar.", example: "siti@example.org")
    }
    return found
  }

  private func location(_ draft: ReportDraft) throws(FieldProblem) -> Location? {
    let latitude = try Self.coordinate("lat", draft.latitude, limit: 90, example: "-7.2575")
    let longitude = try Self.coordinate("long", draft.longitude, limit: 180, example: "112.7521")
    let address = try short(draft.address, "address_string", 500, "Jalan Pemuda 1, Surabaya")
    let location = Location(latitude: latitude, longitude: longitude, address: address)
    return location == Location() ? nil : location
  }

  private static func coordinate(
    _ field: String, _ found: String?, limit: Double, example: String
  ) throws(FieldProblem) -> Double? {
    guard let found = filled(found) else { return nil }
    guard let value = Double(found), abs(value) <= limit else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(40))', expected degrees from -\(Int(limit)) to \(Int(limit))",
        alasan: "Koordinat tidak benar.", example: example)
    }
    return value
  }

  /// Without what no reader can see; line ends are one character.
  package static func cleaned(_ text: String) -> String {
    let lines = text.replacing("\r\n", with: "\n").unicodeScalars.filter { scalar in
      scalar == "\n" || scalar == "\t" || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
    }
    return String(String.UnicodeScalarView(lines)).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func filled(_ text: String?) -> String? {
    let clean = cleaned(text ?? "")
    return clean.isEmpty ? nil : clean
  }
}

/// Collects problems while the good values go on.
private struct Findings {
  private var problems: [FieldProblem] = []

  mutating func take<Value>(_ body: @autoclosure () throws(FieldProblem) -> Value?) -> Value? {
    do throws(FieldProblem) {
      return try body()
    } catch {
      problems.append(error)
      return nil
    }
  }

  func check() throws(FieldProblems) {
    if !problems.isEmpty { throw FieldProblems(problems: problems) }
  }

  static func word<Choice: Word>(_ field: String, _ found: String?, _ type: Choice.Type) throws(FieldProblem) -> Choice?
  {
    guard let found = found?.trimmingCharacters(in: .whitespacesAndNewlines), !found.isEmpty else { return nil }
    guard let choice = Choice(rawValue: found) else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected one of \(Choice.choices)",
        alasan: "Pilihan tidak dikenal: \(found.prefix(60)).", example: Choice.allCases.first?.rawValue ?? "")
    }
    return choice
  }
}
