import Cases
import StrictYAML
import Texts
import WorkingTime

/// Reads a file of rules.
enum RuleFile {
  private static let keys = [
    "id", "when", "to", "ministry", "cc", "deadline", "reason", "source", "owner", "from", "until", "examples",
    "counterexamples",
  ]

  static func read(_ top: YAMLValue, _ problems: ProblemList) throws(FileProblem) -> [Rule] {
    try top.fields(["rules"]).needed("rules").items().compactMap { entry in
      problems.take { () throws(FileProblem) in try rule(entry) }
    }
  }

  private static func rule(_ entry: YAMLValue) throws(FileProblem) -> Rule {
    let fields = try entry.fields(keys)
    let when = try fields.needed("when").conditions()
    let id = try fields.needed("id").ruleID()
    let validity = Validity(from: try fields["from"]?.day(), until: try fields["until"]?.day())
    if let from = validity.from, let until = validity.until, until < from {
      throw FileProblem(entry.place, "found from \(from) until \(until), expected an end that is not before the start")
    }
    return Rule(
      id: id, place: entry.place, places: entry.places(without: ["examples", "counterexamples", "reason", "source"]),
      when: when, to: try fields.needed("to").target(),
      ministry: try fields["ministry"]?.code(UnitCode.self),
      cc: try fields["cc"]?.list { value throws(FileProblem) in try value.target() } ?? [],
      deadlines: try deadlines(fields.needed("deadline")), reason: try fields.text("reason"),
      source: try fields.text("source"), owner: try fields.needed("owner").code(UnitCode.self),
      validity: validity,
      examples: try examples(fields["examples"], when), counterexamples: try examples(fields["counterexamples"], when),
      canonical: entry.canonical(without: ["examples", "counterexamples"]))
  }

  /// One class for all kinds, or one for each kind that is named.
  private static func deadlines(_ value: YAMLValue) throws(FileProblem) -> [CaseKind: String] {
    guard value.isMapping else {
      let name = try value.text()
      return Dictionary(uniqueKeysWithValues: CaseKind.allCases.map { ($0, name) })
    }
    let fields = try value.fields(CaseKind.allCases.map(\.rawValue))
    var classes: [CaseKind: String] = [:]
    for kind in CaseKind.allCases { classes[kind] = try fields.optionalText(kind.rawValue) }
    return classes
  }

  private static func examples(_ value: YAMLValue?, _ when: Conditions) throws(FileProblem) -> [Rule.Example] {
    guard let value else { return [] }
    return try value.list { entry throws(FileProblem) in
      let fields = try entry.fields(["given", "on", "unit", "cc", "deadline", "rule"])
      return Rule.Example(
        place: entry.place, given: try fields.needed("given").facts(when),
        unit: try fields["unit"]?.code(UnitCode.self),
        cc: try fields["cc"]?.list { value throws(FileProblem) in try value.code(UnitCode.self) },
        deadline: try fields.optionalText("deadline"), rule: try fields.optionalText("rule"),
        day: try fields["on"]?.day())
    }
  }
}

extension YAMLValue {
  func day() throws(FileProblem) -> Day {
    let text = try text()
    if let day = Day(text) { return day }
    let isWritten = text.wholeMatch(of: /[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}/) != nil
    throw FileProblem(
      place, found: text, expected: isWritten ? "a day that the month has" : "a date such as 2026-03-13")
  }

  /// Ids are words that people say: `ksp.simpanan`, `kdmp.lahan.papua`.
  func ruleID() throws(FileProblem) -> String {
    let text = try text()
    guard UnitCode.isValid(text) else {
      throw FileProblem(
        place, found: text, expected: "an id such as ksp.simpanan: words of a-z, 0-9, _ with dots between")
    }
    // What is decided without a rule stands under these names where otherwise a rule's id does.
    guard ![RuleBook.transferRule, RuleBook.followingRule].contains(text), !text.hasPrefix("triase.") else {
      throw FileProblem(
        place, found: text,
        expected: "an id that is not \(RuleBook.transferRule), \(RuleBook.followingRule) or triase.*")
    }
    return text
  }

