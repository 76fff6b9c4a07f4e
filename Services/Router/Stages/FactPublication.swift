import Cases
import Messaging
import RouterLifecycle

/// Says what a step has made known, in the same commit as the step.
enum FactPublication {
  /// - Parameters:
  ///   - assignment: the case as it was before the step.
  ///   - actor: the unit whose step it is; nil is the reporter, or the clock.
  static func say(
    _ facts: [NumberedFact], of assignment: Assignment, by actor: UnitCode? = nil, _ work: borrowing Work
  ) throws {
    for numbered in facts {
      for telling in numbered.fact.tellings(of: assignment, by: actor) {
        try say(telling, sequence: numbered.sequence, work)
      }
    }
  }

  private static func say(_ telling: Telling, sequence: Int, _ work: borrowing Work) throws {
    let event = telling.fact.event
    if telling.tellsServices {
      try work.emit(event, sequence: sequence, to: telling.units)
    } else {
      try work.emit(onlyTo: telling.units, event, sequence: sequence)
    }
  }
}
