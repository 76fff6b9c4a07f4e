import Contract
import Messaging
import Testing

@testable import IntakeService

@Suite struct IntakeFactTests {
  /// What the contract sends to its queue is what the intake reads.
  @Test func everyFactThatIsHeardIsRead() {
    #expect(Set(IntakeFact.readers.map(\.type)) == Set(Flow.heard(by: .intake).map(\.type)))
  }
}
