package import Cases
package import Foundation

/// What a reporter said of a case.
package struct ReporterWord: Sendable, Equatable {
  package var response: ReporterResponse
  package var text: String
  package var at: Date

  package init(response: ReporterResponse, text: String, at: Date) {
    self.response = response
    self.text = text
    self.at = at
  }
}
