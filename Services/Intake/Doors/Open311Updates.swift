import Cases
import Foundation
import Hummingbird
import IntakeCore
import Messaging
import Requests
import Texts
import Web

/// Service request updates, FixMyStreet's extension of GeoReport v2: a platform asks what has become of the reports that
/// it sent, and passes on what their reporters say. By the key that sent them, of no others.
extension Open311Routes {
  func listUpdates(_ asked: Asked) async throws -> Response {
    let parameters = asked.request.uri.formParameters
    let caller = try await enter(.look, asked, parameters["api_key"])
    let filter = try RequestFilter(parameters, now: Date())
    let updates = try await store.pool.read { try UpdateQueries.list(filter, sentBy: caller, in: $0) }
    return try asked.format.respond(Open311.updates(updates), root: "service_request_updates")
  }

  func takeUpdate(_ asked: Asked) async throws -> Response {
    let caller = try await access.enter(.report, asked.request, asked.context)
    return try await registration.withForm(asked.request, of: caller, known: .updates) { form in
      try check(jurisdiction: form.fields["jurisdiction_id"])
      let sender = try await enter(.report, asked, form.fields["api_key"])
      let update = try UpdatePost(form.fields)
      let said = try await store.work(source: source) { [update] work in
        try UpdateQueries.take(update, sentBy: sender, work)
      }
      let number = update.number.text
      switch said {
      case .said(let position):
        return try asked.format.respond(
          [["update_id": .text("\(number).\(position)"), "service_request_id": .text(number)]],
          root: "service_request_updates", status: .created)
      case .unknown:
        throw Self.missing("service_request_id", number, "a request that was sent with this key")
      case .handedOn:
        throw FieldProblem(
          "service_request_id",
          reason: "\(number) was handed on to another institution, which is not reached from here",
          alasan: "Laporan ini sudah dialihkan.", example: CaseNumber.sample)
      }
    }
  }

  /// - Returns: the key's id.
  private func enter(_ purpose: Access.Purpose, _ asked: Asked, _ secret: String?) async throws -> String {
    let caller = try await access.enter(
      purpose, asked.request, asked.context, secret: secret.flatMap { $0.isEmpty ? nil : $0 })
    guard let key = caller.key else {
      throw Access.refusal(
        .unauthorized, "is missing, expected a key of the channel that sent the requests", "Kunci diperlukan.")
    }
    return key.id
  }
}
