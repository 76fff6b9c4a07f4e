package import Cases
package import Foundation

/// A step of a case, as its reporter sees it.
package struct HistoryEntry: Sendable, Equatable {
  package var state: CaseState
  package var at: Date
  package var unitName: String?
  /// The unit's question or answer, the reporter's own word: only for who gives the second factor.
  package var text: String?

  package init(state: CaseState, at: Date, unitName: String?, text: String?) {
    self.state = state
    self.at = at
    self.unitName = unitName
    self.text = text
  }
}
