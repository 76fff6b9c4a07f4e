import RouterPolicy
import Cases
package import Foundation
import WorkingTime

/// Something that is to happen to a case by the clock.
package struct CaseTimer: Sendable, Equatable {
  /// What is to happen.
  package enum Kind: String, Sendable, CaseIterable {
    case remind, overdue, close
  }

  package let kind: Kind
  package let dueAt: Date

  package init(kind: Kind, dueAt: Date) {
    self.kind = kind
    self.dueAt = dueAt
  }
}
