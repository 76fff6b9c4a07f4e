import AMQP
import ArgumentParser
import Cases
import Foundation
import RouterCore
import StrictYAML

/// Whether each unit has its queue, and somebody who listens.
struct QueueCheck {
  private let book: RuleBook

  init(_ book: RuleBook) { self.book = book }

  /// As a definitions file of the broker says.
  func findings(definitions file: String) throws -> [Finding] {
    let names = try JSONDecoder().decode(Names.self, from: Data(contentsOf: URL(filePath: file)))
    let known = Set(names.queues.map(\.name))
    return book.units.all.filter { !known.contains($0.code.queue) }.map { missing($0, in: file) }
  }

  /// As the broker itself says.
  func findings(broker url: String?) async throws -> [Finding] {
    guard let text = url ?? ProcessInfo.processInfo.environment["AMQP_URL"] else {
      throw ValidationError("--live: say --url amqp://..., or set AMQP_URL")
    }
    let inspector = QueueInspector(BrokerSettings(addresses: try BrokerAddress.list(text)), name: "router rules check")
    let states = try await inspector.inspect(book.units.all.map(\.code.queue))
    return zip(book.units.all, states).compactMap { unit, state in
      if !state.exists { return missing(unit, in: "the broker") }
      guard state.consumers == 0, unit.isActive, !unit.code.isOutside else { return nil }
      return Finding(
        .warning, .noListener, at: place, "nobody listens to the queue \(unit.code.queue)",
        witness: "\(state.messages) messages wait there now",
        suggestion: "disposisi unit kit \(unit.code), for the unit; or `active: no` until it listens")
    }
  }

  private var place: FilePlace { FilePlace(file: BookFiles.unitsName) }

  private func missing(_ unit: RouterCore.Unit, in where: String) -> Finding {
    Finding(
      .error, .noQueue, at: place, "the unit \(unit.code) has no queue \(unit.code.queue) in \(`where`)",
      witness: "a case for \(unit.code) would stay with the router",
      suggestion: "disposisi topology --units \(BookFiles.unitsName), imported into the broker")
  }

  private struct Names: Decodable {
    struct Queue: Decodable { let name: String }
    let queues: [Queue]
  }
}
