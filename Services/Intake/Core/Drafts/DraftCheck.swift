package import Requests
package import Cases
package import Foundation
package import Places
import Texts

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

  /// - Parameters:
  ///   - channel: the door's own, where the draft names none.
  ///   - besides: what was found to be wrong before, such as with a file.
  /// - Throws: all problems at once.
  package func check(
    _ draft: ReportDraft, names: FieldNames, channel: Channel, besides: [FieldProblem] = [], at now: Date
  ) throws(FieldProblems) -> Submission {
    var findings = Findings(problems: besides)
    let text = findings.take(try checkText(draft.text, names.text))
    let stated = findings.take(try Findings.word("channel", draft.channel, Channel.self))
    let topic = findings.take(try service(draft.service, names.service))
    let privacy = findings.take(try Findings.word(names.privacy, draft.privacy, Privacy.self))
    let language = findings.take(try Findings.word("language", draft.language, Language.self))
    let form = form(draft, names, &findings)
    let contact = contact(draft, names, &findings)
    let location = findings.take(try location(draft))
    let mediaURL = findings.take(try LetterCheck.link(draft.mediaURL, "media_url"))
    let receivedAt = findings.take(try LetterCheck.receivedAt(draft.receivedAt, "received_at", now: now))
    let reference = findings.take(try short(draft.reference, "reference", 100, "B-123/KOP/XI/2026"))
    try findings.check()
    let report = Report(
      text: text ?? "", channel: stated ?? channel, topic: topic, form: form, privacy: privacy ?? .open,
      receivedAt: receivedAt ?? now,
      mediaURL: mediaURL, reference: reference)
    // Whoever wants to stay unknown is not known here either.
    return Submission(
      report: report, contact: report.privacy == Privacy.anonymous ? nil : contact, language: language ?? .indonesian,
      location: location, receivedAt: receivedAt)
  }
}

extension DraftCheck {
  private func form(_ draft: ReportDraft, _ names: FieldNames, _ findings: inout Findings) -> FormFields {
    let cooperative = names.form("cooperative")
    return FormFields(
      region: findings.take(try region(draft.region, names)),
      cooperative: findings.take(try short(draft.cooperative, cooperative, 200, "KSP Maju Jaya")),
      membershipArea: findings.take(
        try Findings.word(names.form("membership_area"), draft.membershipArea, MembershipArea.self)),
      kind: findings.take(try Findings.word(names.form("kind"), draft.kind, CaseKind.self)))
  }

  private func checkText(_ found: String?, _ field: String) throws(FieldProblem) -> String? {
    // Measured before anything is computed on it. A browser sends a line's end as two bytes.
    let bytes = found?.utf8.count ?? 0
    guard bytes <= FormLimits.field else {
      throw FieldProblem(
        field, reason: "has \(bytes) bytes, expected at most \(Self.maximumBytes)",
        alasan: "Laporan terlalu panjang: paling banyak \(Self.maximumCharacters) huruf.", example: "A shorter text")
    }
    let text = (found ?? "").cleaned
    guard !text.isEmpty else {
      throw FieldProblem(
        field, reason: "is missing or blank, expected what the reporter tells", alasan: "Mohon tuliskan laporan Anda.",
        example: "Simpanan saya di KSP tidak dapat ditarik sejak Maret.")
    }
    guard text.utf8.count <= Self.maximumBytes, text.count <= Self.maximumCharacters else {
      throw FieldProblem(
        field,
        reason:
          "is too long in \(text.utf8.count) bytes, expected at most \(Self.maximumCharacters) characters in \(Self.maximumBytes) bytes",
        alasan: "Laporan terlalu panjang: paling banyak \(Self.maximumCharacters) huruf.", example: "A shorter text")
    }
    return text
  }

