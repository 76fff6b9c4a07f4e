import AMQP
import ArgumentParser
import Cases
import Foundation
import Logging
import RouterCore

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Queues: how many messages wait, and who listens.")

  @OptionGroup var broker: BrokerOptions
  @Option(help: "An operator's account at the broker; else $AMQP_URL.") var url: String?
  @Flag(help: "Also units whose queue is empty.") var all = false
  @Flag(help: "One JSON object a line.") var json = false

  func run() async throws {
    guard let text = url ?? ProcessInfo.processInfo.environment["AMQP_URL"] else {
      throw ValidationError("say --url amqp://..., or set AMQP_URL")
    }
    let inspector = QueueInspector(BrokerSettings(addresses: try BrokerAddress.list(text)), name: "disposisi status")
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
