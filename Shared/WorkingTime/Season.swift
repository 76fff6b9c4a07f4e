/// Days with hours of their own, such as those of Ramadan.
package struct Season: Sendable, Hashable {
  package let name: String
  package let from: Day
  package let until: Day
  package let hours: WeekHours

  package init(name: String, from: Day, until: Day, hours: WeekHours) {
    self.name = name
    self.from = from
    self.until = until
    self.hours = hours
  }

  func contains(_ day: Day) -> Bool { from <= day && day <= until }
}
