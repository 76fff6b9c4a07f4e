import Units
import Texts
import Cases
import StrictYAML
import WorkingTime

extension Audit {
  /// Names in rules that name nothing.
  func references() -> [Finding] {
    book.rules.indices.flatMap { number -> [Finding] in
      let rule = book.rules[number]
      return unknownUnits(rule, number) + unknownTopics(rule, number) + unknownRegions(rule, number)
        + unknownDeadlines(rule, number) + unknownInExamples(rule, number) + missingExamples(rule, number)
    }
  }

  private func unknownUnits(_ rule: Rule, _ number: Int) -> [Finding] {
    let named = [rule.to.named, rule.ministry, rule.owner] + rule.cc.map(\.named)
    return Set(named.compactMap { $0 }).filter { book.units[$0] == nil }.sorted().map { unit in
      // Codes of offices that differ in a digit have nothing to do with each other.
      unknown(
        .unknownUnit, rule, number, unit.text, "unit", unit.isOffice ? [] : book.units.all.map(\.code.text))
    }
  }

  private func unknownTopics(_ rule: Rule, _ number: Int) -> [Finding] {
    rule.when.topics.filter { topic in !book.topics.contains { topic.contains($0) } }.map { topic in
      let groups = Set(book.topics.map(\.group))
      return unknown(.unknownTopic, rule, number, topic.text, "topic", book.topics.map(\.text) + groups)
    }
  }

  private func unknownRegions(_ rule: Rule, _ number: Int) -> [Finding] {
    rule.when.places.compactMap { place in
      guard case .within(let region) = place, book.gazetteer[region.regency ?? region] == nil else { return nil }
      // No case has such a region; this is what one would look like.
      let sample = (rule.when.topics.first ?? book.topics.first).map {
        Facts(topic: $0, kind: .complaint, region: region).line
      }
      return Finding(
        .error, .unknownRegion, at: rule.place(of: region.text), "rule \(rule.id): there is no region '\(region)'",
        witness: sample ?? "", suggestion: "write one that exists, by its Kemendagri code")
    }
  }

  /// Names in examples: an example of a case that there cannot be shows nothing.
  private func unknownInExamples(_ rule: Rule, _ number: Int) -> [Finding] {
    (rule.examples + rule.counterexamples).flatMap { example -> [Finding] in
      var problems: [(Finding.Kind, String, String)] = []
      if let region = example.given.region, book.gazetteer[region.regency ?? region] == nil {
        problems.append((.unknownRegion, "region", region.text))
      }
      if !book.topics.contains(example.given.topic) {
        problems.append((.unknownTopic, "topic", example.given.topic.text))
      }
      for unit in [example.unit].compactMap({ $0 }) + (example.cc ?? []) where book.units[unit] == nil {
        problems.append((.unknownUnit, "unit", unit.text))
      }
      return problems.map { kind, what, found in
        Finding(
          .error, kind, at: example.place, "an example of rule \(rule.id): there is no \(what) '\(found)'",
          witness: example.given.line, suggestion: "write one that exists")
      }
    }
  }

  private func unknownDeadlines(_ rule: Rule, _ number: Int) -> [Finding] {
    Set(rule.deadlines.values).filter { book.settings.deadlines[$0] == nil }.sorted().map { name in
      unknown(.unknownDeadline, rule, number, name, "deadline class", Array(book.settings.deadlines.keys))
    }
  }

  private func unknown(
    _ kind: Finding.Kind, _ rule: Rule, _ number: Int, _ found: String, _ what: String, _ known: [String]
  ) -> Finding {
    let near = NearestWord.of(found, among: known)
    return Finding(
      .error, kind, at: rule.place(of: found), "rule \(rule.id): there is no \(what) '\(found)'",
      witness: witness(number),
      suggestion: near.map { "did you mean \($0)?" } ?? "write \(Self.choices(kind, known))")
  }

  /// Where to look, or the few that there are.
  private static func choices(_ kind: Finding.Kind, _ known: [String]) -> String {
    switch kind {
    case .unknownUnit: "a unit that `disposisi unit list` prints, or add it to \(BookFiles.unitsName)"
    case .unknownTopic: "a topic that `disposisi topics` prints"
    default: "one of \(known.sorted().joined(separator: ", "))"
    }
  }

