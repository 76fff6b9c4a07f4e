/// What the reporter wants.
package struct CaseKind: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let complaint = CaseKind(unlisted: "pengaduan")
  package static let question = CaseKind(unlisted: "permintaan_informasi")
  package static let suggestion = CaseKind(unlisted: "aspirasi")
  package static let allCases = [CaseKind.complaint, .question, .suggestion]
}

/// Who may learn the reporter's name: the unit that answers, only the notifier, or nobody.
package struct Privacy: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let open = Privacy(unlisted: "terbuka")
  package static let confidential = Privacy(unlisted: "rahasia")
  package static let anonymous = Privacy(unlisted: "anonim")
  package static let allCases = [Privacy.open, .confidential, .anonymous]
}

/// Where the members of the cooperative live: that decides who supervises it.
package struct MembershipArea: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let regency = MembershipArea(unlisted: "kabkota")
  package static let province = MembershipArea(unlisted: "provinsi")
  package static let national = MembershipArea(unlisted: "nasional")
  package static let allCases = [MembershipArea.regency, .province, .national]
}

/// Whether somebody is harmed while the case waits.
package struct Urgency: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let ordinary = Urgency(unlisted: "biasa")
  package static let urgent = Urgency(unlisted: "mendesak")
  package static let allCases = [Urgency.ordinary, .urgent]
}

/// A number that identifies a person.
package struct PersonalNumber: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let citizen = PersonalNumber(unlisted: "nik")
  package static let phone = PersonalNumber(unlisted: "telepon")
  package static let account = PersonalNumber(unlisted: "rekening")
  package static let allCases = [PersonalNumber.citizen, .phone, .account]
}

/// The way a case came in by.
package struct Channel: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let web = Channel(unlisted: "web")
  package static let open311 = Channel(unlisted: "open311")
  package static let api = Channel(unlisted: "api")
  package static let whatsapp = Channel(unlisted: "whatsapp")
  package static let phone = Channel(unlisted: "phone")
  package static let chatbot = Channel(unlisted: "chatbot")
  package static let email = Channel(unlisted: "email")
  package static let letter = Channel(unlisted: "letter")
  package static let social = Channel(unlisted: "social")
  package static let sms = Channel(unlisted: "sms")
  package static let allCases = [
    Channel.web, .open311, .api, .whatsapp, .phone, .chatbot, .email, .letter, .social, .sms,
  ]
}

/// The language of what the reporter reads.
package struct Language: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let indonesian = Language(unlisted: "id")
  package static let english = Language(unlisted: "en")
  package static let allCases = [Language.indonesian, .english]
}

/// Who acts on a case; `silence` is the clock, after a reporter's long silence.
package struct Party: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let unit = Party(unlisted: "unit")
  package static let reporter = Party(unlisted: "reporter")
  package static let silence = Party(unlisted: "silence")
  package static let allCases = [Party.unit, .reporter, .silence]
}

/// What a reporter can say: answer the unit's question, agree with the answer, object to it.
package struct ReporterResponse: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let reply = ReporterResponse(unlisted: "reply")
  package static let agree = ReporterResponse(unlisted: "agree")
  package static let object = ReporterResponse(unlisted: "object")
  package static let allCases = [ReporterResponse.reply, .agree, .object]
}
