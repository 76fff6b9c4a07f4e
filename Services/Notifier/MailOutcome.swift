import AMQP

/// What became of a mail.
enum MailOutcome: Sendable, Equatable {
  case sent
  /// The server or the way to it is in trouble: tried again, for as long as it takes.
  case later(String)
  /// The server refuses this mail or this address for good: a person must look.
  case failed(String)

  /// Not tried, because the service stops.
  case unsent

  static let pauses = Backoff(first: .seconds(2), longest: .seconds(1800))
}
