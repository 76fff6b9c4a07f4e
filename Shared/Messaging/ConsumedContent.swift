import AMQP
import Cases
import Foundation

/// A service's enum of the facts that it hears.
package protocol ConsumedContent: Sendable {
  /// One for each type that the service hears.
  static var readers: [FactReader<Self>] { get }
}
