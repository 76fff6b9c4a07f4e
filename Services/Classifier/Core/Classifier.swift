package import Cases
package import Places
import Texts
package import Topics

/// Finds topic, kind, place and cooperative of a report, says how sure that is, and why.
package struct Classifier: Sendable {
  package let topics: [Topic]
  /// The model in use: its id stands in each classification.
  package let modelID: String
  private let words: TopicWords
  private let model: LinearModel
  private let reader: TextReader
  private let registry: CooperativeRegistry
  private let topicFiles: String
  private let threshold: Double
  private static let mostClues = 6
  /// A number or an address is no reason that a person can follow.
  private static let placeholder = Array("<".utf8)

  /// - Parameters:
  ///   - model: one that was trained for these topics.
  ///   - threshold: the confidence from which a topic counts as sure.
  /// - Throws: `TrainingError` for a model of other topics.
  package init(
    _ set: TopicSet, model file: ModelFile, gazetteer: Gazetteer, registry: CooperativeRegistry = CooperativeRegistry(),
    threshold: Double = 0.75
  ) throws(TrainingError) {
    let expected = [set.topics.map(\.code.text), TopicWords.kinds.map(\.rawValue)]
    guard file.model.heads.map(\.labels) == expected else {
      throw TrainingError(description: "\(file.id): found a model of other topics than those of \(set.id)")
    }
    topics = set.topics
    modelID = file.id
    words = TopicWords(set)
    model = file.model
    reader = TextReader(normalizer: words.normalizer, places: PlaceFinder(gazetteer))
    self.registry = registry
    topicFiles = set.id
    self.threshold = threshold
  }

  package var placeCount: Int { reader.places.count }
  package var cooperativeCount: Int { registry.cooperatives.count }

  package func classify(_ report: Report) -> Classification {
    let text = reader.read(withoutCodes(report.text), more: report.form.cooperative, familiarity: familiarity)
    let told = words.read(text.words)
    let learnt = model.read(text.words)
    let topic = topic(report, told, learnt)
    let kind = kind(report, told, learnt)
    let (place, match) = place(report, text.places, of: topic.code)
    let area = membershipArea(report, told, place, match, kind.value)
    let urgencies = told.urgencies
    let message = report.topic == nil ? words.set.messages.purpose(of: text.places.words, isAsking: text.isAsking) : nil
    return Classification(
      topic: topic.code, kind: kind.value, region: place.region, candidates: place.candidates,
      membershipArea: area.value, urgency: urgencies.isEmpty ? nil : .urgent, confidence: topic.confidence,
      sure: topic.confidence >= threshold && message == nil && tellsEnough(told, topic.code, report),
      clues: (message.map { [Clue(found: $0.told, meaning: "no case: \($0.purpose.rawValue)")] } ?? []) + topic.clues
        + kind.clues + place.clues + cooperativeClues(match) + area.clues
        + urgencies.map { Clue(found: $0.words, meaning: "\(Urgency.urgent.rawValue): \($0.reason)") },
      guesses: topic.guesses, contradictions: place.contradictions + area.contradictions, model: modelID,
      topicFiles: topicFiles,
      cooperative: match.map {
        CooperativeMatch(
          name: $0.cooperative.name, nik: $0.cooperative.nik.isEmpty ? nil : $0.cooperative.nik,
          confidence: $0.confidence)
      }, personalNumbers: personalNumbers(report.text))
  }
}

extension Classifier {
  private typealias TopicFinding = (code: TopicCode, confidence: Double, clues: [Clue], guesses: [Guess])

  private func topic(_ report: Report, _ told: TopicWords.Reading, _ learnt: LinearModel.Reading) -> TopicFinding {
    let ranked = model.predict(TopicTraining.topicHead, learnt, hints: told.topics)
    let guesses = ranked.prefix(3).map {
      Guess(topic: TopicCode(unchecked: $0.label), confidence: Self.rounded($0.probability))
    }
    // What the reporter chose counts, and is sure; the words' own guesses stay beside it.
    if let chosen = report.topic { return (chosen, 1, [Clue(found: "form: topic", meaning: chosen.text)], guesses) }
    let best = guesses[0].topic
    return (best, guesses[0].confidence, clues(for: best, told, learnt), guesses)
  }

  /// A word or two may be about anything; a few more too, where none is of the thing that the topic is about.
  private func tellsEnough(_ told: TopicWords.Reading, _ code: TopicCode, _ report: Report) -> Bool {
    if report.topic != nil { return true }
    let count = told.words.distinctCount
    let needs = topics.first { $0.code == code }?.needs
    return count > (needs.map(told.groups.contains) ?? true ? Self.fewWords : Self.someWords)
  }

  private static let (fewWords, someWords) = (2, 3)

  /// Who writes a topic's code writes an order, not what happened.
  private func withoutCodes(_ text: String) -> String {
    guard Self.hasDotInWord(text) else { return text }
    return topics.reduce(text) { rest, topic in
      topic.code.text.contains(".") && rest.contains(topic.code.text)
        ? rest.replacing(topic.code.text, with: " ") : rest
    }
  }

  /// Sentences end with a dot too; to look for codes in each text would take longer than all the rest.
  private static func hasDotInWord(_ text: String) -> Bool {
    var (isAfterLetter, isAfterDot) = (false, false)
    for byte in text.utf8 {
      let isLetter = (0x61...0x7A).contains(byte)
      if isAfterDot, isLetter { return true }
      isAfterDot = byte == UInt8(ascii: ".") && isAfterLetter
      isAfterLetter = isLetter
    }
    return false
  }

