package import Cases

/// What a case may be about: one file of the topic folder.
package struct Topic: Sendable, Equatable {
  package let code: TopicCode
  package let name: String
  package let description: String
  /// A group of words without one of which the topic's own words count for a third only.
  package let needs: String?
  /// Whether the place of the business counts, not the cooperative's seat.
  package let isBusiness: Bool
  /// Words and phrases that weigh 3, 1 and -2; a star at the end of a word stands for any ending.
  package let strong: [String]
  package let words: [String]
  package let against: [String]
  package let examples: [TopicExample]
  /// A hash of its file.
  package let version: String
}
