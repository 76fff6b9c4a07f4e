import ArgumentParser
import Cases
import Foundation
import RouterPolicy
import Testing

@testable import RouterService

/// Books on the books: taken, refused, tried in the shadow.
@Suite struct BookLoaderTests {
  /// A folder with the shipped book, which a test may change.
  struct Folder {
    let path = NSTemporaryDirectory() + "book-\(UUID().uuidString)"

    init() throws { try write { _ in } }

    func write(_ change: (inout [String: String]) -> Void) throws {
      var texts = BookFiles.shipped.texts
      change(&texts)
      for (name, text) in texts {
        let file = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
    }

    var source: BookSource { BookSource(folder: path, topics: "") }
  }

  static let monday = TrialCase.moment("2026-07-13 09:00")

  @Test func aGoodBookIsTakenAndABadOneRefused() async throws {
    let folder = try Folder()
    let router = try RouterAtWork(book: Shipped.book.get())
    await router.loader.take(folder.source, as: .live)
    try folder.write { $0["rules/pembiayaan.yaml"]? += Self.extra }
    await router.loader.take(folder.source, as: .live)
    let (good, shipped) = (router.books.live.book.id, try Shipped.book.get().id)
    #expect(router.books.refusal(of: .live) == nil && good != shipped)
    for bad in ["\n  - {id: x}\n", "\n" + TestBook.rule("y", "topic: ksp.simpanan"), "\n" + Self.wrongExample] {
      try folder.write { $0["rules/pembiayaan.yaml"]? += Self.extra + bad }
      await router.loader.take(folder.source, as: .live)
      #expect(router.books.live.book.id == good)
      #expect(router.books.refusal(of: .live)?.contains("rules/") == true)
    }
    try folder.write { $0["rules/pembiayaan.yaml"]? += Self.extra }
    await router.loader.take(folder.source, as: .live)
    #expect(router.books.refusal(of: .live) == nil)
  }

  /// Windows' editors make such names; without the file the book would be good, and its cases would go to people.
  @Test func aFileOfRulesIsNotLostSilently() async throws {
    let folder = try Folder()
    let router = try RouterAtWork(book: Shipped.book.get())
    func refusal() async throws -> String {
      await router.loader.take(folder.source, as: .live)
      return router.books.refusal(of: .live) ?? ""
    }
    #expect(try await refusal() == "")
    let rules = URL(filePath: folder.path + "/rules")
    func move(_ name: String, to other: String) throws {
      try FileManager.default.moveItem(at: rules.appending(path: name), to: rules.appending(path: other))
    }
    for name in ["talenta.yml", "talenta.YAML", "talenta.yaml.txt"] {
      try move("talenta.yaml", to: name)
      #expect(
        try await refusal().contains(
          "rules/\(name): found a file that does not belong there; did you mean 'rules/talenta.yaml'?"))
      try move(name, to: "talenta.yaml")
    }
    // An editor's copy is no file of the book, and then the book lacks its rules.
    try move("talenta.yaml", to: "talenta.yaml~")
    #expect(try await refusal().contains("no rule covers talenta.pelatihan any more"))
    #expect(try await refusal().contains("uncovered: [talenta.pelatihan]"))
    #expect(router.books.live.book.rules.contains { $0.id.hasPrefix("talenta") })
    let settings = URL(filePath: folder.path + "/book.yaml")
    let text = try String(contentsOf: settings, encoding: .utf8)
    try Data((text + "uncovered: [talenta]\n").utf8).write(to: settings)
    #expect(try await refusal() == "")
    #expect(!router.books.live.book.rules.contains { $0.id.hasPrefix("talenta") })
  }

