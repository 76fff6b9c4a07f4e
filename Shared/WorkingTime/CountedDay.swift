/// A day of a count.
package struct CountedDay: Sendable, Equatable {
  package let day: Day
  /// Which working day it is, from 1; nil if it is free.
  package let count: Int?
  /// Why it is free, if not for the weekday.
  package let holiday: Holiday?
}
