import RouterPolicy
import Cases
package import Foundation
import WorkingTime

/// What becomes of a timer when its time has come.
package enum TimerOutcome: Sendable {
  /// Nobody is at work: later.
  case postponed(until: Date)
  case fired(Assignment, [NumberedFact])
}