  /// The words that carried the topic: those of its file first, then those that weigh most in the model.
  private func clues(for topic: TopicCode, _ told: TopicWords.Reading, _ learnt: LinearModel.Reading) -> [Clue] {
    let place = topics.firstIndex { $0.code == topic } ?? 0
    var found = words.terms(of: place, in: told)
    let carried = model.carriers(TopicTraining.topicHead, learnt, label: topic.text, words: told.words.count)
    for index in carried.indices.sorted(by: { carried[$0] > carried[$1] }).prefix(Self.mostClues)
    where carried[index] > 0 && told.words.range(index).count > 2 && !told.words.starts(index, with: Self.placeholder) {
      let word = told.words[index]
      let isTold = found.contains { $0 == word || ($0.hasSuffix("*") && word.hasPrefix($0.dropLast())) }
      if !isTold { found.append(word) }
    }
    return found.prefix(Self.mostClues).map { Clue(found: $0, meaning: topic.text) }
  }

  /// Without a word that asks or wishes only a reading that is so sure is one: of a language whose words nobody listed.
  private static let sureKind = 0.8

  /// The form wins; then what the words sound like. Who neither asks nor wishes tells of something wrong, or wants something
  /// done: that is a complaint.
  private func kind(
    _ report: Report, _ told: TopicWords.Reading, _ learnt: LinearModel.Reading
  ) -> (value: CaseKind, clues: [Clue]) {
    if let stated = report.form.kind { return (stated, [Clue(found: "form: kind", meaning: stated.rawValue)]) }
    let ranked = model.predict(TopicTraining.kindHead, learnt, hints: told.kinds)
    let best = ranked.first {
      $0.label == CaseKind.complaint.rawValue || $0.probability >= Self.sureKind
        || !words.terms(of: $0.label, in: told).isEmpty
    }
    let kind = best.flatMap { CaseKind(rawValue: $0.label) } ?? .complaint
    let terms = words.terms(of: kind.rawValue, in: told)
    return (kind, terms.prefix(3).map { Clue(found: $0, meaning: kind.rawValue) })
  }

  private func familiarity(_ word: UInt64) -> PlaceFinder.Familiarity {
    words.normalizer.isShort(word) ? .frequent : model.familiarity(ofWord: word)
  }

  /// The place, and the cooperative that is found with its help; its seat then beats what else is told.
  private func place(
    _ report: Report, _ named: PlaceFinder.Found, of topic: TopicCode
  ) -> (PlaceFinding, CooperativeRegistry.Match?) {
    var stated = PlaceFinder.Stated(
      form: report.form.region, isBusiness: topics.first { $0.code == topic }?.isBusiness ?? false)
    let found = reader.places.place(stated, found: named, familiarity: familiarity)
    let known = found.region.map { [$0] } ?? found.candidates
    guard let match = registry.match(form: report.form.cooperative, words: named.words, places: known) else {
      return (found, nil)
    }
    stated.registered = match.cooperative.region
    return (reader.places.place(stated, found: named, familiarity: familiarity), match)
  }

  private func cooperativeClues(_ match: CooperativeRegistry.Match?) -> [Clue] {
    guard let match else { return [] }
    let one = match.cooperative
    return [Clue(found: match.told, meaning: "cooperative: \(one.name), \(one.region), \(match.confidence)")]
  }

  private func personalNumbers(_ text: String) -> [PersonalNumber]? {
    let kinds = Set(PersonalNumbers.find(text).map(\.kind))
    return kinds.isEmpty ? nil : PersonalNumber.allCases.filter(kinds.contains)
  }

  private typealias AreaFinding = (value: MembershipArea?, clues: [Clue], contradictions: [String])

  /// What a cooperative is beats the registry, the registry the form, and the form the text.
  private func membershipArea(
    _ report: Report, _ told: TopicWords.Reading, _ place: PlaceFinding, _ match: CooperativeRegistry.Match?,
    _ kind: CaseKind
  ) -> AreaFinding {
    // A KDMP's members live in one village, whatever the form says.
    if told.groups.contains("kdmp") { return (.regency, [], []) }
    let stated = report.form.membershipArea
    if let registered = match?.cooperative.membershipArea {
      let clue = Clue(found: "registry: members", meaning: registered.rawValue)
      guard let stated, stated != registered else { return (registered, [clue], []) }
      return (
        registered, [clue], ["the registry says members: \(registered.rawValue), the form says \(stated.rawValue)"]
      )
    }
    // A wish is about all cooperatives, not about where the members of one live.
    let text = kind == .suggestion ? (value: nil, clues: []) : toldArea(told, place)
    guard let stated else { return (text.value, text.clues, []) }
    guard let other = text.value, other != stated else { return (stated, [], []) }
    return (stated, [], ["the form says members: \(stated.rawValue), the text says \(other.rawValue)"])
  }

  private func toldArea(_ told: TopicWords.Reading, _ place: PlaceFinding) -> (value: MembershipArea?, clues: [Clue]) {
    if let found = words.membershipArea(in: told) {
      return (found.area, [Clue(found: found.told, meaning: "members: \(found.area.rawValue)")])
    }
    if let whole = place.whole {
      let area: MembershipArea = whole == whole.province ? .province : .regency
      return (area, [Clue(found: "se-\(whole)", meaning: "members: \(area.rawValue)")])
    }
    guard place.members.count > 1 else { return (nil, []) }
    let area = Set(place.members.map(\.province)).count > 1 ? MembershipArea.national : .province
    let names = place.members.map(\.text).joined(separator: ", ")
    return (area, [Clue(found: names, meaning: "members: \(area.rawValue)")])
  }

  private static func rounded(_ probability: Double) -> Double { (probability * 100).rounded() / 100 }
}
