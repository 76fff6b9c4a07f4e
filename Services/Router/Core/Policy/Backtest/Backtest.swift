import Units
import Cases
package import WorkingTime

/// Past cases under another book: what would change.
package struct Backtest: Sendable {
  package let old: RuleBook
  package let new: RuleBook
  package let day: Day

  package init(old: RuleBook, new: RuleBook, day: Day) {
    self.old = old
    self.new = new
    self.day = day
  }

  package func run(_ cases: some Sequence<PastCase>) -> BacktestTally {
    var tally = BacktestTally()
    for past in cases {
      let (before, after) = (old.decide(past.facts, on: day), new.decide(past.facts, on: day))
      tally.add(past, before, after)
    }
    return tally
  }
}
