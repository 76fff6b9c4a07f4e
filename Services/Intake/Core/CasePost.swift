import Cases
package import Foundation

/// The body of `POST /cases`.
package struct CasePost: Decodable, Sendable {
  struct Form: Decodable, Sendable {
    let region: String?
    let cooperative: String?
    let membershipArea: String?
    let kind: String?

    enum CodingKeys: String, CodingKey {
      case region, cooperative, kind
      case membershipArea = "membership_area"
    }
  }

  struct Reporter: Decodable, Sendable {
    let name: String?
    let phone: String?
    let email: String?
  }

  let text: String?
  let channel: String?
  let service: String?
  let form: Form?
  let privacy: String?
  let reporter: Reporter?
  let language: String?

  enum CodingKeys: String, CodingKey {
    case text, channel, form, privacy, reporter, language
    case service = "service_code"
  }

  /// - Throws: where and why the body is not what it should be.
  package static func draft(_ body: Data) throws(FieldProblem) -> ReportDraft {
    do {
      return try EventCoding.decode(CasePost.self, from: body).draft
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
    draft.region = form?.region
    draft.cooperative = form?.cooperative
    draft.membershipArea = form?.membershipArea
    draft.kind = form?.kind
    draft.privacy = privacy
    draft.name = reporter?.name
    draft.phone = reporter?.phone
    draft.email = reporter?.email
    draft.language = language
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
