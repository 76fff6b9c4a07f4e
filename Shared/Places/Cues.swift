import Texts

/// What the words before a name tell about it; see cues.csv.
struct Cues: Sendable {
  /// Several may hold for one word.
  struct Roles: OptionSet, Sendable {
    let rawValue: Int32

    /// `di`, `dari`: the next word is a place. `ke`: it is one, but somebody only goes there.
    static let announces = Roles(rawValue: 1)
    static let toward = Roles(rawValue: 2)
    /// Titles: the next word is a place of that kind.
    static let province = Roles(rawValue: 4)
    static let regency = Roles(rawValue: 8)
    static let city = Roles(rawValue: 16)
    static let district = Roles(rawValue: 32)
    static let village = Roles(rawValue: 64)
    /// The place of the cooperative or business, which counts; that of the writer, of the ministry that is
    /// written to, or of the members, which does not.
    static let cooperative = Roles(rawValue: 128)
    static let writer = Roles(rawValue: 256)
    static let ministry = Roles(rawValue: 512)
    static let members = Roles(rawValue: 1024)
    /// `dan`: what follows is one more of the same. `sampai`: all that lies between. `bukan`: not this one.
    static let joins = Roles(rawValue: 2048)
    static let range = Roles(rawValue: 4096)
    static let not = Roles(rawValue: 8192)
    /// A name that only sounds like a place: `nasi Padang`, `Bank Jakarta`, `Jalan Surabaya`.
    static let dish = Roles(rawValue: 16384)

    /// `se-Bali`: all of it.
    static let whole = Roles(rawValue: 32768)

    /// Of a business it is the place that counts, not its office.
    static let office = Roles(rawValue: 65536)

    /// Where the writer lives or works, which is never the seat. An honorific: what follows is a person's name.
    static let home = Roles(rawValue: 131_072)
    static let person = Roles(rawValue: 262_144)
    /// "tidak di ...": denies where it stands before such a word.
    static let notIn = Roles(rawValue: 524_288)

    static let titles: Roles = [.announces, .toward, .province, .regency, .city, .district, .village]

    static let names: [String: Roles] = [
      "announces": .announces, "toward": .toward, "province": .province, "regency": .regency, "city": .city,
      "district": .district, "village": .village, "cooperative": .cooperative, "writer": .writer,
      "ministry": .ministry, "members": .members, "joins": .joins, "range": .range, "not": .not, "dish": .dish,
      "whole": .whole, "office": .office, "home": .home, "person": .person, "notin": .notIn,
    ]
  }

  private var roles = HashTable()

  static let shipped = Cues(csv: String(decoding: PackageResources.cues_csv, as: UTF8.self))

  /// - Parameter csv: `word,role` lines under a header.
  init(csv: String) {
    for line in csv.split(whereSeparator: \.isNewline).dropFirst() {
      let parts = line.split(separator: ",")
      guard parts.count == 2, let role = Roles.names[String(parts[1])] else { continue }
      let word = WordHash.of(String(parts[0]))
      roles[word] = (roles[word] ?? 0) | role.rawValue
    }
  }

  subscript(word: UInt64) -> Roles { Roles(rawValue: roles[word] ?? 0) }
}
