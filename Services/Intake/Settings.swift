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
    try source.check()
  }

  var limits: BodyLimits {
    BodyLimits(plain: 1_048_576, multipart: 1_048_576 + attachmentBytes * attachmentCount)
  }
}
