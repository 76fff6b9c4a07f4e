import Threads
import Foundation
import TestKit
import Testing

@testable import AMQP

@Suite struct BrokerAddressTests {
  @Test func readsAllParts() throws {
    let address = try BrokerAddress("amqps://dinas.35.78:p%40ss@broker.example:5673/disposisi")
    #expect(
      address
        == BrokerAddress(
          host: "broker.example", port: 5673, virtualHost: "disposisi", usesTLS: true, user: "dinas.35.78",
          password: "p@ss"))
  }

  @Test func hasTheUsualPorts() throws {
    #expect(try BrokerAddress("amqp://h/v").port == 5672)
    #expect(try BrokerAddress("amqps://h/v").port == 5671)
    #expect(try BrokerAddress("amqp://h/%2F").virtualHost == "/")
    let six = try BrokerAddress("amqp://u@[2001:db8::1]:5673/v")
    #expect(six.host == "2001:db8::1" && six.description == "amqp://u@[2001:db8::1]:5673/v")
  }

  @Test func severalStandWithCommas() throws {
    #expect(try BrokerAddress.list("amqp://a/v, amqp://b/v").map(\.host) == ["a", "b"])
  }

  @Test(arguments: [
    "", "http://h/v", "amqp://h", "amqp://h/", "amqp:///v", "not an address", "amqp://h:0/v", "amqp://h:99999/v",
    "amqp://h/v?heartbeat=5", "amqp://u x@h/v",
  ])
  func othersAreRefusedWithoutThePassword(text: String) {
    #expect { try BrokerAddress.list(text.isEmpty ? "" : text.replacing("//h", with: "//u:secret@h")) } throws: {
      error in
      (error as? AMQPError)?.reason == .invalid && !"\(error)".contains("secret")
    }
  }

  @Test func thePasswordIsNotPrinted() throws {
    #expect(try !"\(BrokerAddress("amqp://u:secret@h/v"))".contains("secret"))
  }
}

@Suite struct BackoffTests {
  @Test func growsToItsLongestWithJitter() {
    var generator = SeededGenerator(seed: 20_261_127)
    let backoff = Backoff(first: .seconds(1), longest: .seconds(30))
    for attempt in 0..<100 {
      let step = min(Duration.seconds(1) * (1 << min(attempt, 20)), .seconds(30))
      for _ in 0..<20 {
        let delay = backoff.delay(attempt: attempt, using: &generator)
        #expect(delay >= step / 2 && delay <= step)
      }
    }
  }
}

@Suite struct ConfirmWindowTests {
  static func outgoing(_ id: String, key: String = "k") -> Publication {
    Publication(exchange: "e", routingKey: key, message: Message(body: Data(), messageID: id))
  }

  static func window(_ count: Int) -> ConfirmWindow<Int> {
    var window = ConfirmWindow<Int>()
    for index in 1...count { window.add(outgoing("\(index)"), index) }
    return window
  }

  @Test func confirmsMayComeOutOfOrder() {
    var window = Self.window(5)
    #expect(window.settle(4, multiple: false, .confirmed).map(\.waiter) == [4])
    #expect(window.settle(2, multiple: true, .confirmed).map(\.waiter) == [1, 2])
    #expect(window.settle(5, multiple: true, .confirmed).map(\.waiter) == [3, 5])
    #expect(window.count == 0)
  }

  @Test func aTagIsSettledOnce() {
    var window = Self.window(2)
    #expect(window.settle(1, multiple: false, .confirmed).count == 1)
    #expect(window.settle(1, multiple: false, .confirmed).isEmpty)
    #expect(window.settle(9, multiple: true, .confirmed).map(\.waiter) == [2])
    #expect(window.settle(9, multiple: true, .confirmed).isEmpty)
  }

  @Test func aReturnTurnsTheConfirmThatFollows() {
    var window = Self.window(3)
    let returned = PublishOutcome.returned(code: 312, text: "NO_ROUTE")
    window.markReturned(exchange: "e", routingKey: "k", messageID: "2", outcome: returned)
    #expect(window.settle(3, multiple: true, .confirmed).map(\.outcome) == [.confirmed, returned, .confirmed])
  }

  @Test func theSameMessageTwiceIsReturnedTwice() {
    var window = ConfirmWindow<Int>()
    for index in 1...2 { window.add(Self.outgoing("same"), index) }
    let returned = PublishOutcome.returned(code: 312, text: "NO_ROUTE")
    for _ in 0..<2 { window.markReturned(exchange: "e", routingKey: "k", messageID: "same", outcome: returned) }
    #expect(window.settle(2, multiple: true, .confirmed).map(\.outcome) == [returned, returned])
  }

  @Test func randomSettlementsSettleEachOnce() {
    var generator = SeededGenerator(seed: 20_261_127)
    for _ in 0..<50 {
      var window = Self.window(200)
      var settled: [Int] = []
      while settled.count < 200 {
        let tag = UInt64.random(in: 1...200, using: &generator)
        settled += window.settle(tag, multiple: Bool.random(using: &generator), .confirmed).map(\.waiter)
      }
      #expect(settled.sorted() == Array(1...200))
    }
  }
}
