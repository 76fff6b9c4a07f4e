@testable import Web
import NIOConcurrencyHelpers
import NIOHTTP1
import Testing

@testable import IntakeService

@Suite struct ConnectionCountTests {
  /// Connections that are closed because others need the room.
  struct Crowd: Sendable {
    let count: ConnectionCount
    private let left = NIOLockedValueBox<[String]>([])
    var closed: [String] { left.withLockedValue { $0 } }

    init(_ all: Int, _ perAddress: Int, _ perNetwork: Int) {
      count = ConnectionCount(
        .init(all: all, perAddress: perAddress, perNetwork: perNetwork), exempt: ["10.0.0.1"])
    }

    @discardableResult func enter(_ peer: String) -> ConnectionCount.Entry? {
      count.enter(peer) { [left] in left.withLockedValue { $0.append(peer) } }
    }
  }

  @Test func oneAddressDoesNotTakeAllConnections() throws {
    let crowd = Crowd(5, 2, 100)
    // One network of IPv6 is one customer.
    let first = try #require(crowd.enter("2001:db8::1"))
    #expect(crowd.enter("2001:db8::2") != nil && crowd.enter("2001:db8::3") == nil)
    crowd.count.leave(first)
    #expect(crowd.enter("2001:db8::4") != nil && crowd.enter("2001:db8::5") == nil)
    // It has left already.
    crowd.count.leave(first)
    #expect(crowd.count.count == 2)
    for _ in 0..<3 { #expect(crowd.enter("::ffff:10.0.0.1") != nil) }
  }

  @Test func whoHasMostMakesWayForWhoHasLess() {
    let crowd = Crowd(30, 10, 100)
    for address in 1...3 { for _ in 0..<10 { crowd.enter("203.0.\(address).9") } }
    // Each honest one gets in, and the attackers are left with equal shares.
    for address in 1...20 { #expect(crowd.enter("198.51.\(address).7") != nil) }
    #expect(crowd.count.count == 30 && crowd.closed.count == 20)
    #expect(crowd.closed.allSatisfy { $0.hasPrefix("203.0.") })
  }

  @Test func aNetworksAddressesShareAndTheNeighbourGetsIn() {
    let crowd = Crowd(900, 10, 20)
    for address in 1...2 { for _ in 0..<10 { crowd.enter("203.0.113.\(address)") } }
    #expect(crowd.enter("203.0.113.77") != nil && crowd.closed == ["203.0.113.1"])
    for address in 0..<50 { crowd.enter("2001:db8:7:\(address)::1") }
    #expect(crowd.count.count == 40)
  }
}

/// What RFC 9112 says of a request's head.
@Suite struct RequestRulesTests {
  @Test(
    arguments: [
      (1, [("Host", "x")], false), (1, [], true), (1, [("Host", "x"), ("host", "x")], true), (0, [], false),
      (0, [("Transfer-Encoding", "chunked")], true), (1, [("Host", "x"), ("Transfer-Encoding", "chunked")], false),
    ] as [(Int, [(String, String)], Bool)])
  func oneHostAndNoChunksBeforeTheirTime(minor: Int, headers: [(String, String)], isBroken: Bool) {
    let head = HTTPRequestHead(
      version: HTTPVersion(major: 1, minor: minor), method: .GET, uri: "/", headers: HTTPHeaders(headers))
    #expect(RequestRules.isBroken(head) == isBroken)
  }
}
