import Threads

/// What became of a mail.
enum MailOutcome: Sendable, Equatable {
  case sent
  /// The server or the way to it is in trouble: tried again for some days.
  case later(String)
  /// The server refuses this mail for good, as it says; a few more tries, since filters change their minds.
  case refused(String)
  /// This address does not exist, or the notice cannot be written: a person must look.
  case failed(String)

  /// Not tried, because the service stops.
  case unsent

  /// How often a refused mail is tried.
  static let triesOfRefused = 3
  /// How long anything is tried: RFC 5321, section 4.5.4.1.
  static let patience: Double = 5 * 86_400

  static let pauses = Backoff(first: .seconds(2), longest: .seconds(1800))
}
