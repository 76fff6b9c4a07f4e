/// What a reporter can say: answer the unit's question, agree with the answer, object to it.
package struct ReporterResponse: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let reply = ReporterResponse(unlisted: "reply")
  package static let agree = ReporterResponse(unlisted: "agree")
  package static let object = ReporterResponse(unlisted: "object")
  package static let allCases = [ReporterResponse.reply, .agree, .object]
}
