import GRDB
import Operations
import Messaging

/// What the classifier says of itself at `/status`.
struct ClassifierStatus {
  let inForce: ModelInForce
  let store: Store

  func add(to board: StatusBoard) {
    board.add("model") { [inForce] in "\(inForce.classifier.modelID), \(inForce.classifier.topics.count) topics" }
    board.add("known") { [inForce] in
      "\(inForce.classifier.placeCount) places, \(inForce.classifier.cooperativeCount) cooperatives"
    }
    board.add("corrections") { [pool = store.pool] in
      let count = try? await pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM corrections") }
      return count.flatMap { $0 }.flatMap { $0 == 0 ? nil : "\($0) kept; learn them with `classifier train`" }
    }
  }
}
