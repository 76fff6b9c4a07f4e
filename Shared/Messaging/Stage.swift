/// One event in, one transaction, any number of events out.
///
/// The runtime does the rest: skip what was heard before, a savepoint for each message, inbox, state and
/// outbox in one commit, the acknowledgement, the publishing with confirms, later tries, dead letters.
package protocol Stage: Sendable {
  associatedtype Input: Consumable

  /// Runs inside the transaction, so it must not do anything but compute and use the work's database.
  /// - Returns: what becomes of the message.
  /// - Throws: "not now": the message is kept and tried again later.
  func handle(_ input: Input, in work: borrowing Work) throws -> Verdict

  /// Tells a sender which of its messages, by their ids, were not kept: too many wait already.
  func refuse(surplus ids: [String?], of sender: String, in work: borrowing Work) throws
}

extension Stage {
  package func refuse(surplus ids: [String?], of sender: String, in work: borrowing Work) throws {}
}
