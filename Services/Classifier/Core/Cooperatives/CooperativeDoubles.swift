import Cases
import Texts

/// What a registry lists more than once: rows of one distinct name in one place. Left as they are, each would make the other
/// doubtful, and the cooperative unknown. Rows that contradict each other may be two cooperatives, and stay.
package struct CooperativeDoubles {
  /// In their order.
  package private(set) var cooperatives: [Cooperative] = []
  /// What was listed again, with both lines.
  package private(set) var remarks: [String] = []
  /// Two rows that cannot both be right, with both lines: a Nomor Induk is one cooperative's.
  package private(set) var contradiction: (line: Int, text: String)?

  private struct Key: Hashable {
    let name: UInt64
    let place: RegionCode
  }

  package init(_ rows: [(line: Int, cooperative: Cooperative)]) {
    var groups: [Key: [Int]] = [:]
    for (number, row) in rows.enumerated() {
      let words = TextTokens.words(row.cooperative.name)
      let region = row.cooperative.region
      let key = Key(name: CooperativeRegistry.key(words, words.indices).hash, place: region.regency ?? region)
      groups[key, default: []].append(number)
    }
    var merged = rows.map { Optional($0.cooperative) }
    var found: [(line: Int, remark: String)] = []
    for group in groups.values where group.count > 1 {
      var first: Int?
      // The wider place before those within it.
      for number in group.sorted(by: { (rows[$0].cooperative.region.text, $0) < (rows[$1].cooperative.region.text, $1) }
      ) {
        guard let one = first, let known = merged[one], known.region.contains(rows[number].cooperative.region) else {
          first = number
          continue
        }
        found.append((rows[number].line, Self.remark(rows[number], of: rows[one])))
        guard rows[number].cooperative.contradictions(with: known).isEmpty else { continue }
        merged[one] = known.merged(with: rows[number].cooperative)
        merged[number] = nil
      }
    }
    cooperatives = merged.compactMap { $0 }
    remarks = found.sorted { $0.line < $1.line }.map(\.remark)
    contradiction = Self.contradiction(zip(rows, merged).filter { $0.1 != nil }.map(\.0))
  }

  private static func contradiction(
    _ kept: [(line: Int, cooperative: Cooperative)]
  ) -> (line: Int, text: String)? {
    var holders: [String: (line: Int, cooperative: Cooperative)] = [:]
    for row in kept where !row.cooperative.nik.isEmpty {
      guard let holder = holders.updateValue(row, forKey: row.cooperative.nik) else { continue }
      let (one, other) = (row.cooperative, holder.cooperative)
      let text =
        "found nik '\(one.nik)' of '\(one.name)' in \(one.region), expected another: line \(holder.line)"
        + " has it for '\(other.name)' in \(other.region)" + one.contradictions(with: other).map { "; \($0)" }.joined()
      return (row.line, text)
    }
    return nil
  }

  private static func remark(
    _ row: (line: Int, cooperative: Cooperative), of other: (line: Int, cooperative: Cooperative)
  ) -> String {
    let (one, before) = (row.cooperative, other.cooperative)
    if one == before { return "line \(row.line): '\(one.name)' is line \(other.line) again: it counts once" }
    let contradictions = one.contradictions(with: before)
    let told = "line \(row.line): '\(one.name)' is '\(before.name)' of line \(other.line) by name and place"
    guard !contradictions.isEmpty else { return told + ": they count as one" }
    return "warning: \(told), but \(contradictions.joined(separator: ", ")): where a text does not tell them apart, "
      + "that counts as not known"
  }
}

extension Cooperative {
  fileprivate func contradictions(with other: Cooperative) -> [String] {
    let pairs = [
      ("nik", nik, other.nik), ("kind", kind, other.kind),
      ("membership_area", membershipArea?.rawValue ?? "", other.membershipArea?.rawValue ?? ""),
    ]
    return pairs.compactMap { column, one, two in
      one == two || one.isEmpty || two.isEmpty ? nil : "\(column) is '\(one)' here and '\(two)' there"
    }
  }

  func merged(with other: Cooperative) -> Cooperative {
    func one(_ left: String, _ right: String) -> String {
      left.isEmpty || left == right ? right : (right.isEmpty ? left : "")
    }
    let area = one(membershipArea?.rawValue ?? "", other.membershipArea?.rawValue ?? "")
    return Cooperative(
      name: name, nik: one(nik, other.nik), region: region, kind: one(kind, other.kind),
      membershipArea: MembershipArea(rawValue: area))
  }
}
