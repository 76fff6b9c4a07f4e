import Testing

@testable import Operations

/// A stop waits for what was begun, and nothing begins after it.
@Suite struct UnfinishedWorkTests {
  @Test func nothingBeginsOnceItIsClosed() {
    let work = UnfinishedWork()
    #expect(work.begin("a") && work.begin("b"))
    #expect(!work.closeIfEmpty())
    work.end("a")
    work.end("never begun")
    #expect(!work.closeIfEmpty() && work.begin("c"))
    work.end("b")
    work.end("c")
    #expect(work.closeIfEmpty() && !work.begin("d"))
  }
}
