/// Who asks, as far as an address tells.
package struct ClientAddress: Sendable, Equatable {
  /// What limits go by: an IPv4 address, or the first 64 bits of an IPv6 one, since a customer has that many.
  package let text: String
  /// Whether it is a proxy of ours that asks on its own account: a check of the operator's, no stranger.
  package let isOurs: Bool

  /// - Parameters:
  ///   - peer: the address at the other end of the connection.
  ///   - forwarded: the header `X-Forwarded-For`. What stands there before the last untrusted address is the
  ///     client's own invention.
  ///   - proxies: addresses whose word is taken for who asks.
  package init(peer: String, forwarded: String?, proxies: Set<String>) {
    guard proxies.contains(Self.plain(peer)) else {
      self.init(Self.plain(peer), isOurs: false)
      return
    }
    let hops = (forwarded ?? "").split(separator: ",").suffix(20).map { hop in Self.plain(String(hop)) }
    let client = hops.reversed().first { !proxies.contains($0) && Self.isAddress($0) }
    self.init(client ?? Self.plain(peer), isOurs: hops.isEmpty)
  }

  private init(_ address: String, isOurs: Bool) {
    text = address.contains(":") ? Self.network(address) : address
    self.isOurs = isOurs
  }

  /// Without blanks, brackets and the prefix of IPv4 in IPv6.
  private static func plain(_ address: String) -> String {
    let bare = address.lowercased().filter { !" []\t".contains($0) }
    return bare.hasPrefix("::ffff:") && bare.contains(".") ? String(bare.dropFirst(7)) : bare
  }

  private static func isAddress(_ text: String) -> Bool {
    (2...45).contains(text.utf8.count) && text.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
  }

  private static func network(_ address: String) -> String {
    let halves = address.replacing("::", with: "|", maxReplacements: 1).split(
      separator: "|", omittingEmptySubsequences: false)
    func groups(_ half: Substring) -> [Substring] { half.split(separator: ":") }
    let head = groups(halves[0])
    let tail = halves.count > 1 ? groups(halves[1]) : []
    let zeros = halves.count > 1 ? max(0, 8 - head.count - tail.count) : 0
    let all = head.map(String.init) + Array(repeating: "0", count: zeros) + tail.map(String.init)
    return all.prefix(4).map { $0.drop { $0 == "0" }.isEmpty ? "0" : String($0.drop { $0 == "0" }) }.joined(
      separator: ":")
  }
}
