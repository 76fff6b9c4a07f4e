import Contract
import Messaging
import Testing

@testable import ClassifierService

@Suite struct ClassifierFactTests {
  /// What the contract sends to its queue is what the classifier reads.
  @Test func everyFactThatIsHeardIsRead() {
    #expect(Set(ClassifierFact.readers.map(\.type)) == Set(Flow.heard(by: .classifier).map(\.type)))
  }
}
