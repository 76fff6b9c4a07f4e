import ArgumentParser
import Cases
import Contract

struct ServicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "services", abstract: "Print the services of the house; with --json also who says and hears what.")

  @Flag(help: "One JSON object a service.") var json = false

  func run() throws {
    for service in ServiceName.allCases { print(json ? try Self.object(service).line() : service.rawValue) }
  }

  private static func object(_ service: ServiceName) throws -> JSONValue {
    let says = Flow.said(by: service).map { row -> JSONValue in
      [
        "type": .text(row.type.text), "hearers": .list(row.hearers.map { .text($0.rawValue) }),
        "tells_units": .bool(row.tellsUnits),
        "keys": .list(row.hearers.map { .text(Flow.key(row.type, to: $0)) }),
      ]
    }
    return [
      "service": .text(service.rawValue), "queues": .list(service.queues.map { .text($0) }),
      "exchange": service.isSpeaker ? .text(service.exchange) : .null, "says": .list(says),
    ]
  }
}
