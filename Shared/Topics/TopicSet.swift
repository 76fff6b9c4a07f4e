package import Cases

/// The topics and all words that tell about cases, as the topic folder states them.
package struct TopicSet: Sendable {
  /// The words that speak for a kind of report.
  package struct KindWords: Sendable, Equatable {
    package let strong: [String]
    package let words: [String]
  }

  /// Words that stand for one thing, such as `kdmp`.
  package let groups: [String: [String]]
  package let kinds: [CaseKind: KindWords]
  /// Why a case may be urgent, and the words that say so.
  package let urgency: [(reason: String, words: [String])]
  /// What is told of where a cooperative's members live.
  package let membershipAreas: [MembershipArea: [String]]
  /// Messages that are no case.
  package let messages: MessageWords
  /// What people write for short, and what it stands for.
  package let slang: [String: String]
  /// In the order of their codes.
  package let topics: [Topic]
  /// A name for the content of all files together: `topics-1f0c…`.
  package let id: String

  /// The topics that come with the program.
  package static func shipped() throws -> TopicSet { try TopicSet(.shipped) }

  /// - Parameters:
  ///   - folder: empty for the topics that come with the program.
  ///   - read: reads the wanted files of a folder.
  package static func of(
    _ folder: String, read: (String, (String) -> Bool) throws -> [String: String]
  ) throws -> TopicSet {
    try TopicSet(folder.isEmpty ? .shipped : TopicFiles(texts: read(folder, TopicFiles.isNamed)))
  }

  /// - Throws: `FileProblems`, all there are.
  package init(_ files: TopicFiles) throws {
    let reader = TopicReader(files: files)
    let told: [String: [String]]
    (groups, kinds, urgency, membershipAreas, told) = try reader.words()
    messages = MessageWords(told)
    slang = try reader.slang()
    topics = try reader.topics(groups: Set(groups.keys))
    id = "topics-\(files.fingerprint)"
  }
}