  private func missingExamples(_ rule: Rule, _ number: Int) -> [Finding] {
    var findings: [Finding] = []
    if rule.examples.isEmpty {
      let sample = domain.witness(boxes[number])
      let unit = sample.map { book.decide($0.facts, on: $0.day).unit.code.text } ?? "triase"
      findings.append(
        Finding(
          .warning, .noExample, at: rule.place, "rule \(rule.id) has no example of a case that it decides",
          witness: witness(number), suggestion: "examples: [{given: {...}, unit: \(unit)}]"))
    }
    if rule.counterexamples.isEmpty {
      findings.append(
        Finding(
          .warning, .noExample, at: rule.place,
          "rule \(rule.id) has no counterexample: a near case that it leaves alone",
          witness: witness(number), suggestion: "counterexamples: [{given: {topic: ...}, rule: ...}]"))
    }
    return findings
  }

  /// Parents that are not there, or stand in a circle; calendars that are not there.
  func unitTree() -> [Finding] {
    var findings: [Finding] = []
    for unit in book.units.all {
      let place = book.units.places[unit.code] ?? FileLocation(file: BookFiles.unitsName)
      if book.calendars[unit.calendar] == nil {
        findings.append(
          Finding(
            .error, .unknownCalendar, at: place, "unit \(unit.code): there is no calendar '\(unit.calendar)'",
            witness: "a case with \(unit.code) has no deadline",
            suggestion:
              "write one of \(book.calendars.names.joined(separator: ", ")), or add it to \(BookFiles.calendarsName)"))
      }
      if let parent = unit.parent, book.units[parent] == nil {
        findings.append(
          Finding(
            .error, .unknownUnit, at: place, "unit \(unit.code): there is no unit '\(parent)' to be its parent",
            witness: "a case that is overdue with \(unit.code) has nowhere to go",
            suggestion: NearestWord.of(parent.text, among: book.units.all.map(\.code.text)).map { "write \($0)" }
              ?? "write a unit that exists"))
      }
      if let circle = circle(from: unit.code) {
        findings.append(
          Finding(
            .error, .parentCycle, at: place,
            "units stand above each other: \(circle.map(\.text).joined(separator: " → "))",
            witness: "a case that is overdue with \(unit.code) would go round for ever",
            suggestion: "give one of them a parent outside the circle, or none"))
      }
    }
    let told = book.settings.situations.tell.filter { book.units[$0] == nil }.map { unit in
      Finding(
        .error, .unknownUnit, at: book.settings.places["situations"] ?? FileLocation(file: BookFiles.settingsName),
        "situations.tell: there is no unit '\(unit)'", witness: "an early warning would reach nobody",
        suggestion: NearestWord.of(unit.text, among: book.units.all.map(\.code.text)).map { "write \($0)" }
          ?? "write a unit that exists")
    }
    return Array(findings.prefix(Self.limit)) + told
  }

  /// The circle that a unit stands in, told from its first member only.
  private func circle(from start: UnitCode) -> [UnitCode]? {
    var line = [start]
    while let parent = book.units[line[line.count - 1]]?.parent, line.count <= book.units.all.count {
      if parent == start { return line.min() == start ? line + [start] : nil }
      if line.contains(parent) { return nil }
      line.append(parent)
    }
    return nil
  }

  /// What is counted beyond the decreed holidays may change.
  func calendarsAhead() -> [Finding] {
    guard let longest = book.settings.deadlines.max(by: { $0.value.days < $1.value.days }) else { return [] }
    let inUse = Set(book.units.all.map(\.calendar))
    return book.calendars.names.filter(inUse.contains).compactMap { name in
      guard let calendar = book.calendars[name] else { return nil }
      let due = calendar.day(longest.value.days, after: today)
      if let known = calendar.knownUntil, due <= known { return nil }
      let until = calendar.knownUntil?.description ?? "never"
      return Finding(
        .warning, .calendarEnds, at: FileLocation(file: BookFiles.holidaysName),
        "calendar \(name): holidays are decreed until \(until) only",
        witness: "a case of class \(longest.key) that comes on \(today) is due on \(due), or later",
        suggestion: "router calendar import FILE, with the decree for \(due.civil.year)")
    }
  }
}
