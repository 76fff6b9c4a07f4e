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
  /// What people wrote, without what no reader can see: control characters but tabs, blanks at both ends; line ends are one
  /// character.
  package var cleaned: String {
    let scalars = replacing("\r\n", with: "\n").unicodeScalars.filter { scalar in
      scalar == "\n" || scalar == "\t" || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
    }
    let text = String(UnicodeScalarView(scalars))
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
