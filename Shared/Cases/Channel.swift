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
