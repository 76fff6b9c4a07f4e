package import Cases
package import Texts

/// A cooperative as a registry knows it.
package struct Cooperative: Sendable, Equatable {
  package let name: String
  /// Nomor Induk Koperasi; empty where it has none.
  package let nik: String
  /// Its seat, as deep as the registry tells.
  package let region: RegionCode
  /// What it does, in the registry's words: simpan pinjam, konsumen, KDMP ...
  package let kind: String
  package let membershipArea: MembershipArea?

  package init(name: String, nik: String, region: RegionCode, kind: String, membershipArea: MembershipArea?) {
    self.name = name
    self.nik = nik
    self.region = region
    self.kind = kind
    self.membershipArea = membershipArea
  }
}

extension Cooperative {
  /// The fields of a line of the imported table, tabs between them.
  package static let columns = ["name", "nik", "region", "kind", "membership_area"]

  package var line: String {
    [name, nik, region.text, kind, membershipArea?.rawValue ?? ""].joined(separator: "\t")
  }

  /// - Throws: `FileProblem` naming the line, what was found and what was expected.
  package init(_ fields: [String], file: String, line: Int) throws(FileProblem) {
    func refuse(_ found: String, _ expected: String) -> FileProblem {
      FileProblem(file, row: line, found: found, expected: expected)
    }
    guard fields.count == Self.columns.count else {
      throw FileProblem(
        file, row: line, "found \(fields.count) fields, expected \(Self.columns.joined(separator: ", "))")
    }
    guard (1...200).contains(fields[0].utf8.count), !fields[0].contains("\t") else {
      throw refuse(fields[0], "a name of 1 to 200 bytes")
    }
    guard fields[1].utf8.count <= 20, fields[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw refuse(fields[1], "a Nomor Induk Koperasi: up to 20 digits, or nothing")
    }
    guard let region = try? RegionCode(fields[2]) else { throw refuse(fields[2], RegionCode.shape) }
    guard fields[3].utf8.count <= 80 else { throw refuse(fields[3], "what it does, in up to 80 bytes") }
    let area = MembershipArea(rawValue: fields[4])
    guard area != nil || fields[4].isEmpty else { throw refuse(fields[4], MembershipArea.choices + ", or nothing") }
    self.init(name: fields[0], nik: fields[1], region: region, kind: fields[3], membershipArea: area)
  }
}
