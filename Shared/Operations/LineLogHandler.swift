import Foundation
import Logging
import Texts

/// How log lines are written.
enum LogFormat: String, Sendable { case text, json }

/// One line an event: time, level, service, message, then `key=value`; or the same as JSON, by the names of OpenTelemetry's
/// log data model.
struct LineLogHandler: LogHandler {
  let label: String
  let sink: LogSink
  let format: LogFormat
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    if format == .json { return sink.write(json(event, all) + "\n") }
    var text = "\(Date().formatted(Self.time)) \(event.level) \(label): \(event.message)"
    for (key, value) in all { text += " \(key)=\(Self.quoted("\(value)"))" }
    // A line is a line, whatever strangers put into it.
    sink.write(text.visible + "\n")
  }

  private struct Record: Encodable {
    let timestamp: String
    let severityText: String
    let service: String
    let version: String
    let body: String
    let attributes: [String: String]

    enum CodingKeys: String, CodingKey {
      case timestamp, severityText = "severity_text", service = "service.name", version = "service.version", body
      case attributes
    }
  }

  private func json(_ event: LogEvent, _ metadata: [(key: String, value: Logger.Metadata.Value)]) -> String {
    let record = Record(
      timestamp: Date().formatted(Self.time), severityText: "\(event.level)".uppercased(), service: label,
      version: BuildVersion.text, body: "\(event.message)",
      attributes: Dictionary(metadata.map { ($0.key, "\($0.value)") }) { $1 })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(record)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  private static func quoted(_ value: String) -> String {
    let needsQuotes = value.isEmpty || value.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
    return needsQuotes ? "\"\(value.replacing("\"", with: "'"))\"" : value
  }
}
