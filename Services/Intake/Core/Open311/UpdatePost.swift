package import Cases
package import Requests
import Texts

/// A reporter's word on its way through another platform.
package struct UpdatePost: Sendable, Equatable {
  package let number: CaseNumber
  /// The platform's own; sent twice, it counts once.
  package let id: String
  package let text: String
  /// Whether the reporter takes the matter for settled.
  package let isSettled: Bool

  /// - Throws: all problems at once.
  package init(_ fields: [String: String]) throws(FieldProblems) {
    var problems: [FieldProblem] = []
    func refuse(_ field: String, _ reason: String, _ example: String) {
      problems.append(
        FieldProblem(field, reason: reason, alasan: "Isian \(field) tidak benar.", example: example))
    }
    let typed = fields["service_request_id"] ?? ""
    let number = try? CaseNumber(typed: typed)
    if number == nil {
      refuse("service_request_id", "found '\(typed.prefix(40))', expected \(CaseNumber.shape)", CaseNumber.sample)
    }
    id = (fields["update_id"] ?? "").cleaned
    if !(1...100).contains(id.utf8.count) {
      refuse("update_id", "has \(id.utf8.count) bytes, expected 1 to 100", "17")
    }
    let given = fields["description"] ?? ""
    var link: String?
    do throws(FieldProblem) { link = try LetterCheck.link(fields["media_url"], "media_url") } catch {
      problems.append(error)
    }
    let words = given.utf8.count <= FormLimits.field ? given.cleaned : ""
    text = [words, link ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
    if words.isEmpty || text.count > DraftCheck.maximumCharacters || text.utf8.count > DraftCheck.maximumBytes {
      refuse(
        "description", "is missing or too long, expected at most \(DraftCheck.maximumCharacters) letters", "Sudah.")
    }
    isSettled = ["closed", "fixed", "fixed - user", "fixed - council"].contains((fields["status"] ?? "").lowercased())
    guard let number, problems.isEmpty else { throw FieldProblems(problems: problems) }
    self.number = number
  }
}
