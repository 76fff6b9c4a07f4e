import Units
package import Cases
import StrictYAML
package import WorkingTime
package import Texts

/// A sentence of the policy: when it holds, who answers, who gets a copy, by when, and why. A class, because
/// deciding looks at many rules and copies none.
package final class Rule: Sendable {
  package let id: String
  package let place: FileLocation
  /// Where each name in it stands.
  private let places: [String: FileLocation]
  package let when: Conditions
  package let to: Target
  /// The ministry's unit in charge: it answers where the target names none, and stands above the offices.
  package let ministry: UnitCode?
  package let cc: [Target]
  /// The deadline class by kind; the book has one for kinds that are not named.
  package let deadlines: [CaseKind: String]
  /// A sentence for people.
  package let reason: String
  /// The law or regulation that the reason rests on.
  package let source: String
  /// Whom to ask about the rule.
  package let owner: UnitCode
  package let validity: Validity
  package let examples: [Example]
  package let counterexamples: [Example]
  let specificity: Specificity
  /// All that decides, in one writing.
  let canonical: String

  init(
    id: String, place: FileLocation, places: [String: FileLocation], when: Conditions, to: Target, ministry: UnitCode?,
    cc: [Target],
    deadlines: [CaseKind: String], reason: String, source: String, owner: UnitCode, validity: Validity,
    examples: [Example], counterexamples: [Example], canonical: String
  ) {
    self.id = id
    self.place = place
    self.places = places
    self.when = when
    self.to = to
    self.ministry = ministry
    self.cc = cc
    self.deadlines = deadlines
    self.reason = reason
    self.source = source
    self.owner = owner
    self.validity = validity
    self.examples = examples
    self.counterexamples = counterexamples
    self.canonical = canonical
    specificity = Specificity(when)
  }

  /// Where a name stands, also as in `parent of NAME`; the rule's own place where it does not.
  func place(of name: String) -> FileLocation {
    places[name] ?? places.first { $0.key.hasSuffix(" \(name)") }?.value ?? place
  }

  /// Cases that the rule decides, or does not.
  package struct Example: Sendable {
    package let place: FileLocation
    package let given: Facts
    package let unit: UnitCode?
    package let cc: [UnitCode]?
    package let deadline: String?
    /// The rule that decides a counterexample, if it is stated.
    package let rule: String?
    /// The only day on which it is tried.
    package let day: Day?
  }
}
