import AMQP
import Cases
import Foundation
import IntakeCore
import Stage

/// Keeps attachments as files under names of our own, on a thread of its own: disks are slow.
actor AttachmentStore {
  private let thread = IOThread(name: "attachments")
  private let folder: String
  private let maximumBytes: Int
  private let maximumCount: Int

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(folder: String, maximumBytes: Int, maximumCount: Int) {
    self.folder = folder
    self.maximumBytes = maximumBytes
    self.maximumCount = maximumCount
  }

  /// Checks all, then writes all, to the disk.
  /// - Throws: `FieldProblems` about what may not be attached.
  func save(_ files: [Multipart.File]) throws -> [Attachment] {
    var problems: [FieldProblem] = []
    if files.count > maximumCount {
      problems.append(
        Self.problem(
          files[0].field, "has \(files.count) files, expected at most \(maximumCount)",
          "Lampiran terlalu banyak: paling banyak \(maximumCount)."))
    }
    for file in files {
      if file.content.count > maximumBytes {
        problems.append(
          Self.problem(
            file.field, "has \(file.content.count) bytes, expected at most \(maximumBytes)",
            "Lampiran terlalu besar: paling besar \(maximumBytes / 1_048_576) MB."))
      } else if MediaKind(content: file.content) == nil {
        problems.append(
          Self.problem(
            file.field, "is neither a JPEG, PNG or WebP picture nor a PDF",
            "Lampiran harus berupa foto (JPEG, PNG, WebP) atau PDF."))
      }
    }
    guard problems.isEmpty else { throw FieldProblems(problems: problems) }
    var saved: [Attachment] = []
    do {
      for file in files {
        if let kind = MediaKind(content: file.content) { saved.append(try write(file.content, kind)) }
      }
    } catch {
      remove(saved)
      throw error
    }
    return saved
  }

  /// For requests that did not become a case.
  func remove(_ attachments: [Attachment]) {
    for attachment in attachments {
      guard let kind = MediaKind(rawValue: attachment.mediaType) else { continue }
      try? FileManager.default.removeItem(atPath: path(attachment.id, kind))
    }
  }

  private func write(_ content: Data, _ kind: MediaKind) throws -> Attachment {
    let id = Secrets.token()
    let path = path(id, kind)
    let parent = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteUnknown) }
    do {
      try handle.write(contentsOf: content)
      try handle.synchronize()
      try handle.close()
      for directory in [parent, folder] { try Self.synchronize(directory) }
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
    return Attachment(id: id, mediaType: kind.rawValue, bytes: content.count)
  }

  /// A file's name is on the disk only when its folder is.
  private static func synchronize(_ directory: String) throws {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// In 256 folders, so that none grows too large.
  private func path(_ id: String, _ kind: MediaKind) -> String {
    "\(folder)/\(id.prefix(2))/\(id).\(kind.fileExtension)"
  }

  private static func problem(_ field: String, _ reason: String, _ alasan: String) -> FieldProblem {
    FieldProblem(field, reason: reason, alasan: alasan, example: "a photo as JPEG")
  }
}
