import Requests
import Web
import Foundation
import IntakeCore
import Operations
import Messaging

/// Every setting of intake.
struct IntakeSettings: ServiceSettings {
  let common: CommonSettings
  let stage: StageSettings
  let host: String
  let port: Int
  let publicAddress: String
  let attachments: AttachmentLimits
  let topics: String
  let pages: String
  let jurisdiction: String
  let access: AccessLimits
  let certificate: String
  let key: String
  let requestSeconds: Int
  let answerSeconds: Int
  let connections: ConnectionCount.Limits
  let answers: CentreAnswers

  /// - Throws: all problems at once.
  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: IntakeMain.name)
    stage = StageSettings(&source, service: IntakeMain.name)
    host = source.text("http.host", default: "127.0.0.1", "address of the public door")
    port = source.whole("http.port", default: 8080, in: 1...65_535, unit: "port number", "port of the public door")
    publicAddress = source.text(
      "public.address", default: "http://localhost:8080",
      "how the public door is reached from outside, without a slash at the end")
    attachments = AttachmentLimits(&source)
    topics = source.text("topics", default: "", "folder of the topics; without it the shipped one")
    pages = source.text(
      "pages", default: "",
      "folder of words.id.yaml and words.en.yaml, what the pages say; without it the shipped words")
    jurisdiction = source.text(
      "jurisdiction", default: "kop.go.id", "the jurisdiction_id of the Open311 door; other ones are refused")
    access = AccessLimits(&source)
    certificate = source.text(
      "http.certificate", default: "", "file of the public door's certificate and those above it; without it no TLS")
    key = source.text("http.key", default: "", "file of that certificate's key")
    if certificate.isEmpty != key.isEmpty {
      source.addProblem("http.key", "is wanted with http.certificate, and only then")
    }
    requestSeconds = source.whole(
      "request.seconds", default: 60, in: 1...3600, unit: "seconds", "how long a request may take to come in")
    answerSeconds = source.whole(
      "answer.seconds", default: 60, in: 1...3600, unit: "seconds",
      "how long a client may take to read what it asked for")
    connections = ConnectionCount.Limits(
      all: source.whole(
        "connections", default: 900, in: 1...100_000, unit: "connections", "connections of the public door at most"),
      perAddress: source.whole(
        "connections.per.address", default: 64, in: 1...100_000, unit: "connections", "of these from one address"),
      perNetwork: source.whole(
        "connections.per.network", default: 256, in: 1...100_000, unit: "connections",
        "of these from one network (/24, /48)"))
    answers = CentreAnswers(
      hours: source.text(
        "centre.hours", default: "hari kerja pukul 07.30-16.30 WIB",
        "when the call centre can be reached, as whoever asks is told; empty for no answer"),
      contact: source.text(
        "centre.contact", default: "WhatsApp 08111 451 587", "how the call centre can be reached, likewise"),
      address: publicAddress)
    try source.check()
  }

  /// nil where TLS ends elsewhere.
  var serverCertificate: ServerCertificate? {
    certificate.isEmpty
      ? nil
      : ServerCertificate(
        certificate: certificate, key: key, names: ("INTAKE_HTTP_CERTIFICATE", "INTAKE_HTTP_KEY"))
  }

  /// The public door's, which ends one day.
  var certificateFile: CertificateFile? {
    certificate.isEmpty ? nil : CertificateFile(setting: "INTAKE_HTTP_CERTIFICATE", path: certificate)
  }

  var isSecure: Bool { !certificate.isEmpty || publicAddress.hasPrefix("https://") }
}

extension AttachmentLimits {
  init(_ source: inout SettingsSource) {
    bytes = source.whole(
      "attachment.bytes", default: 5_242_880, in: 0...52_428_800, unit: "bytes", "size of one attachment at most")
    count = source.whole(
      "attachment.count", default: 3, in: 0...20, unit: "files", "attachments of one report at most")
    bytesPerDay = source.whole(
      "attachment.bytes.per.day", default: 104_857_600, in: 0...1_099_511_627_776, unit: "bytes",
      "of attachments from one address without a key; a key has a hundred times as many")
    floor = source.whole(
      "disk.floor", default: 1_073_741_824, in: 0...1_099_511_627_776, unit: "bytes",
      "free space of the disk below which only text is taken")
  }
}

extension AccessLimits {
  init(_ source: inout SettingsSource) {
    reportsPerMinute = source.whole(
      "reports.per.minute", default: 30, in: 1...1_000_000, unit: "reports", "from one address without a key")
    looksPerMinute = source.whole(
      "looks.per.minute", default: 300, in: 1...1_000_000, unit: "questions", "from one address without a key")
    missesPerHour = source.whole(
      "misses.per.hour", default: 60, in: 1...1_000_000, unit: "misses",
      "wrong numbers, codes and keys from one address before it must wait")
    proxies = Self.addresses(
      "trusted.proxies", "addresses with commas between them, whose X-Forwarded-For is believed", &source)
    unlimited = Self.addresses(
      "unlimited.addresses",
      "addresses with commas between them, of the operator's own checks: what comes from there itself is not limited",
      &source)
    let keys = source.text("keys", default: "optional", "optional, or required on the doors for programs")
    if !["optional", "required"].contains(keys) {
      source.addProblem("keys", "found '\(keys.prefix(40))', expected optional or required")
    }
    requiresKeys = keys == "required"
  }

  private static func addresses(_ name: String, _ meaning: String, _ source: inout SettingsSource) -> Set<String> {
    let found = Set(
      source.text(name, default: "", meaning).split(separator: ",").map {
        $0.trimmingCharacters(in: .whitespaces).lowercased()
      })
    if let wrong = found.sorted().first(where: { !ClientAddress.isAddress($0) }) {
      source.addProblem(name, "found '\(wrong.prefix(60))', expected IP addresses; networks are not understood")
    }
    return found
  }
}
