import Cases
import Contract
import Foundation
import RouterPolicy
import RouterLifecycle
import Messaging
import Texts

/// A unit's message as it came, whatever it holds: what is wrong with it is told to the unit.
struct ReplyInput: Consumable {
  /// Who sent it: the account that the broker vouches for, or else the routing key, which the broker lets
  /// only that account use.
  let sender: UnitCode?
  let isVouched: Bool
  let id: String?
  let text: String
  let deduplicationKey: String
  private let parsed: Result<UnitReply, InvalidAction>

  static func admission(of incoming: Incoming) -> Admission {
    incoming.exchange == BrokerNames.repliesExchange
      ? .taken : .refused("found exchange '\(incoming.exchange.prefix(80))', expected '\(BrokerNames.repliesExchange)'")
  }

  static func sender(of incoming: Incoming) -> String? { incoming.message.userID ?? incoming.routingKey }

  init(consuming incoming: Incoming) throws {
    let message = incoming.message
    let account = message.userID
    isVouched = account != nil
    sender = try? UnitCode(account ?? incoming.routingKey)
    text = String(decoding: message.body.prefix(2000), as: UTF8.self).cleaned
    parsed = try Self.parse(message.body)
    id = message.messageID ?? (try? parsed.get().id?.text)
    // Ids are the unit's own: one unit's id says nothing about another's, and a corrected reply under the same
    // id is another reply. Without an id only the case's state tells a second one.
    let once = id.map { "\($0)/\(Fingerprint.of(message.body.prefix(EventCoding.maximumBytes)))" } ?? UUID().uuidString
    deduplicationKey = "\(account ?? incoming.routingKey)/\(once)"
  }

  var number: CaseNumber? { try? parsed.get().number }

  /// Measured before anything is computed on it.
  private static func parse(_ body: Data) throws -> Result<UnitReply, InvalidAction> {
    guard body.count <= EventCoding.maximumBytes else {
      return .failure(
        InvalidAction(
          reason: "the message has \(body.count) bytes", expected: "at most \(EventCoding.maximumBytes)"))
    }
    do {
      return .success(try Strict<UnitReply>.read(body))
    } catch let error as DecodingError {
      return .failure(
        InvalidAction(
          reason: error.explanation.visible,
          expected: #"JSON such as {"number":"4827193059","action":"answer","text":"..."}"#))
    }
  }

  /// The reply, if it can be one.
  func checked() throws(InvalidAction) -> UnitReply {
    guard isVouched else {
      throw InvalidAction(
        reason: "the message has no user_id property",
        expected: "user_id set to the unit's account, which the broker checks")
    }
    return try parsed.get()
  }
}

extension UnitReply: StrictDecodable {
  /// What the unit does, with the text it needs. What says nothing for this action is refused: it was meant to say
  /// something.
  var caseAction: CaseAction {
    get throws(InvalidAction) {
      guard to == nil || action == .transfer else {
        throw InvalidAction(reason: "\(action.rawValue) with 'to'", expected: "'to' with transfer only")
      }
      guard action == .correct || (topic == nil && kind == nil && region == nil && membershipArea == nil) else {
        throw InvalidAction(
          reason: "\(action.rawValue) with a correction",
          expected: "'topic', 'kind', 'region' and 'membership_area' with correct only")
      }
      switch action {
      case .accept: return .accept
      case .ask: return .ask(try needed("the question for the reporter"))
      case .answer: return .answer(try needed("the answer for the reporter"))
      case .close: return .close(try words())
      case .correct:
        let correction = Correction(
          topic: topic, kind: kind?.word, region: region, membershipArea: membershipArea?.word,
          reason: try needed("why it is so"))
        guard topic != nil || kind != nil || region != nil || membershipArea != nil else {
          throw InvalidAction(
            reason: "correct without a correction", expected: "'topic', 'kind', 'region' or 'membership_area'")
        }
        return .correct(correction)
      case .transfer:
        guard let to else {
          throw InvalidAction(reason: "transfer without 'to'", expected: "the code of the unit whose case it is")
        }
        return .transfer(to: to, reason: try needed("why it is that unit's case"))
      }
    }
  }

  private func needed(_ meaning: String) throws(InvalidAction) -> String {
    guard let words = try words() else {
      throw InvalidAction(reason: "\(action.rawValue) without 'text'", expected: meaning)
    }
    return words
  }

  /// The text as citizens will read it; nil if there is none.
  private func words() throws(InvalidAction) -> String? {
    let words = (text ?? "").cleaned
    guard !words.isEmpty else { return nil }
    // As JSON, so that what is said of it fits into an event, with the report.
    let bytes = words.utf8.reduce(0) { $0 + ([0x22, 0x5C, 0x0A, 0x09].contains($1) ? 2 : 1) }
    guard bytes <= UnitReply.maximumBytes, words.count <= UnitReply.maximumText else {
      throw InvalidAction(
        reason: "'text' has \(words.count) characters in \(bytes) bytes of JSON",
        expected: "at most \(UnitReply.maximumText) characters in \(UnitReply.maximumBytes) bytes")
    }
    return words
  }
}
