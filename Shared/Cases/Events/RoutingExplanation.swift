/// Why a unit got a case, shortened: `router explain NUMBER` tells the rest.
package struct RoutingExplanation: Codable, Sendable, Equatable, Documented {
  /// A condition of the rule and what it met in the case.
  package struct Condition: Codable, Sendable, Equatable, Documented {
    package var name: String
    package var wanted: String
    package var found: String

    package init(name: String, wanted: String, found: String) {
      self.name = name
      self.wanted = wanted
      self.found = found
    }

    package static let fields = [
      "name": "The condition.", "wanted": "What the rule asks for.", "found": "What the case has.",
    ]
  }

  package var conditions: [Condition]
  /// From what the rule says to the unit, a sentence each.
  package var path: [String]
  /// Rules that fit too, or nearly: a sentence each.
  package var closest: [String]
  /// The law or regulation that the rule rests on.
  package var source: String?

  package init(conditions: [Condition], path: [String], closest: [String], source: String?) {
    self.conditions = conditions
    self.path = path
    self.closest = closest
    self.source = source
  }

  package static let fields = [
    "conditions": "The rule's conditions and what they met.", "path": "From what the rule says to the unit.",
    "closest": "Rules that fit too but are less specific, or nearly fit.",
    "source": "The law or regulation that the rule rests on.",
  ]
}
