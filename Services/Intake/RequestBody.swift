import Foundation
import Hummingbird
import IntakeCore
import NIOCore

/// How large a request's body may be, in bytes.
struct BodyLimits: Sendable {
  let plain: Int
  let multipart: Int
}

/// A request that cannot be read at all.
struct UnreadableRequest: Error {
  let status: HTTPResponse.Status
  let problem: FieldProblem
  /// When to come again, where that helps.
  var retryAfterSeconds: Int?
}

/// A form as it came, by either of the two encodings that browsers use.
struct SentForm: Sendable {
  var fields: [String: String]
  var files: [Multipart.File]
}

extension Request {
  /// - Throws: `UnreadableRequest` if there is more than the limit.
  func data(upTo limit: Int) async throws -> Data {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Self.tooLarge(limit) }
    do {
      return Data(try await body.collect(upTo: limit).readableBytesView)
    } catch is NIOTooManyBytesError {
      throw Self.tooLarge(limit)
    } catch let error where !(error is CancellationError) {
      throw UnreadableRequest(
        status: .badRequest,
        problem: FieldProblem(
          "body", reason: "ended before its end, or is in broken chunks", alasan: "Kiriman tidak lengkap.",
          example: "the whole body, as long as Content-Length says"))
    }
  }

  func form(_ limits: BodyLimits) async throws -> SentForm {
    let type = headers[.contentType] ?? ""
    if type.hasPrefix("multipart/form-data") {
      let parts = try Multipart(try await data(upTo: limits.multipart), contentType: type)
      return SentForm(fields: parts.fields, files: parts.files)
    }
    guard type.hasPrefix("application/x-www-form-urlencoded") else {
      throw UnreadableRequest(
        status: .unsupportedMediaType,
        problem: FieldProblem(
          "Content-Type",
          reason: "found '\(type.prefix(80))', expected application/x-www-form-urlencoded or multipart/form-data",
          alasan: "Formulir tidak dapat dibaca.", example: "application/x-www-form-urlencoded"))
    }
    let text = String(decoding: try await data(upTo: limits.plain), as: UTF8.self)
    guard let fields = Self.decode(text) else {
      throw UnreadableRequest(
        status: .badRequest,
        problem: FieldProblem(
          "body", reason: "is not valid application/x-www-form-urlencoded", alasan: "Formulir tidak dapat dibaca.",
          example: "description=Simpanan%20saya"))
    }
    return SentForm(fields: fields, files: [])
  }

  private static func decode(_ text: String) -> [String: String]? {
    let query = text.replacing("+", with: "%20").replacing("[", with: "%5B").replacing("]", with: "%5D")
    guard let items = URLComponents(string: "?" + query, encodingInvalidCharacters: false)?.queryItems else {
      return nil
    }
    return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
  }

  private static func tooLarge(_ limit: Int) -> UnreadableRequest {
    UnreadableRequest(
      status: .contentTooLarge,
      problem: FieldProblem(
        "body", reason: "has more than \(limit) bytes", alasan: "Kiriman terlalu besar.",
        example: "a shorter text or a smaller photo"))
  }
}
