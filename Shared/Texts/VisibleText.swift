extension String {
  /// What strangers wrote, for a line on a terminal or in a log: without what breaks lines, moves a cursor or turns the
  /// direction of writing.
  package var visible: String {
    String(
      UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: " "
          default: scalar
          }
        }))
  }
}

extension String {
  /// What people wrote, without what no reader can see or should follow: control characters but tabs, turns of the direction
  /// of writing, blanks at both ends, marks heaped upon marks; line ends are one character. Nothing, where there is nothing
  /// to be seen. Scalar by scalar: to compare characters is to normalize them, which costs strangers little to make long.
  package var cleaned: String {
    var marks = 0
    let scalars = unicodeScalars.filter { scalar in
      if scalar.value < 0x300 {
        marks = 0
        return scalar == "\n" || scalar == "\t" || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
      }
      marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
      return marks <= Unicode.Scalar.mostMarks
        && !((0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value))
    }
    guard scalars.contains(where: \.isSeen),
      let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(UnicodeScalarView(scalars[start...last]))
  }
}

extension Unicode.Scalar {
  /// On one letter: no script needs more.
  fileprivate static let mostMarks = 6

  /// Whether it puts anything on a page.
  fileprivate var isSeen: Bool {
    // The blank of Braille is a sign.
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint || value == 0x2800 { return false }
    switch properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .unassigned: return false
    default: return true
    }
  }
}
