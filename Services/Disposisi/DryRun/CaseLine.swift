import Requests
import Cases
import ClassifierCore
import Foundation
import IntakeCore
import Operations
import Places
import RouterPolicy
import RouterLifecycle
import Texts
import Topics

/// A line of a file of cases.
struct CaseLine: Decodable {
  struct GivenFacts: Decodable {
    let topic: TopicCode
    let kind: CaseKind
    let region: RegionCode?
    let membershipArea: MembershipArea?

    enum CodingKeys: String, CodingKey {
      case topic, kind, region
      case membershipArea = "membership_area"
    }
  }

  struct Expectation: Decodable {
    let topic: TopicCode?
    /// Topics that are right too.
    let also: [TopicCode]?
    let kind: CaseKind?
    let region: RegionCode?
    let unit: UnitCode?
    let cc: [UnitCode]?

    var topics: [TopicCode] { [topic].compactMap { $0 } + (also ?? []) }
  }

  let id: String
  let text: String
  let channel: String?
  let facts: GivenFacts?
  let expect: Expectation?
  /// What a channel would post of it, and where it stands; see `CaseFile`.
  fileprivate(set) var draft = ReportDraft()
  fileprivate(set) var location = FileLocation("")

  enum CodingKeys: String, CodingKey { case id, text, channel, facts, expect }
}

/// What becomes of a case, found by the production cores and no broker.
struct CaseOutcome {
  let classification: Classification
  let decision: Decision

  /// As exact as lines expect it: a kabupaten or kota, or a province.
  var region: RegionCode? { classification.region.map { $0.regency ?? $0 } }

  /// Whether no person looks at it first.
  var isRouted: Bool { decision.unit.code != .triage }

  var json: [String: JSONValue] {
    [
      "topic": .text(classification.topic.text), "kind": .text(classification.kind.rawValue),
      "region": region.map { .text($0.text) } ?? .null,
      "candidates": .list(classification.candidates.map { .text($0.text) }),
      "unit": .text(decision.unit.code.text), "cc": .list(decision.cc.map { .text($0.text) }),
      "rule": .text(decision.rule), "reason": .text(decision.reason), "deadline": .text(decision.deadlineName),
      "working_days": .integer(decision.workingDays), "confidence": .number(classification.confidence),
      "sure": .bool(classification.sure),
    ]
  }
}

/// The cores that production runs, put together for one process.
struct DryRun {
  private let classifier: Classifier
  private let door: DraftCheck
  private let book: RuleBook
  private let today = CaseMachine.today(Date())

  init(_ options: DryRunOptions) throws {
    let gazetteer = try options.places.reduce(try Gazetteer.shipped()) {
      try $0.adding(csv: TextFolder.file($1), file: $1)
    }
    let topics = try TopicSet.of(options.topics ?? "", read: TextFolder.read)
    let registry = try options.cooperatives.map {
      try CooperativeRegistry(table: TextFolder.file($0), file: $0)
    }
    classifier = try Classifier(
      topics, model: Self.model(options.model, topics), gazetteer: gazetteer,
      registry: registry ?? CooperativeRegistry())
    door = DraftCheck(services: topics.topics.map(\.code), gazetteer: gazetteer)
    let reference = RuleBook.ReferenceData(gazetteer: gazetteer, topics: topics.topics.map(\.code))
    let files = try options.book.map { BookFiles(texts: try TextFolder.read($0, BookFiles.isNamed)) }
    self.book = try RuleBook(files ?? .shipped, reference)
  }

  private static func model(_ path: String?, _ topics: TopicSet) throws -> ModelFile {
    try path.map { try ModelFile(TextFolder.bytes($0), file: $0) } ?? .made(for: topics)
  }

  /// - Throws: `FileProblem` for what the doors refuse.
  func outcome(of line: CaseLine) throws -> CaseOutcome {
    let report: Report
    do { report = try door.check(line.draft, names: .json, channel: .web, at: Date()).report } catch {
      throw FileProblem(line.location, error.problems.map(\.line).joined(separator: "; "))
    }
    var classification = classifier.classify(report)
    if let given = line.facts {
      classification.topic = given.topic
      classification.kind = given.kind
      classification.region = given.region
      classification.membershipArea = given.membershipArea
      classification.confidence = 1
      classification.sure = true
    }
    return CaseOutcome(classification: classification, decision: book.decide(Facts(classification, report), on: today))
  }
}

/// The lines of a file, or of standard input where the name is `-`.
enum CaseFile {
  static func lines(_ name: String) throws -> [CaseLine] { try JSONLine.read(name).map(line) }

  /// What `POST /cases` knows of a line; the rest is for this program alone.
  private static let posted: Set = ["text", "channel", "form"]

  private static func line(_ read: JSONLine) throws -> CaseLine {
    var line = try read.decode(CaseLine.self)
    line.location = read.location
    let all = try JSONSerialization.jsonObject(with: read.bytes) as? [String: Any] ?? [:]
    do {
      line.draft = try ReportDraft(
        json: JSONSerialization.data(withJSONObject: all.filter { posted.contains($0.key) }))
    } catch let error as FieldProblem {
      throw FileProblem(read.location, error.line)
    }
    return line
  }
}
