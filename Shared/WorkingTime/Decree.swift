/// What a decree makes of the holidays that are known.
package struct Decree: Sendable {
  /// The holidays that hold then.
  package let holidays: [Holiday]
  /// A line for each holiday that is new, moves or falls.
  package let changes: [String]
  /// What a reader should look at before it is written.
  package let remarks: [String]

  /// - Parameter replacing: the file's word counts on days that are free already; and what it leaves out falls: each day
  ///   from its first to its last in a year, other days of a holiday that it names, and the rest of the year too, if it
  ///   has half of that year's days or more.
  package init(_ decree: [Holiday], over known: [Holiday], replacing: Bool) {
    let (news, olds) = (Dictionary(grouping: Set(decree), by: \.day), Dictionary(grouping: known, by: \.day))
    let kept = known.filter { holiday in
      guard replacing else { return true }
      return news[holiday.day] == nil && !Self.leavesOut(holiday, decree, known)
    }
    let taken = Set(decree).filter { replacing || olds[$0.day] == nil }
    holidays = (kept + taken).sorted()
    changes = Self.changes(from: known, to: holidays)
    let untaken = replacing ? [] : Set(decree).subtracting(known).filter { olds[$0.day] != nil }.sorted()
    remarks =
      untaken.map { new in
        let old = olds[new.day]?.first
        return "known  \(new.line)  is there as \(old?.named ?? ""); --replace takes the file's"
      } + Self.doubles(holidays, in: Set(decree.map(\.year)))
  }

  private static func leavesOut(_ holiday: Holiday, _ decree: [Holiday], _ known: [Holiday]) -> Bool {
    let year = decree.filter { $0.year == holiday.year }
    guard let first = year.map(\.day).min(), let last = year.map(\.day).max() else { return false }
    let before = Set(known.filter { $0.year == holiday.year }.map(\.day))
    return first...last ~= holiday.day || Set(year.map(\.day)).count * 2 >= before.count
      || year.contains { $0.feast == holiday.feast }
  }

  private static func changes(from known: [Holiday], to holidays: [Holiday]) -> [String] {
    var (gone, come) = (
      Set(known).subtracting(holidays).sorted(), Set(holidays).subtracting(known).sorted()
    )
    var lines: [(day: Day, text: String)] = []
    let (before, after) = (Dictionary(grouping: known, by: \.day), Dictionary(grouping: holidays, by: \.day))
    func instead(_ new: Holiday) -> String { before[new.day]?.first.map { "  instead of \($0.named)" } ?? "" }
    // On its day it stays, by another name or decree.
    for new in come where gone.contains(where: { $0.day == new.day && $0.feast == new.feast }) {
      guard let old = gone.firstIndex(where: { $0.day == new.day && $0.feast == new.feast }) else { continue }
      lines.append((new.day, "new    \(new.line)  instead of \(gone.remove(at: old).named)"))
      come.removeAll { $0 == new }
    }
    for new in come {
      guard let old = gone.firstIndex(where: { $0.year == new.year && $0.feast == new.feast }) else { continue }
      lines.append((new.day, "moved  \(gone.remove(at: old).day) → \(new.line)" + instead(new)))
      come.removeAll { $0 == new }
    }
    lines += come.map { ($0.day, "new    \($0.line)" + instead($0)) }
    lines += gone.filter { after[$0.day] == nil }.map { ($0.day, "drop   \($0.line)") }
    return lines.sorted { ($0.day, $0.text) < ($1.day, $1.text) }.map(\.text)
  }

  /// By the moon a feast comes twice in some years, 354 days apart.
  private static let lunarYear = 340

  private static func doubles(_ holidays: [Holiday], in years: Set<Int>) -> [String] {
    var lines: [String] = []
    var seen: [String: Holiday] = [:]
    for holiday in holidays where holiday.kind == .national && years.contains(holiday.year) {
      if let before = seen[holiday.feast], before.year == holiday.year,
        holiday.day.number - before.day.number < lunarYear
      {
        lines.append(
          "remark \(before.day) and \(holiday.day) are both '\(holiday.name)': expected one day, or 'Hari kedua'; "
            + "--replace takes the file's days alone")
      }
      seen[holiday.feast] = holiday
    }
    return lines
  }
}

extension Holiday {
  fileprivate var year: Int { day.civil.year }
  fileprivate var named: String { "\(kind.rawValue) \(name)" }
  fileprivate var line: String { "\(day)  \(kind.rawValue)  \(name)" }

  /// What it is called in every year and list: "Hari Raya Idul Fitri 1448 Hijriah (perkiraan)" is "idul fitri".
  fileprivate var feast: String {
    var (depth, plain) = (0, "")
    for character in name.lowercased() {
      if character == "(" { depth += 1 }
      plain.append(depth == 0 && character.isLetter ? character : " ")
      if character == ")" { depth = max(0, depth - 1) }
    }
    let idle: Set<Substring> = ["hari", "raya", "suci", "dari", "hijriah", "hijriyah", "h", "kongzili", "saka", "saw"]
    let words = plain.split(separator: " ").filter { !idle.contains($0) }
    return words.isEmpty ? name.lowercased() : "\(kind.rawValue) " + words.joined(separator: " ")
  }
}
