import Contract
import Messaging
import Testing

@testable import RouterService

@Suite struct RouterFactTests {
  /// What the contract sends to its queue is what the router reads.
  @Test func everyFactThatIsHeardIsRead() {
    #expect(Set(RouterFact.readers.map(\.type)) == Set(Flow.heard(by: .router).map(\.type)))
  }
}
