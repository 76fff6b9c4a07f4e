import Foundation

/// How far a long command is, on standard error; nothing where nobody looks.
package struct ProgressBar {
  private let what: String
  private let total: Int
  private let isShown: Bool
  private var shown = -1
  private static let width = 30

  package init(_ what: String, total: Int) {
    self.what = what
    self.total = total
    isShown = isatty(STDERR_FILENO) == 1
  }

  package mutating func show(_ done: Int) {
    let percent = total == 0 ? 100 : min(100, done * 100 / total)
    guard isShown, percent != shown else { return }
    shown = percent
    let filled = percent * Self.width / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    FileHandle.standardError.write(Data("\r\(what) \(bar) \(percent) %".utf8))
  }

  /// Leaves the line clean for what is printed next.
  package func finish() {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
