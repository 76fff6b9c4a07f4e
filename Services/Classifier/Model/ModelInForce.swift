import ClassifierCore
import NIOConcurrencyHelpers

/// The classifier in use: it is changed while cases come in.
final class ModelInForce: Sendable {
  private let current: NIOLockedValueBox<Classifier>

  init(_ classifier: Classifier) { current = NIOLockedValueBox(classifier) }

  var classifier: Classifier { current.withLockedValue { $0 } }

  func put(_ classifier: Classifier) { current.withLockedValue { $0 = classifier } }
}
