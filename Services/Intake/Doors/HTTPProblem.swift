import Requests
import Web
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// A failure as every door tells it: a status, and what is wrong with which field.
struct HTTPProblem: Sendable {
  let status: HTTPResponse.Status
  let problems: [FieldProblem]
  private(set) var retryAfterSeconds: Int?

  init(status: HTTPResponse.Status, problems: [FieldProblem]) { (self.status, self.problems) = (status, problems) }

  /// - Parameter invalid: the status for fields that are wrong: Open311 wants 400, else it is 422.
  init(_ error: any Error, invalid: HTTPResponse.Status = .unprocessableContent, logger: Logger) {
    switch error {
    case let error as FieldProblems: (status, problems) = (invalid, error.problems)
    case let error as FieldProblem: (status, problems) = (.badRequest, [error])
    case let error as UnreadableRequest:
      (status, problems, retryAfterSeconds) = (error.status, [error.problem], error.retryAfterSeconds)
    case is IdempotencyKeyReused:
      status = .unprocessableContent
      problems = [
        FieldProblem(
          "Idempotency-Key", reason: "was used before with another body, expected a new key for a new report",
          alasan: "Formulir ini sudah dikirim dengan isi lain.", example: UUID().uuidString.lowercased())
      ]
    default:
      logger.error("request failed", metadata: ["reason": "\(error)"])
      status = .serviceUnavailable
      retryAfterSeconds = 5
      problems = [
        FieldProblem(
          "service", reason: "cannot store reports now; nothing was stored, try again",
          alasan: "Laporan belum dapat kami simpan. Mohon coba lagi beberapa saat lagi.",
          example: "the same request later")
      ]
    }
  }
}

extension Response {
  /// With what a program needs to do better: when to come again, and that a key is wanted.
  func withRetryHeaders(_ problem: HTTPProblem) -> Response {
    var response = self
    response.headers[.retryAfter] = problem.retryAfterSeconds.map(String.init)
    if problem.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    return response
  }
}
