package import Cases
import StrictYAML
import Texts

/// What holds for all rules of a book: `book.yaml`.
package struct BookSettings: Sendable {
  /// A class of deadlines, in working days of the unit.
  package struct DeadlineClass: Sendable, Equatable {
    package let days: Int
    /// So many working days before the end the unit is reminded; 0 is never.
    package let remind: Int
  }

  /// What happens by the clock, in working days.
  package struct Watch: Sendable, Equatable {
    /// Between one step up the line and the next.
    package let overdueAgain: Int
    /// After so much silence an answered case is closed.
    package let silence: Int
  }

  /// When several cases become one situation.
  package struct Situations: Sendable, Equatable {
    package let cases: Int
    /// Calendar days between one case and the next.
    package let days: Int
    package let tell: [UnitCode]
  }

  /// Where a book is tried beside the one in force.
  package enum Trial: Sendable, Equatable {
    /// It decides, but only the difference is recorded.
    case shadow
    case provinces([RegionCode])
    case all
  }

  package let version: Int
  package let deadlines: [String: DeadlineClass]
  /// The class of each kind where a rule names none.
  package let kinds: [CaseKind: String]
  /// Topics of cooperatives whose members live in one kabupaten/kota, whatever the form says.
  package let villageTopics: [TopicCode]
  /// Topics that no rule has to cover: their cases go to `triase`.
  package let uncovered: [TopicCode]
  package let watch: Watch
  package let situations: Situations
  package let trial: Trial
  /// How long a deadline is at most: two years.
  private static let longest = 500
  let places: [String: FileLocation]
  let canonical: String

  init(_ top: YAMLValue) throws(FileProblem) {
    let fields = try top.fields([
      "version", "deadlines", "kinds", "village_topics", "watch", "situations", "trial", "uncovered",
    ])
    version = try fields.needed("version").whole(in: 1...1_000_000)
    var classes: [String: DeadlineClass] = [:]
    for (key, value) in try fields.needed("deadlines").anyFields().entries {
      let entry = try value.fields(["days", "remind"])
      let days = try entry.needed("days").whole(in: 1...Self.longest)
      classes[key.text] = DeadlineClass(days: days, remind: try entry["remind"]?.whole(in: 0...days - 1) ?? 0)
    }
    deadlines = classes
    let kindFields = try fields.needed("kinds").fields(CaseKind.allCases.map(\.rawValue))
    var kinds: [CaseKind: String] = [:]
    for kind in CaseKind.allCases {
      let value = try kindFields.needed(kind.rawValue)
      kinds[kind] = try value.text()
      if classes[try value.text()] == nil {
        throw FileProblem(value.place, found: try value.text(), of: classes.keys.sorted(), what: "one of the deadlines")
      }
    }
    self.kinds = kinds
    villageTopics =
      try fields["village_topics"]?.list { value throws(FileProblem) in try value.code(TopicCode.self) } ?? []
    uncovered = try fields["uncovered"]?.list { value throws(FileProblem) in try value.code(TopicCode.self) } ?? []
    watch = try Watch(fields.needed("watch"))
    situations = try Situations(fields.needed("situations"))
    trial = try fields["trial"].map { value throws(FileProblem) in try Trial(value) } ?? .shadow
    places = Dictionary(fields.entries.map { ($0.key.text, $0.key.place) }) { first, _ in first }
    canonical = top.canonical(without: ["trial", "uncovered"])
  }
}

extension BookSettings.Watch {
  fileprivate init(_ value: YAMLValue) throws(FileProblem) {
    let fields = try value.fields(["overdue_again", "silence"])
    overdueAgain = try fields.needed("overdue_again").whole(in: 1...100)
    silence = try fields.needed("silence").whole(in: 1...100)
  }
}

extension BookSettings.Situations {
  fileprivate init(_ value: YAMLValue) throws(FileProblem) {
    let fields = try value.fields(["cases", "days", "tell"])
    cases = try fields.needed("cases").whole(in: 2...1000)
    days = try fields.needed("days").whole(in: 1...366)
    tell = try fields.needed("tell").list { value throws(FileProblem) in try value.code(UnitCode.self) }
  }
}

extension BookSettings.Trial {
  fileprivate init(_ value: YAMLValue) throws(FileProblem) {
    switch try value.fields(["provinces"])["provinces"] {
    case nil: self = .shadow
    case let provinces?:
      let words = try provinces.list { value throws(FileProblem) in try value.text() }
      if words == ["all"] {
        self = .all
      } else {
        self = .provinces(try provinces.list { value throws(FileProblem) in try value.province() })
      }
    }
  }

  /// Whether the candidate decides a case.
  package func covers(_ region: RegionCode?) -> Bool {
    switch self {
    case .shadow: false
    case .provinces(let provinces): region.map { provinces.contains($0.province) } ?? false
    case .all: true
    }
  }
}

extension YAMLValue {
  fileprivate func province() throws(FileProblem) -> RegionCode {
    let code = try code(RegionCode.self)
    guard code == code.province else {
      throw FileProblem(place, found: code.text, expected: "a province's code such as 35")
    }
    return code
  }
}
