import Requests
import Web
import Threads
import Cases
import Foundation
import HTTPTypes
import IntakeCore
import Messaging

/// A file that came with a form, before anybody has looked at it.
struct IncomingFile: Sendable {
  let field: String
  /// Also its name on the disk.
  let id: String
  var bytes = 0
  /// SHA-256.
  var digest = Data()
}

/// How much may be attached.
struct AttachmentLimits: Sendable {
  let bytes: Int
  let count: Int
  /// From one address without a key.
  let bytesPerDay: Int
  /// Free space of the disk, in bytes, below which only text is taken.
  let floor: Int
}

/// Keeps attachments as files under names of our own, on a thread of its own: disks are slow. They come into a folder
/// `incoming`, and leave it cleaned, or not at all.
actor AttachmentStore {
  private let thread = IOThread(name: "attachments")
  private let folder: String
  private let limits: AttachmentLimits
  private var days = TokenBuckets(seconds: 86_400)
  /// By the file's id.
  private var coming: [String: Coming] = [:]
  /// Of all files that are on their way: some hundred of the greatest size.
  private let way = ByteBudget(limit: 536_870_912, limitPerClient: 67_108_864)

  /// A file that is on its way.
  private struct Coming {
    let handle: FileHandle
    let client: String
    /// Taken from `way`.
    var bytes = 0
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
  nonisolated var maximumBytes: Int { limits.bytes }
  nonisolated var maximumCount: Int { limits.count }
  /// Of all files of one form, in bytes. One more is read, so that its sender can be told.
  nonisolated var limit: Int { (limits.count + 1) * limits.bytes }

  init(folder: String, limits: AttachmentLimits) {
    self.folder = folder
    self.limits = limits
  }

  /// - Throws: `UnreadableRequest`: 429, 503 or 507.
  func append(_ bytes: Data, to file: IncomingFile, of caller: Caller) throws {
    var now = try coming[file.id] ?? begin(file, of: caller)
    if !caller.isUnlimited {
      let limit = caller.key == nil ? limits.bytesPerDay : 100 * limits.bytesPerDay
      if let wait = days.take(caller.name, bytes.count, limit: limit, at: TokenBuckets.now) {
        throw Self.tooMuch(.tooManyRequests, "are more than may come from one address in a day", Int(wait) + 1)
      }
    }
    guard way.take(bytes.count, for: caller.name) else {
      throw Self.tooMuch(.serviceUnavailable, "are more than there is room for while others are sent", 5)
    }
    now.bytes += bytes.count
    coming[file.id] = now
    try now.handle.write(contentsOf: bytes)
  }

  private func begin(_ file: IncomingFile, of caller: Caller) throws -> Coming {
    try checkRoom()
    try Self.makeFolder(folder + "/incoming")
    let begun = Coming(handle: try Self.create(incoming(file)), client: caller.name)
    coming[file.id] = begun
    return begun
  }

  /// Checks and cleans all, then keeps all.
  /// - Throws: `FieldProblems` about what may not be attached.
  func keep(_ files: [IncomingFile]) throws -> [Attachment] {
    var problems: [FieldProblem] = []
    var cleaned: [(content: Data, kind: MediaKind)] = []
    for file in files {
      try? coming[file.id]?.handle.close()
      let content = try Data(contentsOf: URL(filePath: incoming(file)))
      do throws(MediaProblem) { cleaned.append(try MediaKind.cleaned(content)) } catch {
        problems.append(Self.problem(file.field, error.reason, error.alasan))
      }
    }
    guard problems.isEmpty else { throw FieldProblems(problems: problems) }
    var kept: [Attachment] = []
    do {
      for (content, kind) in cleaned { kept.append(try write(content, kind)) }
    } catch {
      remove(kept)
      throw error
    }
    return kept
  }

  /// Of requests that are answered: what was kept of them has left the folder.
  func discard(_ files: [IncomingFile]) {
    for file in files {
      try? FileManager.default.removeItem(atPath: incoming(file))
      guard let gone = coming.removeValue(forKey: file.id) else { continue }
      try? gone.handle.close()
      way.giveBack(gone.bytes, of: gone.client)
    }
  }

  /// For requests that did not become a case.
  func remove(_ attachments: [Attachment]) {
    for attachment in attachments {
      guard let kind = MediaKind(rawValue: attachment.mediaType) else { continue }
      try? FileManager.default.removeItem(atPath: path(attachment.id, kind))
    }
  }

  /// - Throws: what the disk says.
  func content(of attachment: Attachment) throws -> Data {
    guard let kind = MediaKind(rawValue: attachment.mediaType) else { throw CocoaError(.fileReadUnknown) }
    return try Data(contentsOf: URL(filePath: path(attachment.id, kind)))
  }

  /// What a process that died has left: files that came in part.
  func removeIncoming() { try? FileManager.default.removeItem(atPath: folder + "/incoming") }

  /// Files, older than an hour, that no case has.
  /// - Parameter isKnown: whether an attachment of this id belongs to a case.
  /// - Returns: how many were removed.
  func sweep(_ prefix: String, _ isKnown: @Sendable (String) async throws -> Bool) async throws -> Int {
    var count = 0
    let place = "\(folder)/\(prefix)"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
      let path = "\(place)/\(name)"
      let written = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
      guard let written, written.timeIntervalSinceNow < -3600, try await !isKnown(String(name.prefix { $0 != "." }))
      else { continue }
      try FileManager.default.removeItem(atPath: path)
      count += 1
    }
    return count
  }
}

