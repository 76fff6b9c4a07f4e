import NIOConcurrencyHelpers

/// Further pages of the admin door, which other parts of the service answer.
package final class AdminPages: Sendable {
  package typealias Page = @Sendable (_ query: [String: String]) async throws -> String

  private let pages = NIOLockedValueBox<[String: Page]>([:])

  package init() {}

  /// - Parameter path: such as `ledger/cases`.
  package func add(_ path: String, _ page: @escaping Page) { pages.withLockedValue { $0[path] = page } }

  package subscript(path: String) -> Page? { pages.withLockedValue { $0[path] } }
}
