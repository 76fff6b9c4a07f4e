package import struct Foundation.Date

/// By when a unit must answer, in its own working days.
package struct Deadline: Codable, Sendable, Equatable, Documented {
  /// The class of the deadline, as the policy names it.
  package var name: String
  package var workingDays: Int
  package var due: Date

  package init(name: String, workingDays: Int, due: Date) {
    self.name = name
    self.workingDays = workingDays
    self.due = due
  }

  enum CodingKeys: String, CodingKey {
    case name, due
    case workingDays = "working_days"
  }

  package static let fields = [
    "name": "The class of the deadline, as the policy names it.",
    "working_days": "Working days of the unit's calendar, the day of receipt not counted.",
    "due": "The end of the last of them, in the unit's time zone.",
  ]
}
