import Units
package import Cases
import WorkingTime

/// What a backtest has found.
package struct BacktestTally: Sendable {
  /// A change as the matrix counts it.
  package struct Move: Hashable, Sendable {
    package let topic: TopicCode
    package let province: RegionCode?
    /// A unit's code; the offices of a province's kabupaten and kota together are `dinas.35.*`.
    package let from: String
    package let to: String
  }

  /// A case that changes.
  package struct Sample: Sendable {
    package let past: PastCase
    package let before: Decision
    package let after: Decision
  }

  package static let maximumSamples = 10
  package private(set) var cases = 0
  package private(set) var changed = 0
  /// Of those: the same unit, but other copies or another deadline.
  package private(set) var onlyCopiesOrDays = 0
  package private(set) var moves: [Move: Int] = [:]
  package private(set) var casesByTopic: [TopicCode: Int] = [:]
  package private(set) var casesByProvince: [RegionCode?: Int] = [:]
  package private(set) var samples: [Sample] = []

  package init() {}

  package var share: Double { cases == 0 ? 0 : Double(changed) / Double(cases) }

  mutating func add(_ past: PastCase, _ before: Decision, _ after: Decision) {
    cases += 1
    casesByTopic[past.facts.topic, default: 0] += 1
    casesByProvince[past.facts.region?.province, default: 0] += 1
    guard after.differs(from: before) else { return }
    changed += 1
    if before.unit.code == after.unit.code { onlyCopiesOrDays += 1 }
    let move = Move(
      topic: past.facts.topic, province: past.facts.region?.province, from: before.unit.code.place,
      to: after.unit.code.place)
    moves[move, default: 0] += 1
    if moves[move] == 1 || samples.count < Self.maximumSamples {
      keep(Sample(past: past, before: before, after: after))
    }
  }

  /// A case of each move is worth more than ten of one.
  private mutating func keep(_ sample: Sample) {
    if samples.count < Self.maximumSamples { return samples.append(sample) }
    let kinds = Dictionary(grouping: samples.indices) { samples[$0].rules }
    guard let double = kinds.values.first(where: { $0.count > 1 })?.last, kinds[sample.rules] == nil else { return }
    samples[double] = sample
  }

  package mutating func add(_ other: BacktestTally) {
    cases += other.cases
    changed += other.changed
    onlyCopiesOrDays += other.onlyCopiesOrDays
    moves.merge(other.moves, uniquingKeysWith: +)
    casesByTopic.merge(other.casesByTopic, uniquingKeysWith: +)
    casesByProvince.merge(other.casesByProvince, uniquingKeysWith: +)
    for sample in other.samples { keep(sample) }
  }

  /// How many changed, by something that a move has.
  package func changed<Key: Hashable>(by key: (Move) -> Key) -> [Key: Int] {
    moves.reduce(into: [:]) { $0[key($1.key), default: 0] += $1.value }
  }
}

extension UnitCode {
  fileprivate var place: String { isOffice && text.utf8.count > 8 ? "\(text.prefix(8)).*" : text }
}

extension BacktestTally.Sample {
  /// Which rule gave way to which.
  fileprivate var rules: [String] { [before.rule, after.rule] }
}
