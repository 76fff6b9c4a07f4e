import Cases
import StrictYAML
import Texts

/// Reads the files of a topic folder strictly.
struct TopicReader {
  let files: TopicFiles
  static let longestExample = 10_000

  typealias Words = (
    groups: [String: [String]], kinds: [CaseKind: TopicSet.KindWords], urgency: [(reason: String, words: [String])],
    areas: [MembershipArea: [String]], messages: [String: [String]]
  )

  func words() throws(FileProblems) -> Words {
    let name = TopicFiles.wordsName
    try refuseStrangers()
    return try YAMLFile.read(try text(name), file: name) { top, _ throws(FileProblem) in
      let fields = try top.fields(["groups", "kinds", "urgency", "membership_areas", "messages"])
      var words: Words = ([:], [:], [], [:], [:])
      for (key, value) in try fields.needed("groups").anyFields().entries {
        words.groups[key.text] = try Self.list(value)
      }
      for (key, value) in try fields.needed("kinds").fields(CaseKind.allCases.map(\.rawValue)).entries {
        let both = try value.fields(["strong", "words"])
        guard let kind = CaseKind(rawValue: key.text) else { continue }
        words.kinds[kind] = TopicSet.KindWords(
          strong: try Self.list(both["strong"]), words: try Self.list(both["words"]))
      }
      for (key, value) in try fields["urgency"]?.anyFields().entries ?? [] {
        words.urgency.append((reason: key.text, words: try Self.list(value)))
      }
      let areas = MembershipArea.allCases.map(\.rawValue)
      for (key, value) in try fields["membership_areas"]?.fields(areas).entries ?? [] {
        guard let area = MembershipArea(rawValue: key.text) else { continue }
        words.areas[area] = try Self.list(value)
      }
      for (key, value) in try fields["messages"]?.fields(MessageWords.parts).entries ?? [] {
        words.messages[key.text] = try Self.list(value)
      }
      return words
    }
  }

  /// - Parameter groups: those that a topic may need.
  func topics(groups: Set<String>) throws(FileProblems) -> [Topic] {
    var topics: [Topic] = []
    var problems: [FileProblem] = []
    for name in files.topicNames {
      do {
        let topic = try topic(name, groups)
        if let twin = topics.first(where: { $0.code == topic.code }) {
          problems.append(FileProblem(FileLocation(file: name), "the topic \(twin.code) stands in another file too"))
        }
        topics.append(topic)
      } catch { problems += error.problems }
    }
    if topics.count < 2, problems.isEmpty {
      let place = FileLocation(file: TopicFiles.topicsFolder)
      problems.append(FileProblem(place, "found \(topics.count) topics, expected at least 2"))
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
    return topics.sorted { $0.code < $1.code }
  }

  private func topic(_ name: String, _ groups: Set<String>) throws(FileProblems) -> Topic {
    let text = try text(name)
    return try YAMLFile.read(text, file: name) { top, _ throws(FileProblem) in
      let fields = try top.fields([
        "code", "name", "description", "needs", "place", "strong", "words", "against", "examples",
      ])
      let code = try fields.needed("code").code(TopicCode.self)
      guard name == "\(TopicFiles.topicsFolder)\(code).yaml" else {
        throw FileProblem(try fields.needed("code").place, found: code.text, expected: "the name of its file, \(name)")
      }
      let needs = try fields["needs"]?.text()
      if let needs, let place = fields["needs"]?.place, !groups.contains(needs) {
        throw FileProblem(place, found: needs, of: groups, what: "a group of \(TopicFiles.wordsName)")
      }
      let place = try fields["place"]?.text() ?? "seat"
      guard ["seat", "business"].contains(place) else {
        throw FileProblem(try fields.needed("place").place, found: place, expected: "seat or business")
      }
      return Topic(
        code: code, name: try fields.text("name"), description: try fields.text("description"), needs: needs,
        isBusiness: place == "business",
        strong: try Self.list(fields["strong"]), words: try Self.list(fields["words"]),
        against: try Self.list(fields["against"]), examples: try Self.examples(fields["examples"]),
        version: Fingerprint.of(text.utf8))
    }
  }

  private static func examples(_ value: YAMLValue?) throws(FileProblem) -> [TopicExample] {
    guard let value else { return [] }
    var examples: [TopicExample] = []
    for (key, texts) in try value.fields(CaseKind.allCases.map(\.rawValue)).entries {
      guard let kind = CaseKind(rawValue: key.text) else { continue }
      for text in try texts.items() {
        examples.append(TopicExample(kind: kind, text: try text.text(limit: longestExample)))
      }
    }
    return examples
  }

  /// The abbreviations: `short,written` lines.
  func slang() throws(FileProblems) -> [String: String] {
    let name = TopicFiles.slangName
    var slang: [String: String] = [:]
    var problems: [FileProblem] = []
    for (number, line) in try text(name).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    where number > 0 && !line.isEmpty {
      let parts = line.split(separator: ",").map(String.init)
      let place = FileLocation(file: name, line: number + 1)
      if parts.count != 2 {
        problems.append(FileProblem(place, found: String(line), expected: "short,written"))
      } else if slang.updateValue(parts[1], forKey: parts[0]) != nil {
        problems.append(FileProblem(place, "'\(parts[0])' stands there twice"))
      }
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
    return slang
  }

  private func refuseStrangers() throws(FileProblems) {
    let problems = files.strangers.map {
      FileProblem(
        FileLocation(file: $0), found: $0,
        expected: "\(TopicFiles.wordsName), \(TopicFiles.slangName) or \(TopicFiles.topicsFolder)CODE.yaml")
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
  }

  private func text(_ name: String) throws(FileProblems) -> String {
    guard let text = files.texts[name] else {
      throw FileProblems([FileProblem(FileLocation(file: name), "there is no such file in the topic folder")])
    }
    return text
  }

  private static func list(_ value: YAMLValue?) throws(FileProblem) -> [String] {
    var words: [String] = []
    for item in try value?.items() ?? [] { words.append(try item.text()) }
    return words
  }
}
