import StrictYAML
package import WorkingTime
import Texts

/// The calendars of a book: hours, seasons and which holidays are taken, by name.
package struct Calendars: Sendable {
  private let calendars: [String: WorkCalendar]
  /// The day of the week and of the year are the same everywhere: only zones and hours differ.
  package let names: [String]
  let canonical: String

  package subscript(name: String) -> WorkCalendar? { calendars[name] }

  init(yaml: String, file: String, holidays: [Holiday]) throws(FileProblems) {
    self = try YAMLFile.read(yaml, file: file) { top, problems throws(FileProblem) in
      var calendars: [String: WorkCalendar] = [:]
      for entry in try top.fields(["version", "calendars"]).needed("calendars").items() {
        problems.take { () throws(FileProblem) in
          let (name, calendar) = try Calendars.calendar(entry, holidays)
          if calendars[name] != nil { throw FileProblem(entry.place, "the calendar \(name) stands here twice") }
          calendars[name] = calendar
        }
      }
      return Calendars(calendars, top.canonical())
    }
  }

  private init(_ calendars: [String: WorkCalendar], _ canonical: String) {
    self.calendars = calendars
    self.canonical = canonical
    names = calendars.keys.sorted()
  }

  private static func calendar(_ entry: YAMLValue, _ holidays: [Holiday]) throws(FileProblem) -> (String, WorkCalendar)
  {
    let fields = try entry.fields(["id", "name", "observes", "hours", "seasons", "extra"])
    let observed = try fields["observes"]?.list { value throws(FileProblem) in
      try value.word(Holiday.Class.self, "one of")
    }
    let seasons = try fields["seasons"]?.list { value throws(FileProblem) in try season(value) } ?? []
    let extra = try fields["extra"]?.list { value throws(FileProblem) in try holiday(value) } ?? []
    let calendar = WorkCalendar(
      hours: try hours(fields.needed("hours")), seasons: seasons, holidays: holidays + extra,
      observing: Set(observed ?? Holiday.Class.allCases))
    return (try fields.text("id"), calendar)
  }

  private static func season(_ value: YAMLValue) throws(FileProblem) -> Season {
    let fields = try value.fields(["name", "from", "until", "source", "hours"])
    let (from, until) = (try fields.needed("from").day(), try fields.needed("until").day())
    guard from <= until else {
      throw FileProblem(value.place, "found \(from) to \(until), expected an end after the start")
    }
    _ = try fields.text("source")
    return Season(name: try fields.text("name"), from: from, until: until, hours: try hours(fields.needed("hours")))
  }

  private static func holiday(_ value: YAMLValue) throws(FileProblem) -> Holiday {
    let fields = try value.fields(["date", "class", "name", "source"])
    return Holiday(
      day: try fields.needed("date").day(), kind: try fields.needed("class").word(Holiday.Class.self, "one of"),
      name: try fields.text("name"), source: try fields.text("source"))
  }

  private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  /// `monday-thursday: [07:30-12:00, 13:00-16:30]`.
  private static func hours(_ value: YAMLValue) throws(FileProblem) -> WeekHours {
    var days: [Int: [WorkInterval]] = [:]
    for (key, value) in try value.anyFields().entries {
      let intervals = try value.list { item throws(FileProblem) -> WorkInterval in
        let text = try item.text()
        guard let interval = WorkInterval(text) else {
          throw FileProblem(item.place, found: text, expected: "an interval within a day such as 07:30-12:00")
        }
        return interval
      }
      for day in try range(key) {
        if days[day] != nil { throw FileProblem(key.place, "\(weekdays[day - 1]) has hours already") }
        days[day] = intervals
      }
    }
    guard let hours = WeekHours(days) else {
      throw FileProblem(value.place, "found overlapping intervals or none, expected at least one working day")
    }
    return hours
  }

  private static func range(_ key: YAMLFields.Key) throws(FileProblem) -> ClosedRange<Int> {
    let ends = key.text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let numbers = ends.compactMap { weekdays.firstIndex(of: $0) }
    guard numbers.count == ends.count, (1...2).contains(ends.count), numbers[0] <= numbers[numbers.count - 1] else {
      let wrong = ends.first { !weekdays.contains($0) } ?? key.text
      throw FileProblem(key.place, found: wrong, of: weekdays, what: "a weekday or a range such as monday-thursday, of")
    }
    return numbers[0] + 1...numbers[numbers.count - 1] + 1
  }
}
