import Cases
import Foundation
import StrictYAML
import Testing
import Topics

@Suite struct TopicSetTests {
  static let shipped = Result { try TopicSet.shipped() }

  @Test func everyTopicOfThePolicyIsThere() throws { #expect(try Self.shipped.get().topics.count == 25) }

  @Test func everyTopicHasSixtyTextsOfAllKindsWhereThatIsNatural() throws {
    for topic in try Self.shipped.get().topics {
      #expect(topic.examples.count >= 60, "\(topic.code)")
      #expect(Set(topic.examples.map(\.kind)).count == 3, "\(topic.code)")
    }
  }

  @Test func noTextStandsTwice() throws {
    let texts = try Self.shipped.get().topics.flatMap(\.examples).map { $0.text.lowercased() }
    #expect(Set(texts).count == texts.count)
  }

  /// A folder of two topics that can be used.
  static let files = TopicFiles(texts: [
    "words.yaml": "groups: {kdmp: [kdmp]}\nkinds: {aspirasi: {strong: [usul]}}\nurgency: {ancaman: [golok]}",
    "slang.csv": "short,written\nyg,yang\n",
    "topics/a.b.yaml": "code: a.b\nname: A\ndescription: d\nneeds: kdmp\nexamples: {pengaduan: [satu, dua]}",
    "topics/c.yaml": "code: c\nname: C\ndescription: d\nstrong: [tanah]",
  ])

  @Test func aFolderIsReadWhole() throws {
    let set = try TopicSet(Self.files)
    #expect(set.topics.map(\.code.text) == ["a.b", "c"])
    #expect(set.topics[0].examples.map(\.text) == ["satu", "dua"])
    #expect(set.topics[0].examples.allSatisfy { $0.kind == .complaint })
    #expect(set.slang == ["yg": "yang"])
  }

  @Test func anotherTextIsAnotherVersion() throws {
    var changed = Self.files
    changed.texts["topics/c.yaml"]? += "\nwords: [kebun]"
    let (before, after) = (try TopicSet(Self.files), try TopicSet(changed))
    #expect(before.id != after.id)
    #expect(before.topics[0].version == after.topics[0].version && before.topics[1].version != after.topics[1].version)
  }

  @Test(arguments: [
    ("topics/c.yaml", "code: c\nname: C\ndescription: d\nwrods: [x]", "topics/c.yaml:4:1: found 'wrods'"),
    ("topics/c.yaml", "code: c\nname: C", "`description: ...` is missing"),
    (
      "topics/c.yaml", "code: d\nname: C\ndescription: d", "topics/c.yaml:1:7: found 'd', expected the name of its file"
    ),
    ("topics/c.yaml", "code: c\nname: C\ndescription: d\nneeds: kdpm", "did you mean 'kdmp'?"),
    ("topics/c.yaml", "code: c\nname: C\ndescription: d\nexamples: {keluhan: [x]}", "found 'keluhan'"),
    ("topics/c.yaml", "code: [", "topics/c.yaml"),
    ("topics/x/c.yaml", "code: c\nname: C\ndescription: d", "the name of its file"),
    ("notes.yaml", "x: y", "notes.yaml:1:1: found 'notes.yaml'"),
    ("words.yaml", "groups: {}\nkinds: {keluhan: {strong: []}}", "words.yaml:2:9: found 'keluhan'"),
    ("slang.csv", "short,written\nyg\n", "slang.csv:2:1: found 'yg', expected short,written"),
    ("slang.csv", "short,written\nyg,yang\nyg,yaitu\n", "'yg' stands there twice"),
  ])
  func aWrongFileIsExplained(name: String, text: String, hint: String) {
    var files = Self.files
    files.texts[name] = text
    #expect { try TopicSet(files) } throws: { "\($0)".contains(hint) }
  }

  @Test(arguments: ["words.yaml", "slang.csv", "topics/c.yaml"])
  func aMissingFileIsNamed(name: String) {
    var files = Self.files
    files.texts[name] = nil
    #expect { try TopicSet(files) } throws: { "\($0)".contains(name.hasPrefix("topics") ? "topics" : name) }
  }
}

/// What comes with the program.
@Suite struct ShippedTopicTests {
  /// A file that ShippedTopics.c does not name would be there, and not in the program.
  @Test func everyFileOfTheFolderIsInTheProgram() throws {
    let folder = #filePath.replacing("Tests/Topics/TopicSetTests.swift", with: "Shared/Topics/Shipped/")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "topics").map { "topics/\($0)" }
    #expect(Set(TopicFiles.shipped.texts.keys) == Set(names + ["words.yaml", "slang.csv"]))
    for (name, text) in TopicFiles.shipped.texts {
      #expect(try text == String(contentsOfFile: folder + name, encoding: .utf8), "\(name): build again")
    }
  }
}
