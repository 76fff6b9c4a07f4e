import Operations
import Messaging

/// Every setting of the notifier.
struct NotifierSettings: ServiceSettings {
  let common: CommonSettings
  let stage: StageSettings
  let mail: MailSettings
  let connections: Int
  let mailsPerDay: Int
  let trackingAddress: String
  let notices: String

  /// - Throws: all problems at once.
  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: NotifierMain.name)
    stage = StageSettings(&source, service: NotifierMain.name)
    connections = source.whole(
      "smtp.connections", default: 2, in: 1...16, unit: "connections", "how many mails are sent at the same time")
    mailsPerDay = source.whole(
      "mails.per.day", default: 10, in: 1...100_000, unit: "mails",
      "to one address; what is more waits until the next day")
    trackingAddress = source.text(
      "tracking.address", default: "http://localhost:8080/lacak", "URL of the tracking page, as it stands in mails")
    notices = source.text(
      "notices", default: "",
      "folder of notices.id.yaml and notices.en.yaml, what mails say; without it the shipped texts")
    let server = source.text(
      "smtp.server", default: "smtp://127.0.0.1:25", "smtp://host:port (STARTTLS) or smtps://host:port")
    let tls = source.text("smtp.tls", default: "required", "required, or optional for a server on the same machine")
    if !["required", "optional"].contains(tls) {
      source.addProblem("smtp.tls", "found '\(tls)', expected required or optional")
    }
    if !server.hasPrefix("smtp://"), !server.hasPrefix("smtps://") {
      source.addProblem("smtp.server", "found '\(server.prefix(60))', expected smtp://host:port or smtps://host:port")
    }
    let user = source.text("smtp.user", default: "", "account at the SMTP server; none without it")
    let authorities = source.text("smtp.ca", default: "", "file of the authorities for TLS; the system's without it")
    mail = MailSettings(
      server: server, user: user.isEmpty ? nil : user,
      password: source.secret("smtp.password", "password of that account"), requiresTLS: tls == "required",
      authorityFile: authorities.isEmpty ? nil : authorities,
      sender: source.text("sender", default: "Disposisi <disposisi@localhost>", "From of all mails"),
      timeoutSeconds: source.whole(
        "smtp.timeout", default: 30, in: 1...600, unit: "seconds", "how long one mail may take"))
    try source.check()
  }

  /// Those that the mail server's certificate is checked by; nil for the system's.
  var mailAuthorities: CertificateFile? {
    mail.authorityFile.map { CertificateFile(setting: "NOTIFIER_SMTP_CA", path: $0, areAuthorities: true) }
  }
}
