package import Cases

/// A text as somebody may write it about a topic.
package struct TopicExample: Sendable, Equatable {
  package let kind: CaseKind
  package let text: String
}
