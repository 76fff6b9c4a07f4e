import ClassifierCore
import Foundation
import Stage
import Topics

/// Which model decides when the service starts.
enum ModelChoice {
  /// The one in force; the shipped one before any was; a new one where the topic files have changed since, with
  /// the corrections that the last one had learnt.
  /// - Returns: also why, where that is news.
  static func model(for set: TopicSet, _ store: Store) async throws -> (model: ModelFile, news: String?) {
    let last = try await store.pool.read { db in
      try ModelTable.last(in: db).map { try ModelTable.find($0.model, in: db) }
    }
    if let last, last.fits(set) { return (last, nil) }
    let shipped = try ModelFile.shipped()
    let learnt = last?.head.topics?.lastCorrection ?? 0
    if shipped.fits(set), learnt == 0 {
      return (shipped, try await use(shipped, "came with the program", store))
    }
    let corrections = try await store.pool.read { try CorrectionTable.all(through: learnt, in: $0) }
    let made = try TopicTraining(set, corrections: corrections).model()
    return (made, try await use(made, "trained anew, since the topic files have changed", store))
  }

  private static func use(_ model: ModelFile, _ reason: String, _ store: Store) async throws -> String {
    try await store.write { try ModelTable.use(model, reason: reason, at: Date(), in: $0) }
    return "\(model.id): \(reason)"
  }
}
