package import Foundation
package import Texts

/// Files that people keep: read whole, with limits.
package enum TextFolder {
  package static let maximumFiles = 1_000
  package static let maximumBytes = 64_000_000

  /// One file, whatever it holds.
  package static func bytes(_ path: String) throws(FileProblem) -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileProblem(path, "there is no such file, or it cannot be read")
    }
    guard data.count <= maximumBytes else {
      throw FileProblem(path, "found \(data.count) bytes, expected at most \(maximumBytes)")
    }
    return data
  }

  /// One file.
  package static func file(_ path: String) throws(FileProblem) -> String {
    guard let text = String(data: try bytes(path), encoding: .utf8) else {
      throw FileProblem(path, "found bytes that are not UTF-8")
    }
    return text
  }

  /// - Parameter isWanted: by the path inside the folder.
  /// - Returns: the texts by their paths inside the folder.
  package static func read(_ folder: String, _ isWanted: (String) -> Bool) throws(FileProblem) -> [String: String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw FileProblem(folder, "there is no such folder")
    }
    guard let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] else {
      throw FileProblem(folder, "found no folder that can be read")
    }
    let wanted = names.filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } && isWanted($0) }
    guard !wanted.isEmpty else {
      throw FileProblem(folder, "found none of the files that belong there")
    }
    guard wanted.count <= maximumFiles else {
      throw FileProblem(folder, "found \(wanted.count) files, expected at most \(maximumFiles)")
    }
    var texts: [String: String] = [:]
    var bytes = 0
    for name in wanted {
      let text = try file("\(folder)/\(name)")
      bytes += text.utf8.count
      guard bytes <= maximumBytes else {
        throw FileProblem(folder, "found more than \(maximumBytes) bytes")
      }
      texts[name] = text
    }
    return texts
  }
}
