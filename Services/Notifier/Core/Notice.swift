package import Cases
package import Foundation

/// What a reporter is told, and when.
package enum NoticeKind: String, WordChoice {
  case receipt
  case passedOn = "passed_on"
  case handedOn = "handed_on"
  case question, answer, closed
}

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
  package init(_ event: CaseReceived) { self.init(number: event.number, kind: .receipt) }

  package init(_ event: CaseRouted) {
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

/// Whom a notice goes to. Nobody has confirmed that the address is the reporter's: so no word of the report's sender
/// stands in a mail, the name not either.
package struct Addressee: Sendable, Equatable {
  package var code: String
  package var language: Language

  package init(code: String, language: Language) {
    self.code = code
    self.language = language
  }
}

/// A notice in words.
package struct NoticeText: Sendable, Equatable {
  package let subject: String
  package let body: String
}
