import Foundation

/// Who asks, as far as an address tells.
package struct ClientAddress: Sendable, Equatable {
  /// What limits go by: an IPv4 address, or the first 64 bits of an IPv6 one, since a customer has that many.
  package let text: String
  /// What sums go by: the /24 of an IPv4 address, the /48 of an IPv6 one. Who rents one has all its addresses.
  package let network: String
  /// Whether it is a trusted proxy that did not say for whom it asks: it counts as one client.
  package let isForgetfulProxy: Bool

  /// - Parameters:
  ///   - peer: the address at the other end of the connection.
  ///   - forwarded: the header `X-Forwarded-For`. What stands there before the last untrusted address is the
  ///     client's own invention.
  ///   - proxies: addresses whose word is taken for who asks.
  package init(peer: String, forwarded: String?, proxies: Set<String>) {
    guard proxies.contains(Self.plain(peer)) else {
      self.init(Self.plain(peer), isForgetfulProxy: false)
      return
    }
    let hops = (forwarded ?? "").split(separator: ",", omittingEmptySubsequences: false).suffix(20).map {
      Self.plain(String($0))
    }
    // What cannot be read was not written by a proxy of ours: nothing before it is believed.
    let client = hops.reversed().first { !proxies.contains($0) }
    let isReadable = client.map(Self.isAddress) ?? false
    self.init(isReadable ? client ?? peer : Self.plain(peer), isForgetfulProxy: forwarded == nil)
  }

  private init(_ address: String, isForgetfulProxy: Bool) {
    if address.contains(":") {
      let groups = Self.groups(address)
      text = groups.prefix(4).joined(separator: ":")
      network = groups.prefix(3).joined(separator: ":") + "::/48"
    } else {
      text = address
      network = (address.lastIndex(of: ".").map { address[..<$0] } ?? address[...]) + ".0/24"
    }
    self.isForgetfulProxy = isForgetfulProxy
  }

  /// Without blanks, brackets, a port, and the prefix of IPv4 in IPv6.
  private static func plain(_ address: String) -> String {
    // As a socket writes it, nothing is to be taken away: asked at each request.
    if address.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return address
    }
    var bare = address.lowercased().filter { !" \t".contains($0) }
    if bare.hasPrefix("["), let end = bare.firstIndex(of: "]") {
      bare = String(bare[bare.index(after: bare.startIndex)..<end])
    } else if bare.contains("."), let colon = bare.lastIndex(of: ":"), bare.firstIndex(of: ":") == colon {
      bare = String(bare[..<colon])
    }
    return bare.hasPrefix("::ffff:") && bare.contains(".") ? String(bare.dropFirst(7)) : bare
  }

  /// Whether a text is an IPv4 or IPv6 address.
  package static func isAddress(_ text: String) -> Bool {
    var bytes = in6_addr()
    return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
  }

  /// The eight groups of an IPv6 address, without leading zeros.
  private static func groups(_ address: String) -> [String] {
    let halves = address.replacing("::", with: "|", maxReplacements: 1).split(
      separator: "|", omittingEmptySubsequences: false)
    func groups(_ half: Substring) -> [Substring] { half.split(separator: ":") }
    let head = groups(halves[0])
    let tail = halves.count > 1 ? groups(halves[1]) : []
    let zeros = halves.count > 1 ? max(0, 8 - head.count - tail.count) : 0
    let all = head.map(String.init) + Array(repeating: "0", count: zeros) + tail.map(String.init)
    return all.map { $0.drop { $0 == "0" }.isEmpty ? "0" : String($0.drop { $0 == "0" }) }
  }
}
