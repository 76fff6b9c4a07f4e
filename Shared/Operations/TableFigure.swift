/// Figures in the columns of a printed table.
package enum TableFigure {
  /// `0.937`
  package static func share(_ value: Double) -> String {
    let digits = String(Int((value * 1000).rounded()))
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "\(padded.dropLast(3)).\(padded.suffix(3))"
  }

  /// Five columns, to the right.
  package static func count(_ number: Int) -> String {
    String(repeating: " ", count: max(0, 5 - String(number).count)) + String(number)
  }
}
