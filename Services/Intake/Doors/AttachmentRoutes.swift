import Cases
import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore
import Logging
import Messaging
import Requests
import Web

/// `GET /cases/{number}/attachments/{id}`: for the unit that has the case, by its key.
struct AttachmentRoutes: Sendable {
  let attachments: AttachmentStore
  let access: Access
  let store: Store
  let logger: Logger

  func addRoutes(to router: PeerRouter) {
    router.get("/cases/:number/attachments/:id") { request, context in
      do { return try await show(request, context) } catch {
        return try Response.errors(HTTPProblem(error, logger: logger))
      }
    }
  }

  private func show(_ request: Request, _ context: PeerContext) async throws -> Response {
    let caller = try await access.enter(.attachment, request, context, isChannel: true)
    guard let key = caller.key else {
      throw Access.refusal(
        .unauthorized, "is missing, expected Bearer and a key of the unit that has the case", "Kunci diperlukan.")
    }
    let (text, id) = (try context.parameters.require("number").decodedFromPath, try context.parameters.require("id"))
    try access.guess(caller)
    let number = try? CaseNumber(typed: text)
    let found = try await store.write { db in
      try number.flatMap { try AttachmentTable.look(at: id, of: $0, by: key, now: Date(), in: db) }
    }
    // Whether there is such a case, or whose it is, is not told.
    guard let found else {
      throw UnreadableRequest(
        status: .notFound,
        problem: FieldProblem(
          "id", reason: "found '\(id.prefix(60))', expected the id of an attachment in a case that this key's unit has",
          alasan: "Lampiran tidak ditemukan.", example: "data.report.attachments[0].id of case.routed.v1"))
    }
    access.found(caller)
    return Response(
      status: .ok,
      headers: [.contentType: found.mediaType, .contentDisposition: "attachment", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: try await attachments.content(of: found))))
  }
}
