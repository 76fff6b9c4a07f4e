import Foundation

/// The file that a store was opened with: another one under its name, or none, means that what is written now is lost.
struct OpenedFile: Sendable {
  let path: String
  private let device: UInt64
  private let number: UInt64

  init(path: String) throws(StoreError) {
    guard let found = Self.identity(of: path) else {
      throw StoreError(path: path, found: "no file after opening it", expected: "one that stays")
    }
    self.path = path
    (device, number) = found
  }

  /// - Throws: `StoreError` if the file was deleted or replaced.
  func check() throws(StoreError) {
    guard let found = Self.identity(of: path) else {
      throw StoreError(path: path, found: "that the file was deleted", expected: "the one that was opened: start anew")
    }
    guard found == (device, number) else {
      throw StoreError(
        path: path, found: "another file than the one that was opened", expected: "that one: start anew")
    }
  }

  /// What tells this file from every other one.
  var inode: Int64 { Int64(truncatingIfNeeded: number) }

  private static func identity(of path: String) -> (UInt64, UInt64)? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
