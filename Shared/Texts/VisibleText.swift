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
