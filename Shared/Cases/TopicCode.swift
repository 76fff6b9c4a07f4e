/// What a case is about: `ksp.simpanan`. The topics are data; see the classifier's topic file.
package struct TopicCode: Code {
  package let text: String

  package init(unchecked text: String) { self.text = text }

  package static let shape = "a topic's code such as ksp.simpanan"
  package static let pattern = UnitCode.pattern
  package static let sample = "ksp.simpanan"

  package static func isValid(_ text: String) -> Bool { UnitCode.isValid(text) }

  /// `ksp.simpanan` belongs to the group `ksp`.
  package var group: String { String(text.prefix { $0 != "." }) }
}