  func target() throws(FileProblem) -> Target {
    let text = try text()
    guard let target = Target(text) else {
      throw FileProblem(
        place, found: text, of: Target.phrases.map(\.0), what: "a unit's code, `parent of ...`, or one of")
    }
    return target
  }

  func conditions() throws(FileProblem) -> Conditions {
    let fields = try fields(ConditionName.allCases.map(\.rawValue))
    var when = Conditions()
    when.topics = try fields["topic"]?.list { value throws(FileProblem) in try value.code(TopicCode.self) } ?? []
    when.kinds = try fields["kind"]?.list { value throws(FileProblem) in try value.word(CaseKind.self, "one of") } ?? []
    when.places = try fields["region"]?.list { value throws(FileProblem) in try value.placeCondition() } ?? []
    when.areas =
      try fields["membership_area"]?.list { value throws(FileProblem) -> MembershipArea? in
        try value.text() == Conditions.unknown ? nil : try value.word(MembershipArea.self, "unknown, or one of")
      } ?? []
    when.cooperatives =
      try fields["cooperative"]?.list { value throws(FileProblem) in
        try value.ownName(of: try value.cooperative())
      } ?? []
    when.channels =
      try fields["channel"]?.list { value throws(FileProblem) in try value.word(Channel.self, "one of") } ?? []
    when.words =
      try fields["words"]?.list { value throws(FileProblem) in FoundWord.normal(try value.text(limit: 200)) } ?? []
    when.urgencies =
      try fields["urgency"]?.list { value throws(FileProblem) in try value.word(Urgency.self, "one of") } ?? []
    guard !when.stated.isEmpty else { throw FileProblem(place, "found no condition, expected at least one") }
    guard when.combinations <= Conditions.maximumCombinations else {
      throw FileProblem(
        place,
        "found \(when.combinations) combinations of topics, places and cooperatives, expected at most"
          + " \(Conditions.maximumCombinations) a rule")
    }
    return when
  }

  private func placeCondition() throws(FileProblem) -> PlaceCondition {
    try text() == Conditions.unknown ? .unknown : .within(try code(RegionCode.self))
  }

  /// A kind is no name: "KSP" alone would match nobody.
  private func ownName(of name: String) throws(FileProblem) -> String {
    guard let own = CooperativeName.own(name) else {
      throw FileProblem(place, found: name, expected: "the name of one cooperative, not its kind alone")
    }
    return own
  }

  private func cooperative() throws(FileProblem) -> String {
    let text = try text(limit: 200)
    if let remark = OddLetters.remark(in: text) {
      throw FileProblem(place, "found '\(text.prefix(80))', a name that nobody types: \(remark)")
    }
    guard let name = CooperativeName.normal(text) else {
      throw FileProblem(place, found: text, expected: "a cooperative's name")
    }
    return name
  }

  /// An example's case. What it does not say is taken from the rule, where that names one value only.
  func facts(_ when: Conditions) throws(FileProblem) -> Facts {
    let fields = try fields(Facts.CodingKeys.allCases.map(\.rawValue))
    guard let topic = try fields["topic"]?.code(TopicCode.self) ?? (when.topics.count == 1 ? when.topics[0] : nil)
    else {
      throw FileProblem(place, "'topic' is missing, and the rule does not name exactly one")
    }
    var facts = Facts(
      topic: topic, kind: try fields["kind"]?.word(CaseKind.self, "one of") ?? when.kinds.first ?? .complaint)
    facts.region = try fields["region"]?.code(RegionCode.self)
    facts.membershipArea = try fields["membership_area"]?.word(MembershipArea.self, "one of")
    facts.cooperative = try fields["cooperative"]?.cooperative()
    facts.channel = try fields["channel"]?.word(Channel.self, "one of")
    facts.urgency = try fields["urgency"]?.word(Urgency.self, "one of")
    facts.words = try fields["words"]?.list { value throws(FileProblem) in try value.text() } ?? []
    facts.sure = try fields["sure"]?.bool() ?? true
    return facts
  }
}
