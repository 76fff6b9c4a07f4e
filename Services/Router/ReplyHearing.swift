import Cases
import Contract
import Foundation
import RouterCore
import Stage

/// A unit's message as it came, whatever it holds: what is wrong with it is told to the unit.
struct ReplyHearing: Hearable {
  /// Who sent it: the account that the broker vouches for, or else the routing key, which the broker lets
  /// only that account use.
  let sender: UnitCode?
  let isVouched: Bool
  let id: String?
  let text: String
  let inboxKey: String
  private let body: Data
  private let parsed: Result<UnitReply, DecodingError>

  static func admission(of incoming: Incoming) -> Admission {
    incoming.exchange == BrokerNames.repliesExchange
      ? .taken : .refused("found exchange '\(incoming.exchange.prefix(80))', expected '\(BrokerNames.repliesExchange)'")
  }

  init(hearing incoming: Incoming) throws {
    let message = incoming.message
    let account = message.userID
    isVouched = account != nil
    sender = try? UnitCode(account ?? incoming.routingKey)
    body = message.body
    text = String(decoding: message.body.prefix(8000), as: UTF8.self)
    do {
      parsed = .success(try EventCoding.decode(UnitReply.self, from: message.body))
    } catch let error as DecodingError {
      parsed = .failure(error)
    }
    id = message.messageID ?? (try? parsed.get().id?.text)
    // Ids are the unit's own: one unit's id says nothing about another's, and a corrected reply under the same
    // id is another reply. Without an id only the case's state tells a second one.
    let once = id.map { "\($0)/\(Fingerprint.of(message.body))" } ?? UUID().uuidString
    inboxKey = "\(account ?? incoming.routingKey)/\(once)"
  }

  var number: CaseNumber? { try? parsed.get().number }

  /// The reply, if it can be one.
  func checked() throws(ActionRefused) -> UnitReply {
    guard isVouched else {
      throw ActionRefused(
        reason: "the message has no user_id property",
        expected: "user_id set to the unit's account, which the broker checks")
    }
    guard body.count <= EventCoding.maximumBytes else {
      throw ActionRefused(
        reason: "the message has \(body.count) bytes", expected: "at most \(EventCoding.maximumBytes)")
    }
    switch parsed {
    case .success(let reply): return reply
    case .failure(let error):
      throw ActionRefused(
        reason: error.explanation, expected: #"JSON such as {"number":"4827193059","action":"answer","text":"..."}"#)
    }
  }
}

extension UnitReply {
  /// What the unit does, with the text it needs.
  var caseAction: CaseAction {
    get throws(ActionRefused) {
      switch action {
      case .accept: return .accept
      case .ask: return .ask(try needed("the question for the reporter"))
      case .answer: return .answer(try needed("the answer for the reporter"))
      case .close: return .close(text)
      case .correct:
        let correction = Correction(
          topic: topic, kind: kind?.word, region: region, membershipArea: membershipArea?.word,
          reason: try needed("why it is so"))
        guard topic != nil || kind != nil || region != nil || membershipArea != nil else {
          throw ActionRefused(
            reason: "correct without a correction", expected: "'topic', 'kind', 'region' or 'membership_area'")
        }
        return .correct(correction)
      case .transfer:
        guard let to else {
          throw ActionRefused(reason: "transfer without 'to'", expected: "the code of the unit whose case it is")
        }
        return .transfer(to: to, reason: try needed("why it is that unit's case"))
      }
    }
  }

  private func needed(_ meaning: String) throws(ActionRefused) -> String {
    let words = (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    guard !words.isEmpty else { throw ActionRefused(reason: "\(action.rawValue) without 'text'", expected: meaning) }
    guard words.count <= UnitReply.maximumText, words.utf8.count <= UnitReply.maximumBytes else {
      throw ActionRefused(
        reason: "'text' has \(words.count) characters in \(words.utf8.count) bytes",
        expected: "at most \(UnitReply.maximumText) characters in \(UnitReply.maximumBytes) bytes")
    }
    return words
  }
}
