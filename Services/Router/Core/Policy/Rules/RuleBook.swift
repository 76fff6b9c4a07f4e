package import Units
package import Cases
import Digests
package import Places
import StrictYAML
import Topics
package import WorkingTime
package import Texts

/// Rules, units, calendars and what holds for all of them: facts in, a decision out.
package struct RuleBook: Sendable {
  /// A hash of all that decides: the same for the same policy, whatever the layout of its files.
  package let id: String
  package let files: BookFiles
  package let settings: BookSettings
  package let rules: [Rule]
  package let units: UnitDirectory
  package let calendars: Calendars
  package let holidays: [Holiday]
  package let gazetteer: Gazetteer
  /// All topics that there are.
  package let topics: [TopicCode]
  let index: RuleIndex
  let triageUnit: ResponsibleUnit
  let resolver: Resolver

  /// What a book needs that is not its own.
  package struct ReferenceData: Sendable {
    package let gazetteer: Gazetteer
    package let topics: [TopicCode]

    package init(gazetteer: Gazetteer, topics: [TopicCode]) {
      self.gazetteer = gazetteer
      self.topics = topics
    }

    /// What comes with the program.
    package static func shipped() throws -> ReferenceData {
      ReferenceData(gazetteer: try Gazetteer.shipped(), topics: try TopicSet.shipped().topics.map(\.code))
    }
  }

  /// Reads a book. It can still contradict itself: `Audit` tells.
  /// - Throws: `FileProblems`: all that cannot be read.
  package init(_ files: BookFiles, _ reference: ReferenceData) throws(FileProblems) {
    for name in BookFiles.fixedNames where files.texts[name] == nil {
      throw FileProblems([FileProblem(FileLocation(file: name), "the file is missing")])
    }
    if let stranger = files.strangers.first {
      let known = (BookFiles.fixedNames + ["\(BookFiles.rulesFolder)*.yaml"]).joined(separator: ", ")
      throw FileProblems([FileProblem(FileLocation(file: stranger), "not a file of a book, expected \(known)")])
    }
    func text(_ name: String) -> String { files.texts[name] ?? "" }
    settings = try YAMLFile.read(text(BookFiles.settingsName), file: BookFiles.settingsName) {
      top, _ throws(FileProblem) in try BookSettings(top)
    }
    units = try UnitDirectory(
      yaml: text(BookFiles.unitsName), file: BookFiles.unitsName, gazetteer: reference.gazetteer)
    do {
      holidays = try Holiday.list(csv: text(BookFiles.holidaysName), file: BookFiles.holidaysName)
    } catch {
      throw FileProblems([error])
    }
    calendars = try Calendars(
      yaml: text(BookFiles.calendarsName), file: BookFiles.calendarsName, holidays: holidays)
    rules = try Self.rules(files)
    guard let triage = units[.triage] else {
      throw FileProblems([FileProblem(FileLocation(file: BookFiles.unitsName), "the unit triase is missing")])
    }
    triageUnit = triage
    index = RuleIndex(rules)
    resolver = Resolver(units: units, villageTopics: settings.villageTopics)
    self.files = files
    gazetteer = reference.gazetteer
    topics = reference.topics
    id = Self.id(
      [settings.canonical, units.canonical, calendars.canonical, Holiday.csv(holidays)]
        + rules.sorted { $0.id < $1.id }.map(\.canonical))
  }

  /// The book that comes with the program.
  package static func shipped() throws -> RuleBook { try RuleBook(.shipped, .shipped()) }

  /// The unit's clock: its calendar in its zone.
  package func clock(of unit: UnitCode) -> UnitClock {
    let unit = units[unit]
    return UnitClock(
      calendar: unit.flatMap { calendars[$0.calendar] } ?? WorkCalendar(holidays: holidays),
      offsetSeconds: (unit?.zone ?? .western).offsetSeconds)
  }

  private static func rules(_ files: BookFiles) throws(FileProblems) -> [Rule] {
    var rules: [Rule] = []
    var problems: [FileProblem] = []
    for name in files.ruleNames {
      do {
        rules += try YAMLFile.read(files.texts[name] ?? "", file: name) { top, list throws(FileProblem) in
          try RuleFile.read(top, list)
        }
      } catch {
        problems += error.problems
      }
    }
    if !problems.isEmpty { throw FileProblems(problems) }
    return rules
  }

  private static func id(_ parts: [String]) -> String {
    let hash = SHA256()
    for part in parts { hash.update(Array((part + "\n").utf8)) }
    return "book-" + Fingerprint.hexadecimal(hash.finalize().prefix(8))
  }
}

extension RuleBook {
  /// Whether open cases stay as they are under another book: units, calendars and clocks are the same.
  package func countsLike(_ other: RuleBook) -> Bool {
    calendars.canonical == other.calendars.canonical && holidays == other.holidays
      && units.canonical == other.units.canonical && settings.canonical == other.settings.canonical
  }

  /// The unit above one; nil at the top of the line.
  package func superior(of unit: UnitCode, ministry: UnitCode?) -> UnitCode? {
    resolver.superior(of: unit, ministry: ministry)
  }

  /// The unit itself, or the next above it that is not switched off.
  package func standIn(for unit: UnitCode, ministry: UnitCode?) -> UnitCode? {
    var path: [ResolverStep] = []
    return resolver.active(unit, ministry, &path)?.code
  }
}
