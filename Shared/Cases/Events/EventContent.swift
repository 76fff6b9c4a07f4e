/// What a reader takes of a fact: all of it (an `Event`), or the few fields that it uses (an outline). What an outline
/// leaves out may be anything: it is not decoded.
package protocol EventContent: Decodable, Sendable, Equatable {
  static var type: EventType { get }

  /// What it speaks of: a case's number, where there is one. Also the message's correlation id.
  var subject: String { get }
}
