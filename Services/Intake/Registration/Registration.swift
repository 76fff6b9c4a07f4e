import Cases
import Foundation
import IntakeCore
import Messaging

/// A checked report on its way into the database.
struct Registration: Sendable {
  let submission: Submission
  let attachments: [Attachment]
  let once: IdempotencyKey?
  /// The case numbers that the text names, whether there are such cases or not.
  let named: [CaseNumber]
  /// What is said to such a message at once.
  let answer: String?
  let trace: TraceContext
  /// The key of the channel that sent it; nil without one.
  let sender: String?
}

/// Makes a repeated request give the same case.
struct IdempotencyKey: Sendable {
  /// Door and key: two doors' keys are apart.
  let key: String
  /// Of the body: the same key with another body is an error.
  let fingerprint: String
}

/// What the reporter gets.
struct Receipt: Sendable, Equatable {
  let number: CaseNumber
  let code: String
  /// Whether the case was there already.
  let isReplay: Bool
  /// What is said at once, to a message that is no case.
  var answer: String?
}

/// The idempotency key was used before for something else.
struct IdempotencyKeyReused: Error {}
