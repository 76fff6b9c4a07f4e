import Cases
import Foundation
import IntakeCore
import Requests

/// What the form page shows.
struct FormView {
  var key: String
  var fields: [String: String] = [:]
  var problems: [FieldProblem] = []
  /// No page can put them into the form again.
  var hadFiles = false

  init(key: String) { self.key = key }
}

/// What the receipt shows.
struct ReceiptView {
  let receipt: Receipt
  /// How the reporter is reached.
  let hasMail: Bool
  let hasPhone: Bool
}

/// What the tracking page shows.
struct TrackingView {
  var typed: String
  var factor = ""
  var response: ReporterResponse?
  var text = ""
  var found: PublicCase?
  var history: [HistoryEntry]?
  /// What the reporter has said since the case last moved.
  var pending: [ReporterWord] = []
  /// What the reporter wrote, for who has the receipt's code.
  var report: String?
  var problem: Message?
  var notice: Message?
  /// Whether the reporter has answered a question before: then more can be said.
  var hasReplied = false

  init(typed: String) { self.typed = typed }

  /// A sentence of the page's words, or one that is at hand in both languages.
  enum Message {
    case words(String, [String: String] = [:])
    case late(CaseState)
    case refusal(FieldProblem)
  }
}
