import AMQP
import ArgumentParser
import Cases
import Foundation
import Logging
import RouterCore

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Queues, and what each service says of itself: its book, its dead letters, deadlines at risk.",
    discussion: """
      The broker is asked with AMQP_URL (and AMQP_CA), services at INTAKE_ADMIN_URL, ROUTER_ADMIN_URL and so on, as far as
      these are set.
      """)

  @OptionGroup var broker: BrokerOptions
  @Flag(help: "Also units whose queue is empty.") var all = false
  @Flag(help: "One JSON object a line.") var json = false

  func run() async throws {
    let inspector = QueueInspector(try .ofOperator(), name: "disposisi status")
    let services = [
      Topology.intakeQueue, Topology.classifierQueue, Topology.routerQueue, Topology.repliesQueue,
      Topology.notifierQueue, Topology.deadQueue,
    ]
    let units = try broker.directory().all.map(\.code.queue)
    for state in try await inspector.inspect(services + units) {
      let isIdle = state.messages == 0 && state.consumers == 0
      if isIdle, !all, state.exists, !services.contains(state.queue) { continue }
      print(json ? try line(json: state) : line(state))
    }
    for service in AdminDoor.services { try tell(service) }
  }

  private func tell(_ service: String) throws {
    guard let address = AdminDoor.address(of: service) else { return }
    let lines: [String]
    switch AdminDoor.page("status", of: address) {
    case .success(let text): lines = text.split(separator: "\n").map(String.init)
    case .failure(let error): lines = ["DOWN\t\(error)"]
    }
    for line in lines {
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      let object: [String: JSONValue] = [
        "service": .text(service), "about": .text(parts[0]), "text": .text(parts.last ?? ""),
      ]
      print(json ? try JSONValue.object(object).line() : "\(service)\t\(line)")
    }
  }

  private func line(_ state: QueueState) -> String {
    guard state.exists else { return "\(state.queue)\tmissing" }
    return "\(state.queue)\t\(state.messages) messages\t\(state.consumers) consumers"
  }

  private func line(json state: QueueState) throws -> String {
    let object: [String: JSONValue] = [
      "queue": .text(state.queue), "exists": .bool(state.exists), "messages": .integer(state.messages),
      "consumers": .integer(state.consumers),
    ]
    return try JSONValue.object(object).line()
  }
}
