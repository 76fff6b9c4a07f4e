import Contract
import Messaging
import Testing

@testable import NotifierService

@Suite struct NotifierFactTests {
  /// What the contract sends to its queue is what the notifier reads.
  @Test func everyFactThatIsHeardIsRead() {
    #expect(Set(NotifierFact.readers.map(\.type)) == Set(Flow.heard(by: .notifier).map(\.type)))
  }
}
