import AMQP
import ArgumentParser
import Cases
import Foundation
import Operations
import RouterPolicy
import Units
import StrictYAML
import Texts

/// Whether each unit has its queue, and somebody who listens.
struct QueueCheck {
  private let book: RuleBook

  init(_ book: RuleBook) { self.book = book }

  /// As a definitions file of the broker says.
  func findings(definitions file: String) throws -> [Finding] {
    let names = try JSONDecoder().decode(Names.self, from: Data(TextFolder.file(file).utf8))
    let known = Set(names.queues.map(\.name))
    return book.units.all.filter { !known.contains($0.code.queue) }.map { missing($0, in: file) }
  }

  /// As the broker itself says.
  func findingsLive() async throws -> [Finding] {
    let inspector = QueueInspector(try .ofOperator(), name: "router rules check")
    let states = try await inspector.inspect(book.units.all.map(\.code.queue))
    let units = zip(book.units.all, states)
    let absent = units.filter { !$0.1.exists }.map { missing($0.0, in: "the broker") }
    let silent = units.filter { unit, state in
      state.exists && state.consumers == 0 && unit.isActive && !unit.code.isOutside
    }
    return absent + unheard(silent.map { ($0.0.code, $0.1.messages) })
  }

  /// One finding for all: while a ministry starts, most units do not listen yet.
  private func unheard(_ queues: [(unit: UnitCode, messages: Int)]) -> [Finding] {
    let waiting = queues.sorted { $0.messages > $1.messages }
    guard let first = waiting.first else { return [] }
    let names = waiting.prefix(5).map { "\($0.unit.queue) (\($0.messages) messages)" }.joined(separator: ", ")
    return [
      Finding(
        .warning, .noListener, at: place,
        "nobody listens to \(waiting.count) queues: \(names)\(waiting.count > 5 ? ", ..." : "")",
        witness: "a case for \(first.unit) waits in its queue",
        suggestion: "disposisi unit kit \(first.unit), for the unit; or `active: no` until it listens")
    ]
  }

  private var place: FileLocation { FileLocation(file: BookFiles.unitsName) }

  private func missing(_ unit: ResponsibleUnit, in where: String) -> Finding {
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
