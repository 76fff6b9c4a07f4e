package import Cases
package import Foundation

/// A notice that is owed to a case's reporter, without the reporter.
package struct Notice: Codable, Sendable, Equatable {
  package var number: CaseNumber
  package var kind: NoticeKind
  package var unitName: String?
  /// How to reach the institution outside.
  package var address: String?
  /// The question, the answer, the last word.
  package var text: String?
  package var due: Date?

  package init(
    number: CaseNumber, kind: NoticeKind, unitName: String? = nil, address: String? = nil, text: String? = nil,
    due: Date? = nil
  ) {
    self.number = number
    self.kind = kind
    self.unitName = unitName
    self.address = address
    self.text = text
    self.due = due
  }
}

extension Notice {
  package init(_ event: CaseReceived.Outline) { self.init(number: event.number, kind: .receipt) }

  package init(_ event: CaseRouted.Outline) {
    self.init(
      number: event.number, kind: event.handedOn == nil ? .passedOn : .handedOn, unitName: event.unitName,
      address: event.handedOn, due: event.deadline.due)
  }

  package init(_ event: CaseAsked) { self.init(number: event.number, kind: .question, text: event.question) }
  package init(_ event: CaseAnswered) { self.init(number: event.number, kind: .answer, text: event.answer) }
  package init(_ event: CaseClosed) {
    self.init(number: event.number, kind: .closed, text: event.by == .unit ? event.text : nil)
  }
}
