import Units
package import Cases
package import Foundation
import WorkingTime

/// Several cases about one cooperative and one topic.
package struct Situation: Sendable, Equatable {
  package let id: SituationID
  package let key: SituationKey
  package let since: Date
  package var lastAt: Date
  package var cases: Int
  package var isNoticed: Bool

  package init(id: SituationID, key: SituationKey, since: Date, lastAt: Date, cases: Int, isNoticed: Bool) {
    self.id = id
    self.key = key
    self.since = since
    self.lastAt = lastAt
    self.cases = cases
    self.isNoticed = isNoticed
  }
}
