import Cases
import Foundation
import RouterCore
import Testing

@testable import RouterService

@Suite struct MaskingTests {
  static func routed(_ text: String) throws -> CaseRouted {
    var event = CaseMachineTests.event()
    event.report.text = text
    return try CaseMachineTests.machine.get().begin(event, sequence: 3, at: CaseMachineTests.friday).1
  }

  @Test func whoDoesNotAnswerReadsNoPersonalNumbers() throws {
    let masked = try #require(try Self.routed("NIK 9999990101900001, WA 0800-0000-1177").masked)
    #expect(masked.report.text == "NIK [NIK], WA [nomor telepon]")
  }

  @Test func aTextWithoutThemIsSaidOnce() throws { #expect(try Self.routed("Simpanan 50 juta macet.").masked == nil) }
}