  private func service(_ found: String?, _ field: String) throws(FieldProblem) -> TopicCode? {
    guard let found = try Self.filled(found, field), found != Self.anyService else { return nil }
    guard let code = try? TopicCode(found), services.contains(code) else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected \(Self.anyService) or one of the services' codes",
        alasan: "Pilihan topik tidak dikenal.", example: "ksp.simpanan")
    }
    return code
  }

  private func region(_ found: String?, _ names: FieldNames) throws(FieldProblem) -> RegionCode? {
    let field = names.form("region")
    guard let found = try Self.filled(found, field) else { return nil }
    if names.takesPlaceNames, found.first?.isNumber != true { return try place(found, field) }
    guard let code = try? RegionCode(found), gazetteer[code.regency ?? code] != nil else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected the Kemendagri code of a province or kabupaten/kota",
        alasan: "Pilihan daerah tidak dikenal.", example: "35.78")
    }
    return code
  }

  /// As people type it: the name alone will do where there is one place of that name.
  private func place(_ found: String, _ field: String) throws(FieldProblem) -> RegionCode? {
    let shown = String(found.prefix(60))
    let meant = gazetteer.named(shown)
    if meant.count == 1 { return meant[0].code }
    let choices = meant.prefix(5).map(\.fullName).joined(separator: ", ")
    throw FieldProblem(
      field,
      reason: "found '\(shown)', "
        + (meant.isEmpty ? "expected the name of a regency, city or province" : "expected one of \(choices)"),
      alasan: meant.isEmpty
        ? "Kami tidak mengenal tempat '\(shown)'. Tulis nama kabupaten, kota, atau provinsinya, atau kosongkan."
        : "Ada beberapa tempat bernama '\(shown)': \(choices). Tulis salah satunya.", example: "Kota Surabaya")
  }

  private func short(
    _ found: String?, _ field: String, _ limit: Int, _ example: String
  ) throws(FieldProblem) -> String? {
    guard let found = try Self.filled(found, field) else { return nil }
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
    guard let found = try Self.filled(found, field) else { return nil }
    // Pasted from contacts or a chat, with all that they put around it.
    guard let typed = TypedDigits(found), Self.phoneWords.isSuperset(of: typed.words),
      (8...15).contains(typed.digits.utf8.count)
    else {
      throw FieldProblem(
        field, reason: "is not a phone number of 8 to 15 digits",
        alasan: "Nomor telepon terdiri atas 8 sampai 15 angka.",
        example: "0812-3456-7890")
    }
    return (typed.isInternational ? "+" : "") + typed.digits
  }

  /// What people write beside a number.
  private static let phoneWords: Set = [
    "wa", "whatsapp", "hp", "handphone", "telp", "tlp", "tel", "telepon", "telpon", "phone", "no", "nomor", "nomer",
  ]

  private func email(_ found: String?, _ field: String) throws(FieldProblem) -> String? {
    guard let found = try Self.filled(found, field).map(Self.plainAddress) else { return nil }
    let parts = found.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = found.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !#"<>()[],;:\""#.utf8.contains($0) }
    guard parts.count == 2, parts[0].utf8.count <= 64, isPlain, found.utf8.count <= 254,
      // Neither a route through another server, nor a machine that mail does not go to.
      parts[0].wholeMatch(of: /[^.%!]+(\.[^.%!]+)*/) != nil,
      parts[1].wholeMatch(of: /([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]/) != nil,
      !parts[1].lowercased().hasSuffix(".localdomain")
    else {
      throw FieldProblem(
        field, reason: "is not a mail address", alasan: "Alamat surel tidak benar.", example: "siti@example.org")
    }
    return found
  }

  /// Without what comes along when it is pasted: wide letters, what cannot be seen, a link's scheme, a sentence's end.
  private static func plainAddress(_ found: String) -> String {
    let seen = found.precomposedStringWithCompatibilityMapping.unicodeScalars.filter {
      !$0.properties.isDefaultIgnorableCodePoint
    }
    let text = String(seen).cleaned
    let address = text.lowercased().hasPrefix("mailto:") ? text.dropFirst("mailto:".count) : text[...]
    let end = address.lastIndex { !".,;".contains($0) }
    return end.map { String(address[...$0]) } ?? ""
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
    guard let found = try filled(found, field) else { return nil }
    guard let value = Double(found), abs(value) <= limit else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(40))', expected degrees from -\(Int(limit)) to \(Int(limit))",
        alasan: "Koordinat tidak benar.", example: example)
    }
    return value
  }

  /// The longest field but the text itself, in bytes.
  private static let maximumFieldBytes = 2_048

  static func filled(_ text: String?, _ field: String) throws(FieldProblem) -> String? {
    let bytes = text?.utf8.count ?? 0
    guard bytes <= maximumFieldBytes else {
      throw FieldProblem(
        field, reason: "has \(bytes) bytes, expected at most \(maximumFieldBytes)", alasan: "Isian terlalu panjang.",
        example: "a shorter one")
    }
    let clean = (text ?? "").cleaned
    return clean.isEmpty ? nil : clean
  }
}

/// Collects problems while the good values go on.
private struct Findings {
  private var problems: [FieldProblem]

  init(problems: [FieldProblem]) { self.problems = problems }

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

  static func word<Choice: WordChoice>(_ field: String, _ found: String?, _ type: Choice.Type)
    throws(FieldProblem) -> Choice?
  {
    guard let found = try DraftCheck.filled(found, field) else { return nil }
    guard let choice = Choice(rawValue: found) else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected one of \(Choice.choices)",
        alasan: "Pilihan tidak dikenal: \(found.prefix(60)).", example: Choice.allCases.first?.rawValue ?? "")
    }
    return choice
  }
}
