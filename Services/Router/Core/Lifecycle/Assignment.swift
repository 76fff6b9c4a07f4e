package import Cases
package import Foundation

/// A case as the router keeps it: who has it, in which state, by when it must be answered.
package struct Assignment: Sendable, Equatable {
  package var number: CaseNumber
  package var unit: UnitCode
  /// Units that have a copy of it.
  package var copies: [UnitCode]
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
    number: CaseNumber, unit: UnitCode, copies: [UnitCode] = [], state: CaseState, stateSince: Date, sequence: Int,
    transfers: Int = 0, clock: AssignmentClock, region: RegionCode?, ministry: UnitCode?
  ) {
    self.number = number
    self.unit = unit
    self.copies = copies
    self.state = state
    self.stateSince = stateSince
    self.sequence = sequence
    self.transfers = transfers
    self.clock = clock
    self.region = region
    self.ministry = ministry
  }

  package var deadline: Deadline { clock.deadline }

  /// Who does not answer and is told how it goes on: those that have a copy; once it is overdue also those above that
  /// were told, and the call centre.
  package var watchers: [UnitCode] { (copies + clock.told + (clock.steps > 0 ? [.triage] : [])).once }

  /// Whether a unit may act on the case: the one that has it; once it is overdue also those above that were told,
  /// and the call centre.
  package func mayAct(_ unit: UnitCode) -> Bool {
    unit == self.unit || (clock.steps > 0 && (clock.told.contains(unit) || unit == .triage))
  }
}
