package import Cases
package import Texts

extension YAMLValue {
  /// - Throws: `FileProblem` with what such an identifier looks like.
  package func code<Identifier: Code>(_ type: Identifier.Type) throws(FileProblem) -> Identifier {
    let text = try text()
    do {
      return try Identifier(text)
    } catch {
      throw FileProblem(place, "\(error)")
    }
  }

  /// Each item of a list, read.
  package func list<Element>(_ read: (YAMLValue) throws(FileProblem) -> Element) throws(FileProblem) -> [Element] {
    var elements: [Element] = []
    for item in try items() { elements.append(try read(item)) }
    return elements
  }
}
