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
  /// of writing, blanks at both ends; line ends are one character. Nothing, where there is nothing to be seen.
  package var cleaned: String {
    let scalars = replacing("\r\n", with: "\n").unicodeScalars.filter { scalar in
      scalar == "\n" || scalar == "\t"
        || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
          || (0x2066...0x2069).contains(scalar.value))
    }
    guard scalars.contains(where: \.isSeen) else { return "" }
    let text = String(UnicodeScalarView(scalars))
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}

extension Unicode.Scalar {
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
