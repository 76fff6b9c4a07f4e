/// Which publishes wait for their confirm. Pure: it says what became of whom, its owner tells them.
struct ConfirmWindow<Waiter> {
  private struct Entry {
    let waiter: Waiter
    let exchange: String
    let routingKey: String
    let messageID: String?
    var returned: PublishOutcome?
  }

  private var entries: [UInt64: Entry] = [:]
  private var lowest: UInt64 = 1
  private var next: UInt64 = 1

  var count: Int { entries.count }

  /// Notes a publish; the broker counts the same way, from 1, on each channel.
  mutating func add(_ outgoing: Publication, _ waiter: Waiter) {
    entries[next] = Entry(
      waiter: waiter, exchange: outgoing.exchange, routingKey: outgoing.routingKey,
      messageID: outgoing.message.messageID)
    next += 1
  }

  /// A return names no tag and comes before its ack: it belongs to the oldest publish that looks like it.
  mutating func markReturned(
    exchange: String, routingKey: String, messageID: String?, outcome: PublishOutcome
  ) {
    for tag in lowest..<next {
      guard let entry = entries[tag], entry.returned == nil, entry.exchange == exchange,
        entry.routingKey == routingKey, entry.messageID == messageID
      else { continue }
      entries[tag]?.returned = outcome
      return
    }
  }

  /// - Returns: who is settled, and how.
  mutating func settle(
    _ tag: UInt64, multiple: Bool, _ outcome: PublishOutcome
  ) -> [(waiter: Waiter, outcome: PublishOutcome)] {
    var settled: [(Waiter, PublishOutcome)] = []
    guard !multiple || lowest < next else { return [] }
    let tags = multiple && tag >= lowest ? lowest...min(tag, next - 1) : tag...tag
    for tag in tags {
      guard let entry = entries.removeValue(forKey: tag) else { continue }
      settled.append((entry.waiter, entry.returned ?? outcome))
    }
    while lowest < next, entries[lowest] == nil { lowest += 1 }
    return settled
  }

  /// Forgets all, as on a new channel.
  mutating func reset() {
    entries = [:]
    lowest = 1
    next = 1
  }
}
