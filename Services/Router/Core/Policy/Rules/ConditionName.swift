import Cases

/// The conditions by name, in the order in which they are told.
package enum ConditionName: String, Sendable, CaseIterable {
  case topic, kind, region
  case membershipArea = "membership_area"
  case cooperative, channel, words, urgency
}
