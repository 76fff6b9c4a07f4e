import Requests
import Web
import Digests
import Foundation
import Hummingbird
import IntakeCore
import NIOCore

/// A form as it came, by either of the two encodings that browsers use.
struct SentForm: Sendable {
  var fields: [String: String] = [:]
  /// On the disk already, under names of their own.
  var files: [IncomingFile] = []
  /// What is wrong with its files; its fields are read all the same.
  var problems: [FieldProblem] = []
}

/// Reads bodies while they come: fields and JSON into the memory, within a budget of all requests; files to the disk.
struct BodyReader: Sendable {
  let attachments: AttachmentStore
  private let memory = ByteBudget(limit: 33_554_432, limitPerClient: 2_097_152)
  /// So much of each body counts for nothing: a usual report is taken however many bytes others have in hand.
  private static let free = 16_384
  /// The longest JSON body: a text of 40,000 bytes, each escaped with six.
  static let json = 262_144

  init(attachments: AttachmentStore) { self.attachments = attachments }

  /// - Throws: `UnreadableRequest` if there is more than the limit, or more of all requests than there is room for.
  func data(_ request: Request, of caller: Caller, upTo limit: Int = BodyReader.json) async throws -> Data {
    var data = Data()
    try await chunks(of: request, caller, limit: limit) { data.append($0) }
    return data
  }

  /// - Parameter known: the names that this door's forms have.
  func form(_ request: Request, of caller: Caller, known: KnownNames) async throws -> SentForm {
    let type = ContentType(request.headers[.contentType] ?? "")
    switch type.essence {
    case "multipart/form-data": return try await multipart(request, type, caller, known)
    case "application/x-www-form-urlencoded":
      let pairs = try URLEncodedForm.decode(try await data(request, of: caller, upTo: FormLimits.encoded))
      try known.check(pairs.map(\.name))
      return SentForm(fields: Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first })
    default:
      throw UnreadableRequest(
        status: .unsupportedMediaType,
        problem: FieldProblem(
          "Content-Type",
          reason:
            "found '\(type.essence.prefix(80))', expected application/x-www-form-urlencoded or multipart/form-data",
          alasan: "Formulir tidak dapat dibaca.", example: "application/x-www-form-urlencoded"))
    }
  }

  private func multipart(
    _ request: Request, _ type: ContentType, _ caller: Caller, _ known: KnownNames
  ) async throws -> SentForm {
    var parser = try MultipartParser(type)
    var form = SentForm()
    var names: [String] = []
    let upload = Upload(attachments, of: caller)
    do {
      let limit =
        FormLimits.allFields + MultipartParser.maximumParts * MultipartParser.maximumHeaders + attachments.limit
      try await chunks(of: request, caller, limit: limit, isKept: false) { bytes in
        for part in try parser.feed(bytes) {
          if case .fileBegins(let field) = part { try known.check(file: field) }
          guard case .field(let name, let value) = part else {
            try await upload.take(part)
            continue
          }
          names.append(name)
          form.fields[name] = value
        }
      }
      try parser.finish()
      try known.check(names)
    } catch {
      await attachments.discard(upload.files)
      throw error
    }
    (form.files, form.problems) = (upload.files, upload.problems)
    return form
  }

  /// - Parameter isKept: whether the bytes stay in the memory until all have come.
  private func chunks(
    of request: Request, _ caller: Caller, limit: Int, isKept: Bool = true, _ take: (Data) async throws -> Void
  ) async throws {
    try Self.checkCoding(request)
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Self.tooLarge(limit) }
    var (count, counted) = (0, 0)
    let client = caller.name
    defer { memory.giveBack(counted, of: client) }
    var body = request.body.makeAsyncIterator()
    while let chunk = try await Self.next(&body) {
      count += chunk.readableBytes
      guard count <= limit else { throw Self.tooLarge(limit) }
      let owed = isKept ? max(0, count - Self.free) - counted : 0
      guard memory.take(owed, for: client) else { throw Self.busy }
      counted += owed
      try await take(Data(chunk.readableBytesView))
    }
  }

  /// Bytes in another coding would be read as other words than those that were sent.
  private static func checkCoding(_ request: Request) throws {
    let charset = ContentType(request.headers[.contentType] ?? "")["charset"] ?? "utf-8"
    let coding = request.headers[.contentEncoding] ?? "identity"
    let (header, found) = coding.lowercased() == "identity" ? ("Content-Type", charset) : ("Content-Encoding", coding)
    guard !["identity", "utf-8", "utf8", "us-ascii"].contains(found.lowercased()) else { return }
    throw UnreadableRequest(
      status: .unsupportedMediaType,
      problem: FieldProblem(
        header, reason: "found '\(found.prefix(40))', expected UTF-8 as it is", alasan: "Kiriman tidak dapat dibaca.",
        example: "charset=utf-8"))
  }

  private static func next(_ body: inout RequestBody.AsyncIterator) async throws -> ByteBuffer? {
    do { return try await body.next() } catch let error where !(error is CancellationError) {
      throw UnreadableRequest(
        status: .badRequest,
        problem: FieldProblem(
          "body", reason: "ended before its end, or is in broken chunks", alasan: "Kiriman tidak lengkap.",
          example: "the whole body, as long as Content-Length says"))
    }
  }

  private static func tooLarge(_ limit: Int) -> UnreadableRequest {
    UnreadableRequest(
      status: .contentTooLarge,
      problem: FieldProblem(
        "body", reason: "has more than \(limit) bytes", alasan: "Kiriman terlalu besar.",
        example: "a shorter text or a smaller photo"))
  }

  private static let busy = UnreadableRequest(
    status: .serviceUnavailable,
    problem: FieldProblem(
      "body", reason: "is more than there is room for while others are sent, expected it again later",
      alasan: "Terlalu banyak kiriman besar. Mohon coba lagi sebentar lagi.", example: "Retry-After: 5"),
    retryAfterSeconds: 5)
}

/// The files of one form while they come.
private final class Upload {
  private let attachments: AttachmentStore
  private let caller: Caller
  private(set) var files: [IncomingFile] = []
  private(set) var problems: [FieldProblem] = []
  private var file: IncomingFile?
  private var hash = SHA256()

  init(_ attachments: AttachmentStore, of caller: Caller) {
    self.attachments = attachments
    self.caller = caller
  }

  func take(_ part: MultipartParser.Part) async throws {
    switch part {
    case .field: break
    case .fileBegins(let field):
      file = IncomingFile(field: field, id: Secrets.token())
      hash = SHA256()
    case .fileBytes(let bytes): try await append(bytes)
    case .fileEnds:
      // An empty one means that none was chosen.
      guard var done = file, done.bytes > 0 else { return }
      done.digest = Data(hash.finalize())
      files[files.count - 1] = done
      file = nil
    }
  }

  private func append(_ bytes: Data) async throws {
    guard var current = file else { return }
    if current.bytes == 0 {
      guard files.count < attachments.maximumCount else { return refuse(attachments.tooMany(current.field)) }
      files.append(current)
    }
    current.bytes += bytes.count
    guard current.bytes <= attachments.maximumBytes else {
      files.removeLast()
      await attachments.discard([current])
      return refuse(attachments.tooLarge(current.field))
    }
    hash.update(bytes)
    try await attachments.append(bytes, to: current, of: caller)
    file = current
    files[files.count - 1] = current
  }

  private func refuse(_ problem: FieldProblem) {
    file = nil
    if !problems.contains(problem) { problems.append(problem) }
  }
}
