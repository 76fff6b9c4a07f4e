import Cases
import Foundation
import RouterPolicy
import Testing

@testable import RouterService

@Suite struct SituationTests {
  static let monday = TrialCase.moment("2026-07-13 09:00")

  @Test func severalCasesOfOneCooperativeAreOneSituationWithOneWarning() async throws {
    let router = try RouterAtWork(book: Shipped.book.get())
    var warnings: [RouterAtWork.Said] = []
    let names = ["KSP Maju Jaya", "Koperasi Simpan Pinjam MAJU JAYA", "ksp  maju-jaya", "Maju Jaya", "KSP Maju Jaya"]
    for (count, name) in names.enumerated() {
      let event = TrialCase.event(count, "ksp.simpanan", at: Self.monday, cooperative: name)
      let said = try await router.route(event, at: Self.monday.addingTimeInterval(Double(count) * 3600))
      #expect(try said.event(CaseRouted.self)?.situation?.others == (count == 0 ? nil : count))
      if said.types.contains("situation.noticed.v1") { warnings.append(said) }
    }
    #expect(warnings.count == 1)
    #expect(warnings.first?.units(SituationNoticed.type) == ["dinas.35.78", "deputi.pengawasan"])
    let warning = try #require(try warnings.first?.event(SituationNoticed.self))
    #expect(warning.cases == [TrialCase.number(0), TrialCase.number(1), TrialCase.number(2)])
    #expect(warning.cooperative == "ksp maju jaya" && warning.region?.text == "35.78")
  }

  @Test(arguments: [
    ("ksp.simpanan", "KSP Lain", "35.78", 1.0), ("ksp.pinjaman", "KSP Maju Jaya", "35.78", 1),
    ("ksp.simpanan", "KSP Maju Jaya", "33.74", 1), ("ksp.simpanan", "KSP Maju Jaya", "35.78", 15),
  ])
  func whatIsElsewhereOrLaterIsAnother(topic: String, name: String, region: String, days: Double) async throws {
    let router = try RouterAtWork(book: Shipped.book.get())
    try await router.route(
      TrialCase.event(1, "ksp.simpanan", at: Self.monday, cooperative: "KSP Maju Jaya"), at: Self.monday)
    let said = try await router.route(
      TrialCase.event(2, topic, region: region, at: Self.monday, cooperative: name),
      at: Self.monday.addingTimeInterval(days * 86_400))
    #expect(try said.event(CaseRouted.self)?.situation == nil)
  }

  @Test func aCaseThatComesTwiceCountsOnce() async throws {
    let router = try RouterAtWork(book: Shipped.book.get())
    let event = TrialCase.event(1, "ksp.simpanan", at: Self.monday, cooperative: "KSP Maju Jaya")
    try await router.route(event, at: Self.monday)
    #expect(try await router.route(event, at: Self.monday).types == [])
    let said = try await router.route(
      TrialCase.event(2, "ksp.simpanan", at: Self.monday, cooperative: "KSP Maju Jaya"), at: Self.monday)
    #expect(try said.event(CaseRouted.self)?.situation?.others == 1)
  }
}