  /// Holidays that are written and never counted would be a decree that nobody keeps.
  @Test func holidaysAreNotWrittenIntoABookThatWouldBeRefused() throws {
    let folder = try Folder()
    let decree = folder.path + ".csv"
    try Data("date,class,name,source\n2031-08-18,cuti,Cuti bersama,SKB\n".utf8).write(to: URL(filePath: decree))
    func run() throws { try CalendarImportCommand.parse([decree, "--yes", "--book", folder.path]).run() }
    func holidays() throws -> String { try String(contentsOfFile: folder.path + "/holidays.csv", encoding: .utf8) }
    try folder.write { $0["rules/pembiayaan.yaml"]? += "\n" + Self.wrongExample }
    let before = try holidays()
    #expect(throws: ExitCode.failure) { try run() }
    #expect(try holidays() == before)
    try folder.write { _ in }
    try run()
    #expect(try holidays().contains("2031-08-18"))
  }

  static let extra = "\n" + TestBook.rule("pembiayaan.bali", "topic: pembiayaan.lpdb, region: 51", to: "deputi.usaha")
  static let wrongExample = TestBook.rule(
    "z", "topic: luar.lain, region: 51", more: ", examples: [{given: {region: 51}, unit: triase}]")

  @Test func booksThatWereUsedAreKeptWhole() async throws {
    let router = try RouterAtWork(book: Shipped.book.get())
    let shipped = try Shipped.book.get()
    _ = try await router.take(shipped)
    try await router.route(TrialCase.event(1, at: Self.monday), at: Self.monday)
    var files = BookFiles.shipped
    files.texts["rules/x.yaml"] =
      "rules:\n" + TestBook.rule("x", "topic: pembiayaan.lpdb, region: 51", to: "deputi.usaha")
    _ = try await router.take(RuleBook(files, Shipped.reference.get()))
    let (decided, kept, last) = try await router.store.pool.read { db in
      (
        try DecisionTable.last(TrialCase.number(1), in: db), try BookTable.find(shipped.id, in: db),
        try BookTable.last(.live, in: db)
      )
    }
    #expect(decided?.book == shipped.id && last != shipped.id)
    #expect(try RuleBook(#require(kept), Shipped.reference.get()).id == shipped.id)
    #expect(decided?.facts.topic.text == "kdmp.pembiayaan" && decided?.facts.channel == .web)
  }

  @Test(arguments: [("", "deputi.usaha", "deputi.usaha"), ("[51]", "lpdb", "deputi.usaha"), ("all", "lpdb", "lpdb")])
  func aCandidateDecidesInTheShadowThenForProvincesThenForAll(
    provinces: String, inBali: String, inSurabaya: String
  ) async throws {
    let router = try RouterAtWork(book: Shipped.book.get())
    var files = BookFiles.shipped
    files.texts["rules/x.yaml"] =
      "rules:\n" + TestBook.rule("x", "topic: kdmp.pembiayaan, region: [51, 35]", to: "lpdb")
    if !provinces.isEmpty { files.texts["book.yaml"]? += "trial: {provinces: \(provinces)}\n" }
    _ = try await router.take(RuleBook(files, Shipped.reference.get()), as: .candidate)
    var units: [String?] = []
    for (count, region) in ["51.71", "35.78", "33.74"].enumerated() {
      let said = try await router.route(
        TrialCase.event(count, region: region, at: Self.monday), at: Self.monday)
      units.append(try said.event(CaseRouted.self)?.unit.text)
    }
    #expect(units == [inBali, inSurabaya, "deputi.usaha"])
    // Whoever decides, the difference is recorded; where there is none, nothing is.
    let differences = try await router.store.pool.read { try DecisionTable.differences(10, in: $0) }
    #expect(differences.count == 2)
    #expect(differences.allSatisfy { $0.contains("deputi.usaha (kdmp.pembiayaan) → lpdb (x)") })
  }

  @Test func aFolderThatIsNoneIsRefused() async throws {
    let router = try RouterAtWork(book: Shipped.book.get())
    await router.loader.take(BookSource(folder: "/nowhere", topics: ""), as: .candidate)
    #expect(router.books.candidate == nil)
    #expect(router.books.refusal(of: .candidate)?.contains("/nowhere") == true)
  }
}
