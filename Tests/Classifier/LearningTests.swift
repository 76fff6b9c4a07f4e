import Cases
import ClassifierCore
import Foundation
import Places
import Messaging
import Testing
import Topics
import TestKit

@testable import ClassifierService

/// What people correct is kept, learnt when somebody says so, and can be taken back.
@Suite struct LearningTests {
  /// Two topics with words that only they have.
  static let files = TopicFiles(texts: [
    "words.yaml": "groups: {}\nkinds: {}", "slang.csv": "short,written\n",
    "topics/simpanan.yaml": topic("simpanan", ["tabungan tidak cair", "deposito hilang", "simpanan macet"]),
    "topics/lahan.yaml": topic("lahan", ["tanah digugat", "gudang bocor", "lokasi gerai ditolak"]),
  ])

  static func topic(_ code: String, _ texts: [String]) -> String {
    let kinds = ["pengaduan", "permintaan_informasi", "aspirasi"]
    let examples = zip(kinds, texts).map { "  \($0): ['\($1)', '\($1) lagi', '\($1) terus']" }
    return "code: \(code)\nname: N\ndescription: d\nexamples:\n\(examples.joined(separator: "\n"))\n"
  }

  static func store() throws -> Store {
    try Store(
      path: NSTemporaryDirectory() + "\(UUID().uuidString).sqlite", migrate: ClassifierSchema.register)
  }

  static func correction(_ number: String, _ text: String, topic: String, was: String) -> CaseCorrected {
    func classification(_ topic: String) -> Classification {
      Classification(
        topic: TopicCode(unchecked: topic), kind: .complaint, confidence: 0.4, sure: false, model: "model-old")
    }
    return CaseCorrected(
      number: CaseNumber(unchecked: number), unit: .triage, reason: "r",
      report: Report(text: text, channel: .web, receivedAt: Date(timeIntervalSince1970: 0)),
      before: classification(was), classification: classification(topic))
  }

  static func keep(_ corrections: [CaseCorrected], _ store: Store) async throws {
    try await store.write { db in
      for one in corrections { try CorrectionTable.add(one, at: Date(timeIntervalSince1970: 60), in: db) }
    }
  }

  @Test func theLastWordOnACaseIsTheExample() async throws {
    let store = try Self.store()
    try await Self.keep(
      [
        Self.correction("1", "a", topic: "lahan", was: "simpanan"),
        Self.correction("2", "b", topic: "lahan", was: "simpanan"),
        Self.correction("1", "a", topic: "simpanan", was: "lahan"),
      ], store)
    let all = try await store.pool.read { try CorrectionTable.all(in: $0) }
    #expect(all.map(\.text) == ["b", "a"] && all.map(\.topic.text) == ["lahan", "simpanan"])
    let early = try await store.pool.read { try CorrectionTable.all(through: 2, in: $0) }
    #expect(early.map(\.topic.text) == ["lahan", "lahan"])
  }

  @Test func whatWasCorrectedIsLearnt() throws {
    let set = try TopicSet(Self.files)
    let text = "kambing bunting koperasi"
    let corrections = (1...6).map {
      TopicTraining.Correction(
        number: Int64($0), text: "\(text) \($0)", topic: TopicCode(unchecked: "lahan"), kind: .suggestion)
    }
    let (before, after) = (try TopicTraining(set).model(), try TopicTraining(set, corrections: corrections).model())
    #expect(before.id != after.id && after.head.topics?.corrections == 6 && after.head.topics?.lastCorrection == 6)
    let classifier = try Classifier(set, model: after, gazetteer: .shipped())
    let found = classifier.classify(Report(text: text, channel: .web, receivedAt: Date(timeIntervalSince1970: 0)))
    #expect(found.topic.text == "lahan" && found.kind == .suggestion && found.model == after.id)
  }

  @Test func theSameFilesAndCorrectionsGiveTheSameModel() throws {
    let set = try TopicSet(Self.files)
    #expect(try TopicTraining(set).model().encoded() == TopicTraining(set).model().encoded())
  }

  @Test func theFirstModelIsTheShippedOne() async throws {
    let (set, store) = (try TopicSet.shipped(), try Self.store())
    let first = try await Self.chosen(set, store)
    #expect(try first.model.id == ModelFile.shipped().id && first.news != nil)
    #expect(try await Self.chosen(set, store).news == nil)
  }

  @Test func otherTopicFilesMeanAnotherModelWithTheCorrectionsOfTheLast() async throws {
    let store = try Self.store()
    try await Self.keep([Self.correction("1", "kambing", topic: "lahan", was: "simpanan")], store)
    let set = try TopicSet(Self.files)
    let corrections = try await store.pool.read { try CorrectionTable.all(in: $0) }
    let learnt = try TopicTraining(set, corrections: corrections).model()
    try await store.write { try ModelTable.use(learnt, reason: "t", at: Date(timeIntervalSince1970: 0), in: $0) }
    try await Self.keep([Self.correction("2", "sapi", topic: "lahan", was: "simpanan")], store)
    var changed = Self.files
    changed.texts["topics/lahan.yaml"]? += "strong: [sertifikat]\n"
    let (model, news) = try await Self.chosen(TopicSet(changed), store)
    #expect(news?.contains("topic files have changed") == true)
    // What came later was not learnt by anybody's word yet.
    #expect(model.head.topics?.corrections == 1 && model.id != learnt.id)
    #expect(try await Self.chosen(TopicSet(changed), store).model.id == model.id)
  }

  @Test func oldCasesAreForgotten() async throws {
    let store = try Self.store()
    let report = Report(text: "t", channel: .web, receivedAt: Date(timeIntervalSince1970: 0))
    let kept = try await store.write { db in
      for (number, day) in [("1", 1.0), ("2", 40)] {
        try ClassifiedCaseTable.add(
          CaseNumber(unchecked: number), report, at: Date(timeIntervalSince1970: day * 86_400), in: db)
      }
      try ClassifiedCaseTable.forgetReports(before: Date(timeIntervalSince1970: 10 * 86_400), in: db)
      var kept: [String] = []
      try ClassifiedCaseTable.eachReport(since: Date(timeIntervalSince1970: 0), in: db) { number, _ in
        kept.append(number.text)
      }
      return kept
    }
    #expect(kept == ["2"])
  }

  /// As the service does when it starts.
  static func chosen(_ set: TopicSet, _ store: Store) async throws -> (model: ModelFile, news: String?) {
    try await store.pool.read { try ModelChoice.current(for: set, in: $0) }.adopt(in: store)
  }
}
