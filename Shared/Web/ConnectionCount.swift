import NIOConcurrencyHelpers
import Requests

/// A door's connections, by address and network: who opens many must not shut others out.
///
/// Where there is no room, a connection of whoever has most makes way for one who has less: so an attacker with any number
/// of connections costs an honest client nothing.
package final class ConnectionCount: Sendable {
  /// How many connections there may be.
  package struct Limits: Sendable {
    let all: Int
    let perAddress: Int
    let perNetwork: Int

    /// - Parameters: how many connections there may be in all, of one address, of one network.
    package init(all: Int, perAddress: Int, perNetwork: Int) {
      self.all = all
      self.perAddress = perAddress
      self.perNetwork = perNetwork
    }
  }

  /// A connection that was let in.
  package struct Entry: Sendable {
    fileprivate let id: Int
    fileprivate let address: ClientAddress
    fileprivate let isExempt: Bool
    fileprivate let close: @Sendable () -> Void
  }

  fileprivate struct State {
    var next = 0
    /// By address, the oldest first.
    var entries: [String: [Entry]] = [:]
    /// The addresses of a network, and how many connections they have together; without the exempt ones.
    var networks: [String: (addresses: Set<String>, count: Int)] = [:]
    var count = 0
  }

  private let limits: Limits
  private let exempt: Set<String>
  private let state = NIOLockedValueBox(State())

  /// - Parameter exempt: addresses of proxies, behind which many clients stand, and of the operator's own checks: only the
  ///   sum of all connections holds for them.
  package init(_ limits: Limits, exempt: Set<String>) {
    self.limits = limits
    self.exempt = exempt
  }

  /// - Parameters:
  ///   - peer: an IP address.
  ///   - close: ends this connection, from any thread; called if it must make way for another.
  /// - Returns: nil if there is no room.
  package func enter(_ peer: String, close: @escaping @Sendable () -> Void) -> Entry? {
    let client = ClientAddress(peer: peer, forwarded: nil, proxies: exempt)
    let isExempt = client.isForgetfulProxy
    let (entry, leaving) = state.withLockedValue { state -> (Entry?, Entry?) in
      var leaving: Entry?
      if !isExempt {
        guard state.of(client.text) < limits.perAddress else { return (nil, nil) }
        if state.ofNetwork(client.network) >= limits.perNetwork {
          guard let victim = state.oldest(of: client.network, insteadOf: client) else { return (nil, nil) }
          leaving = victim
          state.remove(victim)
        }
      }
      if leaving == nil, state.count >= limits.all {
        guard let victim = state.oldest(of: state.largestNetwork, insteadOf: isExempt ? nil : client) else {
          return (nil, nil)
        }
        leaving = victim
        state.remove(victim)
      }
      state.next += 1
      let entry = Entry(id: state.next, address: client, isExempt: isExempt, close: close)
      state.add(entry)
      return (entry, leaving)
    }
    leaving?.close()
    return entry
  }

  package func leave(_ entry: Entry) { state.withLockedValue { $0.remove(entry) } }

  package var count: Int { state.withLockedValue { $0.count } }
}

extension ConnectionCount.State {
  func of(_ address: String) -> Int { entries[address]?.count ?? 0 }
  func ofNetwork(_ network: String) -> Int { networks[network]?.count ?? 0 }

  mutating func add(_ entry: ConnectionCount.Entry) {
    count += 1
    entries[entry.address.text, default: []].append(entry)
    guard !entry.isExempt else { return }
    networks[entry.address.network, default: ([], 0)].addresses.insert(entry.address.text)
    networks[entry.address.network]?.count += 1
  }

  /// Nothing if it has left already.
  mutating func remove(_ entry: ConnectionCount.Entry) {
    let (address, network) = (entry.address.text, entry.address.network)
    guard let index = entries[address]?.firstIndex(where: { $0.id == entry.id }) else { return }
    entries[address]?.remove(at: index)
    count -= 1
    if of(address) == 0 { entries[address] = nil }
    guard !entry.isExempt else { return }
    networks[network]?.count -= 1
    if of(address) == 0 {
      networks[network]?.addresses.remove(address)
    }
    if ofNetwork(network) == 0 { networks[network] = nil }
  }

  /// The one with the most connections.
  var largestNetwork: String { networks.max { $0.value.count < $1.value.count }?.key ?? "" }

  /// The oldest connection of the address that has most of a network's, if the newcomer has fewer.
  /// - Parameter client: nil for one before whom anybody makes way.
  func oldest(of network: String, insteadOf client: ClientAddress?) -> ConnectionCount.Entry? {
    let addresses = networks[network]?.addresses ?? []
    // Of those that have as many, who came first.
    let ranked = addresses.map { (address: $0, count: of($0), first: entries[$0]?.first?.id ?? 0) }
    guard let most = ranked.max(by: { ($0.count, $1.first) < ($1.count, $0.first) })?.address else { return nil }
    let isFairer =
      client.map { client in
        network == client.network
          ? of(most) > of(client.text) + 1 : ofNetwork(network) > ofNetwork(client.network) + 1
      } ?? true
    return isFairer ? entries[most]?.first : nil
  }
}
