package import Cases
package import struct Foundation.Date

/// A report that was checked.
package struct Submission: Sendable, Equatable {
  package var report: Report
  package var contact: Contact?
  package var language: Language
  package var location: Location?
  /// When it was received on paper; nil for now.
  package var receivedAt: Date?
}
