import Contract
import Cases

/// Whether a message may be what it says it is; known before anything of its body is read.
package enum Admission: Sendable, Equatable {
  case taken
  /// Nothing for this service, or a later version's fact: acknowledged, counted, and not kept.
  case passedOver
  /// Not said by who may say it, or not where that is said: kept for a person.
  case refused(String)
}

extension Admission {
  /// Whose exchange a fact came by is what the broker vouches for; the key says what may come by it. The message's own
  /// word for its type only has to agree.
  static func ofFact(_ incoming: Incoming) -> Admission {
    guard let hearer = ServiceName(rawValue: incoming.queue) else {
      return .refused("the queue \(incoming.queue) is no service's")
    }
    let type = String((incoming.message.type ?? "none").prefix(60))
    if incoming.exchange == legacyExchange { return ofLegacyFact(incoming, type) }
    let key = "\(hearer.rawValue).\(type)"
    guard incoming.routingKey == key else {
      return .refused("found type '\(type)' under routing key '\(incoming.routingKey.prefix(80))', expected '\(key)'")
    }
    guard let row = Flow.of(EventType(unchecked: type)), row.hearers.contains(hearer) else { return .passedOver }
    guard incoming.exchange == row.speaker.exchange else {
      return .refused(
        "found \(type) on exchange '\(incoming.exchange.prefix(80))', expected '\(row.speaker.exchange)': only \(row.speaker.rawValue) says it"
      )
    }
    return .taken
  }

  /// Where all facts went before; nobody has the right to write to it any more, so what comes by it has waited since then.
  private static let legacyExchange = "cases"

  private static func ofLegacyFact(_ incoming: Incoming, _ type: String) -> Admission {
    guard incoming.routingKey == type else {
      return .refused("found type '\(type)' under routing key '\(incoming.routingKey.prefix(80))', expected the type")
    }
    guard let row = Flow.of(EventType(unchecked: type)) else { return .passedOver }
    guard incoming.message.userID.map({ $0 == row.speaker.rawValue }) ?? true else {
      return .refused(
        "\(type) was said by '\(incoming.message.userID?.prefix(80) ?? "")', expected \(row.speaker.rawValue)")
    }
    return .taken
  }
}
