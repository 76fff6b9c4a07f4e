import ClassifierCore
import Foundation
import GRDB
import Messaging
import Topics

/// Which model decides. Finding it changes nothing: only the service that starts puts it into force.
enum ModelChoice {
  /// The one in force.
  case inForce(ModelFile)
  /// The shipped one, where none was in force, or only an older shipped one.
  case shipped(ModelFile)
  /// A new one, since the topic files have changed, with the corrections that the last one had learnt.
  case trained(TopicTraining)

  static func current(for set: TopicSet, in db: Database) throws -> ModelChoice {
    let last = try ModelTable.last(in: db).map { try ModelTable.find($0.model, in: db) }
    if let last, last.fits(set) { return .inForce(last) }
    let shipped = try ModelFile.shipped()
    let learnt = last?.head.topics?.lastCorrection ?? 0
    if shipped.fits(set), learnt == 0 { return .shipped(shipped) }
    return .trained(try TopicTraining(set, corrections: try CorrectionTable.all(through: learnt, in: db)))
  }

  /// Trains where that has to be; takes seconds then.
  func model() throws -> ModelFile {
    switch self {
    case .inForce(let model), .shipped(let model): model
    case .trained(let training): try training.model()
    }
  }

  /// Why the model is put into force; nil where it is already.
  private var news: String? {
    switch self {
    case .inForce: nil
    case .shipped: "came with the program"
    case .trained: "trained anew, since the topic files have changed"
    }
  }

  /// Puts the model into force.
  /// - Returns: the model, and why, where that is news.
  func adopt(in store: Store) async throws -> (model: ModelFile, news: String?) {
    let model = try model()
    guard let news else { return (model, nil) }
    try await store.write { try ModelTable.use(model, reason: news, at: Date(), in: $0) }
    return (model, "\(model.id): \(news)")
  }
}
