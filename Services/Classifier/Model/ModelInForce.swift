import ClassifierCore
import NIOConcurrencyHelpers
import Operations

/// The classifier in use: it is changed while cases come in.
final class ModelInForce: Sendable {
  private let current: NIOLockedValueBox<Classifier>
  private let figure = InForceFigure("model")

  init(_ classifier: Classifier) {
    current = NIOLockedValueBox(classifier)
    figure.put(classifier.modelID)
  }

  var classifier: Classifier { current.withLockedValue { $0 } }

  func put(_ classifier: Classifier) {
    current.withLockedValue { $0 = classifier }
    figure.put(classifier.modelID)
  }
}
