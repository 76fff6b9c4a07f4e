/// The settings that every service has.
package struct CommonSettings: Sendable {
  package let dataDirectory: String
  package let adminHost: String
  package let adminPort: Int
  /// nil for the service's own, in its folder.
  let adminToken: Secret?
  package let logLevel: String
  let logFormat: LogFormat

  package init(_ source: inout SettingsSource, service: String) {
    dataDirectory = source.text("data", default: "/var/lib/disposisi/\(service)", "folder of the service's own files")
    adminHost = source.text("admin.host", default: "127.0.0.1", "address of the health and metrics door")
    adminPort = source.whole(
      "admin.port", default: 0, in: 0...65_535, unit: "port number",
      "port of the health and metrics door; 0 takes a free one")
    adminToken = source.secret(
      "admin.token",
      "who shows it sees more there than health and metrics; without it the one in admin.token of the data folder")
    if let adminToken, adminToken.value.utf8.count < AdminAccess.shortest {
      source.addProblem(
        "admin.token", "found \(adminToken.value.utf8.count) bytes, expected \(AdminAccess.shortest) or more")
    }
    logLevel = source.text("log.level", default: "info", "trace, debug, info, notice, warning, error or critical")
    let format = source.text(
      "log.format", default: "text", "text, or json: one object a line, with OpenTelemetry's names")
    let known = LogFormat(rawValue: format)
    logFormat = known ?? .text
    if known == nil {
      source.addProblem("log.format", "found '\(format.prefix(40))', expected text or json")
    }
    let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
    if !levels.contains(logLevel) {
      source.addProblem(
        "log.level", "found '\(logLevel.prefix(40))', expected one of \(levels.joined(separator: ", "))")
    }
  }

  package var databasePath: String { dataDirectory + "/state.sqlite" }
}
