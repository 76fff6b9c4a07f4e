/// A text, and what a person says it is about.
package struct LabelledText: Sendable, Equatable {
  package let text: String
  package let label: String

  package init(text: String, label: String) {
    self.text = text
    self.label = label
  }
}
