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
    let bytes = try bytes(path)
    guard let text = String(data: bytes, encoding: .utf8) else {
      let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      throw FileProblem(
        path,
        isUTF16
          ? "found UTF-16, which Notepad calls Unicode, expected UTF-8: save the file again, with UTF-8 as its encoding"
          : "found bytes that are not UTF-8: save the file as UTF-8")
    }
    return text
  }

  /// The files of a folder. One that does not belong there is refused, since it is a slip in a name (`rules.yml`,
  /// `rules.yaml.txt`) more often than not; hidden files, an editor's copies and a README are passed over.
  /// - Parameter isWanted: by the path inside the folder.
  /// - Returns: the texts by their paths inside the folder.
  package static func read(_ folder: String, _ isWanted: (String) -> Bool) throws(FileProblem) -> [String: String] {
    guard isFolder(folder) else {
      throw FileProblem(folder, "there is no such folder")
    }
    guard let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] else {
      throw FileProblem(folder, "found no folder that can be read")
    }
    let files = names.filter { !isPassedOver($0) && !isFolder("\(folder)/\($0)") }.sorted()
    let wanted = files.filter(isWanted)
    if let stranger = files.first(where: { !isWanted($0) }) {
      let meant = [".yaml", ".csv"].map { stem(stranger) + $0 }.first { isWanted($0) && !files.contains($0) }
      throw FileProblem(
        "\(folder)/\(stranger)",
        "found a file that does not belong there"
          + (meant.map { "; did you mean '\($0)'?" } ?? ", expected .yaml or .csv"))
    }
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

  private static let copies = ["~", ".bak", ".orig", ".swp", ".tmp", ".rpmsave", ".rpmnew", ".dpkg-old", ".dpkg-dist"]

  private static func isPassedOver(_ name: String) -> Bool {
    let parts = name.split(separator: "/")
    return parts.contains { $0.hasPrefix(".") } || copies.contains { name.hasSuffix($0) }
      || parts.last?.hasPrefix("README") == true
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// A name without what comes after its first dot: `rules/papua` of `rules/papua.yaml.txt`.
  private static func stem(_ name: String) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let last = parts.last?.prefix { $0 != "." } ?? ""
    return (parts.dropLast() + [last]).joined(separator: "/")
  }
}
