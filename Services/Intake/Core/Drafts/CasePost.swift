package import Requests
import Cases
package import Foundation
import Texts

extension ReportDraft {
  /// The body of `POST /cases`.
  /// - Throws: where and why it is not what it should be.
  package init(json body: Data) throws(FieldProblem) { self = try CasePost.draft(body) }
}

/// The same, as it is written.
struct CasePost: StrictDecodable, Sendable {
  struct Form: StrictDecodable, Sendable {
    let region: String?
    let cooperative: String?
    let membershipArea: String?
    let kind: String?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case region, cooperative, kind
      case membershipArea = "membership_area"
    }
  }

  struct Reporter: StrictDecodable, Sendable {
    let name: String?
    let phone: String?
    let email: String?

    enum CodingKeys: String, CodingKey, CaseIterable { case name, phone, email }
  }

  let text: String?
  let channel: String?
  let service: String?
  let form: Strict<Form>?
  let privacy: String?
  let reporter: Strict<Reporter>?
  let language: String?
  let receivedAt: String?
  let reference: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case text, channel, form, privacy, reporter, language, reference
    case service = "service_code"
    case receivedAt = "received_at"
  }

  static func draft(_ body: Data) throws(FieldProblem) -> ReportDraft {
    do {
      return try Strict<CasePost>.read(body).draft
    } catch let error as DecodingError {
      throw FieldProblem(
        error.field ?? "body", reason: error.explanation, alasan: "Isian tidak dapat dibaca.",
        example: #"{"text":"Simpanan saya tidak dapat ditarik","form":{"region":"35.78"},"privacy":"terbuka"}"#)
    } catch {
      throw FieldProblem("body", reason: "\(error)", alasan: "Isian tidak dapat dibaca.", example: #"{"text":"..."}"#)
    }
  }

  private var draft: ReportDraft {
    var draft = ReportDraft()
    draft.text = text
    draft.channel = channel
    draft.service = service
    draft.region = form?.value.region
    draft.cooperative = form?.value.cooperative
    draft.membershipArea = form?.value.membershipArea
    draft.kind = form?.value.kind
    draft.privacy = privacy
    draft.name = reporter?.value.name
    draft.phone = reporter?.value.phone
    draft.email = reporter?.value.email
    draft.language = language
    draft.receivedAt = receivedAt
    draft.reference = reference
    return draft
  }
}

extension DecodingError {
  /// The path of the field that is wrong, where there is one.
  fileprivate var field: String? {
    let path: [any CodingKey] =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
        context.codingPath
      case .keyNotFound(let key, let context): context.codingPath + [key]
      @unknown default: []
      }
    return path.isEmpty ? nil : path.map(\.stringValue).joined(separator: ".")
  }
}
