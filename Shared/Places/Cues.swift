import Texts

/// What the words before a name tell about it; see cues.csv.
struct Cues: Sendable {
  enum Role: String, Sendable {
    /// `di`, `dari`: the next word is a place. `ke`: it is one, but somebody only goes there.
    case announces, toward
    /// Titles: the next word is a place of that kind.
    case province, regency, city, district, village
    /// The place of the cooperative or business, which counts; that of the writer, of the ministry that is
    /// written to, or of the members, which does not.
    case cooperative, writer, ministry, members
    /// `dan`: what follows is one more of the same. `sampai`: all that lies between. `bukan`: not this one.
    case joins, range, not
    /// A name that only sounds like a place: `nasi Padang`, `Bank Jakarta`, `Jalan Surabaya`.
    case dish
  }

  private let roles: [UInt64: Set<Role>]

  static let shipped = Cues(csv: String(decoding: PackageResources.cues_csv, as: UTF8.self))

  init(csv: String) {
    roles = csv.split(whereSeparator: \.isNewline).dropFirst().reduce(into: [:]) { roles, line in
      let parts = line.split(separator: ",")
      guard parts.count == 2, let role = Role(rawValue: String(parts[1])) else { return }
      roles[WordHash.of(parts[0].utf8), default: []].insert(role)
    }
  }

  subscript(word: UInt64) -> Set<Role> { roles[word] ?? [] }
}
