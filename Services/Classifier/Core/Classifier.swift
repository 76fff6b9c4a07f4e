package import Cases
package import Places
package import Topics

/// Finds topic, kind and place with word lists. Simple and honest: what is not clear is said to be unsure.
package struct Classifier: Sendable {
  package let topics: [TopicFile.Topic]
  private let terms: Lexicon
  private let kindTerms: Lexicon
  private let groups: [String: Lexicon]
  private let places: PlaceFinder
  private let model: String
  private let threshold: Double
  private static let kinds: [CaseKind] = [.complaint, .question, .suggestion]

  /// - Parameter threshold: the confidence from which a topic counts as sure.
  package init(_ file: TopicFile, gazetteer: Gazetteer, threshold: Double = 0.6) {
    topics = file.topics
    self.threshold = threshold
    model = "words-\(file.version)"
    places = PlaceFinder(gazetteer)
    var terms = Lexicon()
    for (owner, topic) in file.topics.enumerated() {
      terms.add(topic.strong, owner: owner, weight: 3)
      terms.add(topic.words, owner: owner, weight: 1)
      terms.add(topic.against ?? [], owner: owner, weight: -2)
    }
    self.terms = terms
    var kindTerms = Lexicon()
    for (owner, kind) in Self.kinds.enumerated() {
      guard let words = file.kinds[kind.rawValue] else { continue }
      kindTerms.add(words.strong, owner: owner, weight: 3)
      kindTerms.add(words.words, owner: owner, weight: 1)
    }
    self.kindTerms = kindTerms
    groups = file.groups.mapValues { words in
      var lexicon = Lexicon()
      lexicon.add(words, owner: 0, weight: 1)
      return lexicon
    }
  }

  package func classify(_ report: Report) -> Classification {
    let words = TextTokens(report.text + " " + (report.form.cooperative ?? "")).words
    let place = places.place(form: report.form.region, words: words)
    let present = Set(groups.filter { !$0.value.matches(in: words).isEmpty }.keys)
    var finding = rank(words, present)
    if let chosen = report.topic { finding.state(chosen) }
    let kind = kind(of: report, words)
    return Classification(
      topic: finding.topic, kind: kind.value, region: place.region, candidates: place.candidates,
      membershipArea: membershipArea(report, words, present), confidence: finding.confidence,
      sure: finding.confidence >= threshold, clues: finding.clues + kind.clues + place.clues,
      guesses: finding.guesses, contradictions: place.contradictions, model: model)
  }
}

extension Classifier {
  private func rank(_ words: [String], _ present: Set<String>) -> TopicFinding {
    var scores = [Double](repeating: 0, count: topics.count)
    var clues = [[Clue]](repeating: [], count: topics.count)
    for term in terms.matches(in: words) {
      scores[term.owner] += term.weight
      if term.weight > 0 { clues[term.owner].append(Clue(found: term.text, meaning: topics[term.owner].code.text)) }
    }
    for (index, topic) in topics.enumerated() {
      guard let group = topic.needs, !present.contains(group) else { continue }
      scores[index] /= 3
    }
    let order = scores.indices.sorted { (scores[$0], -$0) > (scores[$1], -$1) }
    let (best, second) = (order[0], order[1])
    let guesses = order.prefix(3).filter { scores[$0] > 0 }.map { index in
      Guess(
        topic: topics[index].code,
        confidence: Self.confidence(scores[index], against: scores[index == best ? second : best]))
    }
    return TopicFinding(
      topic: topics[best].code, confidence: guesses.first?.confidence ?? 0, clues: Array(clues[best].prefix(8)),
      guesses: guesses)
  }

  /// How far ahead the score is, and how much there was to go by: 3 points are one clear word.
  private static func confidence(_ score: Double, against other: Double) -> Double {
    guard score > 0 else { return 0 }
    let lead = score / (score + max(other, 0))
    let weight = min(1, score / 4)
    return (lead * weight * 100).rounded() / 100
  }

  /// The form wins; then what the words sound like; a complaint where nothing speaks.
  private func kind(of report: Report, _ words: [String]) -> (value: CaseKind, clues: [Clue]) {
    if let stated = report.form.kind { return (stated, [Clue(found: "form: kind", meaning: stated.rawValue)]) }
    var scores = [0.0, 0.0, 0.0]
    var clues: [[Clue]] = [[], [], []]
    let marks = report.text.contains("?") ? ["?"] : []
    for term in kindTerms.matches(in: words + marks) {
      scores[term.owner] += term.weight
      clues[term.owner].append(Clue(found: term.text, meaning: Self.kinds[term.owner].rawValue))
    }
    // A complaint is wordy and a wish is told in one word: a wish outweighs, a question needs to be ahead.
    scores[2] *= 2
    let best = scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) } ?? 0
    return (Self.kinds[best], Array(clues[best].prefix(3)))
  }

  private func membershipArea(_ report: Report, _ words: [String], _ present: Set<String>) -> MembershipArea? {
    // A KDMP's members live in one village, whatever the form says.
    if present.contains("kdmp") { return .regency }
    return report.form.membershipArea
  }
}

/// The topics by how well they fit.
private struct TopicFinding {
  var topic: TopicCode
  var confidence: Double
  var clues: [Clue]
  var guesses: [Guess]

  /// What the reporter chose counts, and is sure; the words' own guesses stay beside it.
  mutating func state(_ chosen: TopicCode) {
    topic = chosen
    confidence = 1
    clues = [Clue(found: "form: topic", meaning: chosen.text)]
  }
}