extension AttachmentStore {
  private func checkRoom() throws {
    var space = statvfs()
    guard statvfs(folder, &space) == 0 || statvfs((folder as NSString).deletingLastPathComponent, &space) == 0 else {
      return
    }
    guard Int(space.f_bavail) * Int(space.f_frsize) >= limits.floor else {
      throw Self.tooMuch(
        HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
        "find no room on the disk, expected a report without files", 3600)
    }
  }

  private func write(_ content: Data, _ kind: MediaKind) throws -> Attachment {
    let id = Secrets.token()
    let path = path(id, kind)
    let parent = (path as NSString).deletingLastPathComponent
    try Self.makeFolder(parent)
    let handle = try Self.create(path)
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

  private static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  private static func create(_ path: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteUnknown) }
    return handle
  }

  /// A file's name is on the disk only when its folder is.
  private static func synchronize(_ directory: String) throws {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// In 256 folders, so that none grows too large.
  private func path(_ id: String, _ kind: MediaKind) -> String { Self.path(id, kind, in: folder) }

  /// Where an attachment lies.
  static func path(_ id: String, _ kind: MediaKind, in folder: String) -> String {
    "\(folder)/\(name(id, kind))"
  }

  static func name(_ id: String, _ kind: MediaKind) -> String { "\(id.prefix(2))/\(id).\(kind.fileExtension)" }

  private func incoming(_ file: IncomingFile) -> String { "\(folder)/incoming/\(file.id)" }

  nonisolated func tooMany(_ field: String) -> FieldProblem {
    Self.problem(
      field, "has more than \(limits.count) files", "Lampiran terlalu banyak: paling banyak \(limits.count).")
  }

  nonisolated func tooLarge(_ field: String) -> FieldProblem {
    Self.problem(
      field, "has more than \(limits.bytes) bytes, expected at most \(limits.bytes)",
      "Lampiran terlalu besar: paling besar \(limits.bytes / 1_048_576) MB.")
  }

  private static func problem(_ field: String, _ reason: String, _ alasan: String) -> FieldProblem {
    FieldProblem(field, reason: reason, alasan: alasan, example: "a photo as JPEG")
  }

  private static func tooMuch(_ status: HTTPResponse.Status, _ reason: String, _ wait: Int) -> UnreadableRequest {
    UnreadableRequest(
      status: status,
      problem: FieldProblem(
        "media", reason: reason,
        alasan: "Lampiran tidak dapat kami terima sekarang. Kirim laporan tanpa lampiran, atau coba lagi nanti.",
        example: "the same report without files"), retryAfterSeconds: wait)
  }
}
