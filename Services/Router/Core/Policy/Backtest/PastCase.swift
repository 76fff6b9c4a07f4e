import Units
import Cases
import WorkingTime

/// A case that was decided before.
package struct PastCase: Sendable {
  package let name: String
  package let facts: Facts

  package init(name: String, facts: Facts) {
    self.name = name
    self.facts = facts
  }
}
