import Cases
import ClassifierCore
import Foundation
import Operations
import Places
import RouterCore
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
  }

  let id: String
  let text: String
  let channel: String?
  let form: FormFields?
  let facts: GivenFacts?
  let expect: Expectation?
}

/// What becomes of a case, found by the production cores and no broker.
struct CaseOutcome {
  let classification: Classification
  let decision: Decision

  /// Whether no person looks at it first.
  var isRouted: Bool { decision.unit.code != .triage }

  var json: [String: JSONValue] {
    [
      "topic": .text(classification.topic.text), "kind": .text(classification.kind.rawValue),
      "region": classification.region.map { .text(($0.regency ?? $0).text) } ?? .null,
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
    let surroundings = RuleBook.Surroundings(gazetteer: gazetteer, topics: topics.topics.map(\.code))
    let files = try options.book.map { BookFiles(texts: try TextFolder.read($0, BookFiles.isNamed)) }
    self.book = try RuleBook(files ?? .shipped, surroundings)
  }

  private static func model(_ path: String?, _ topics: TopicSet) throws -> ModelFile {
    try path.map { try ModelFile(TextFolder.bytes($0), file: $0) } ?? .made(for: topics)
  }

  func outcome(of line: CaseLine) -> CaseOutcome {
    let report = Report(
      text: line.text, channel: line.channel.flatMap(Channel.init(rawValue:)) ?? .web, form: line.form ?? FormFields(),
      receivedAt: Date())
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
  static func lines(_ name: String) throws -> [CaseLine] {
    let data = name == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: name))
    var lines: [CaseLine] = []
    for (number, line) in data.split(separator: 0x0A).enumerated() {
      do {
        lines.append(try EventCoding.decode(CaseLine.self, from: Data(line)))
      } catch let error as DecodingError {
        throw CaseFileError(description: "\(name), line \(number + 1): \(error.explanation)")
      }
    }
    return lines
  }
}

/// A file of cases that cannot be read.
struct CaseFileError: Error, CustomStringConvertible {
  let description: String
}
