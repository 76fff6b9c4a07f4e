import Cases

/// Indonesia's three time zones; none has summer time.
package enum TimeZoneName: String, Sendable, CaseIterable {
  case western = "WIB"
  case central = "WITA"
  case eastern = "WIT"

  package var offsetSeconds: Int {
    switch self {
    case .western: 7 * 3600
    case .central: 8 * 3600
    case .eastern: 9 * 3600
    }
  }
}
