package import Cases
package import Foundation

/// A case as the router keeps it: who has it, in which state, by when it must be answered.
package struct Assignment: Sendable, Equatable {
  package var number: CaseNumber
  package var unit: UnitCode
  package var state: CaseState
  /// Since when it is in that state.
  package var stateSince: Date
  /// The sequence of the last event that was said about the case.
  package var sequence: Int
  package var transfers: Int
  package var clock: AssignmentClock
  /// The case's place: it tells which book watches it.
  package var region: RegionCode?
  /// The ministry's unit in charge, at the top of the line.
  package var ministry: UnitCode?

  package init(
    number: CaseNumber, unit: UnitCode, state: CaseState, stateSince: Date, sequence: Int, transfers: Int = 0,
    clock: AssignmentClock, region: RegionCode?, ministry: UnitCode?
  ) {
    self.number = number
    self.unit = unit
    self.state = state
    self.stateSince = stateSince
    self.sequence = sequence
    self.transfers = transfers
    self.clock = clock
    self.region = region
    self.ministry = ministry
  }

  package var deadline: Deadline { clock.deadline }

  /// Whether a unit may act on the case: the one that has it; once it is overdue also those above that were told,
  /// and the call centre.
  package func mayAct(_ unit: UnitCode) -> Bool {
    unit == self.unit || (clock.steps > 0 && (clock.told.contains(unit) || unit == .triage))
  }
}

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
