import Cases
import Digests
import Foundation
import Hummingbird
import NIOConcurrencyHelpers

/// Documents that are made when they are first asked for.
package final class DocumentCache: Sendable {
  private let documents = NIOLockedValueBox<[String: ConstantDocument]>([:])

  package init() {}

  /// - Parameter name: one of so many that are known: each stays.
  package func document(_ name: String, _ make: () throws -> ConstantDocument) rethrows -> ConstantDocument {
    if let known = documents.withLockedValue({ $0[name] }) { return known }
    let made = try make()
    documents.withLockedValue { $0[name] = made }
    return made
  }
}
