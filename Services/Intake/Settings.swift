import Foundation
import IntakeCore
import Operations
import Stage

/// Every setting of intake.
struct IntakeSettings {
  let common: CommonSettings
  let stage: StageSettings
  let host: String
  let port: Int
  let publicAddress: String
  let attachmentBytes: Int
  let attachmentCount: Int
  let topics: String
  let access: AccessLimits
  let certificate: String
  let key: String
  let requestSeconds: Int
  let connections: Int
  let connectionsPerAddress: Int

  /// - Throws: all problems at once.
  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: Identity.name)
    stage = StageSettings(&source, service: Identity.name)
    host = source.text("http.host", default: "127.0.0.1", "address of the public door")
    port = source.whole("http.port", default: 8080, in: 1...65_535, unit: "port number", "port of the public door")
    publicAddress = source.text(
      "public.address", default: "http://localhost:8080",
      "how the public door is reached from outside, without a slash at the end")
    attachmentBytes = source.whole(
      "attachment.bytes", default: 5_242_880, in: 0...52_428_800, unit: "bytes", "size of one attachment at most")
    attachmentCount = source.whole(
      "attachment.count", default: 3, in: 0...20, unit: "files", "attachments of one report at most")
    topics = source.text("topics", default: "", "folder of the topics; without it the shipped one")
    access = AccessLimits(&source)
    certificate = source.text(
      "http.certificate", default: "", "file of the public door's certificate and those above it; without it no TLS")
    key = source.text("http.key", default: "", "file of that certificate's key")
    if certificate.isEmpty != key.isEmpty {
      source.refuse("http.key", "is wanted with http.certificate, and only then")
    }
    requestSeconds = source.whole(
      "request.seconds", default: 60, in: 1...3600, unit: "seconds", "how long a request may take to come in")
    connections = source.whole(
      "connections", default: 900, in: 1...100_000, unit: "connections", "connections of the public door at most")
    connectionsPerAddress = source.whole(
      "connections.per.address", default: 64, in: 1...100_000, unit: "connections", "of these from one address")
    try source.check()
  }

  var isSecure: Bool { !certificate.isEmpty || publicAddress.hasPrefix("https://") }

  var limits: BodyLimits {
    BodyLimits(plain: 1_048_576, multipart: 1_048_576 + attachmentBytes * attachmentCount)
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
    let addresses = source.text(
      "trusted.proxies", default: "",
      "addresses with commas between them, whose X-Forwarded-For is believed; they themselves are not limited")
    proxies = Set(addresses.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces).lowercased() })
    if let wrong = proxies.sorted().first(where: { !ClientAddress.isAddress($0) }) {
      source.refuse(
        "trusted.proxies", "found '\(wrong.prefix(60))', expected IP addresses; networks are not understood")
    }
    let keys = source.text("keys", default: "optional", "optional, or required on the doors for programs")
    if !["optional", "required"].contains(keys) {
      source.refuse("keys", "found '\(keys.prefix(40))', expected optional or required")
    }
    requiresKeys = keys == "required"
  }
}
