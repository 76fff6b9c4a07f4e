package import Cases
package import Foundation

/// The unit's clock for one case: all that is needed to count its deadline anew.
package struct AssignmentClock: Sendable, Equatable {
  package var deadline: Deadline
  /// The day after which the working days are counted; nil for cases from before that was kept.
  package var countedFrom: Date?
  /// Working days that the reporter took.
  package var pausedDays: Int
  /// Since when the clock stands still.
  package var waitingSince: Date?
  package var isReminded: Bool
  /// Steps up the line so far, the units above that were told, and when the last one was.
  package var steps: Int
  package var told: [UnitCode]
  package var steppedAt: Date?

  package init(
    deadline: Deadline, countedFrom: Date?, pausedDays: Int = 0, waitingSince: Date? = nil, isReminded: Bool = false,
    steps: Int = 0, told: [UnitCode] = [], steppedAt: Date? = nil
  ) {
    self.deadline = deadline
    self.countedFrom = countedFrom
    self.pausedDays = pausedDays
    self.waitingSince = waitingSince
    self.isReminded = isReminded
    self.steps = steps
    self.told = told
    self.steppedAt = steppedAt
  }
}
