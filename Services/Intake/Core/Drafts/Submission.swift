package import Cases

/// A report that was checked.
package struct Submission: Sendable, Equatable {
  package var report: Report
  package var contact: Contact?
  package var language: Language
  package var location: Location?
}
