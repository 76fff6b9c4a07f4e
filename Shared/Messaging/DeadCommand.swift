package import ArgumentParser
import Cases
import Foundation
import GRDB
import Operations
import Texts

/// `SERVICE dead`: what could not be handled, listed, shown, tried again, dropped.
package struct DeadCommand<Identity: ServiceIdentity>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "dead", abstract: "Messages that could not be handled: list, show, retry, drop.",
      subcommands: [
        DeadList<Identity>.self, DeadShow<Identity>.self, DeadRetry<Identity>.self, DeadDrop<Identity>.self,
      ])
  }

  package init() {}
}

struct DeadList<Identity: ServiceIdentity>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: "One line each.")
  }

  @OptionGroup var settings: SettingsOptions
  @Option(help: "How many at most.") var limit = 1000
  @Flag(help: "One JSON object a line.") var json = false

  func run() throws {
    try StateFile.read(settings, Identity.name).read { db in
      let count = try DeadLetters.count(in: db)
      if count == 0, !json { print("no dead letters") }
      try DeadLetters.each(in: db, limit: limit) { print(json ? try $0.json() : $0.line) }
      if count > limit, !json { print("and \(count - limit) more; see --limit") }
    }
  }
}

struct DeadShow<Identity: ServiceIdentity>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: "One letter whole, with its body.")
  }

  @OptionGroup var settings: SettingsOptions
  @Argument(help: "The letter's number, from `dead list`.") var id: Int64

  func run() throws {
    let found = try StateFile.read(settings, Identity.name).read { try DeadLetters.find(id, in: $0) }
    guard let letter = found else { throw ValidationError("there is no dead letter \(id)") }
    print(letter.line)
    for line in String(decoding: letter.body, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
      print(String(line).visible)
    }
  }
}

struct DeadRetry<Identity: ServiceIdentity>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "retry", abstract: "Hand one letter, or all, back to the service.")
  }

  @OptionGroup var settings: SettingsOptions
  @Argument(help: "The letter's number, from `dead list`.") var id: Int64?
  @Flag(help: "All of them.") var all = false

  func validate() throws {
    if (id == nil) != all { throw ValidationError("name one letter, or say --all") }
  }

  func run() throws {
    let file = try StateFile.write(settings, Identity.name)
    let (total, last) = try file.read { (try DeadLetters.count(in: $0), try DeadLetters.lastID(in: $0)) }
    let ids = id.map { $0...$0 } ?? 0...last
    var bar = ProgressBar("handing back", total: id == nil ? total : 1)
    var count = 0
    // A little at a time: the running service writes to the same file.
    while case let some = try file.write({ try DeadLetters.retry(ids, in: $0) }), some > 0 {
      count += some
      bar.show(count)
    }
    bar.finish()
    if count == 0, let id { throw ValidationError("there is no dead letter \(id)") }
    print("\(count) handed back")
  }
}

struct DeadDrop<Identity: ServiceIdentity>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "drop", abstract: "Forget one letter for good.")
  }

  @OptionGroup var settings: SettingsOptions
  @Argument(help: "The letter's number, from `dead list`.") var id: Int64

  func run() throws {
    let dropped = try StateFile.write(settings, Identity.name).write { try DeadLetters.drop(id, in: $0) }
    guard dropped else { throw ValidationError("there is no dead letter \(id)") }
    print("dropped \(id)")
  }
}

extension DeadLetters.Letter {
  fileprivate var line: String {
    "\(id)  \(EventCoding.format(diedAt))  \(queue)  \(type ?? "no type")  \(messageID ?? "no id")  attempts \(attempts)  \(reason)"
      .visible
  }

  fileprivate func json() throws -> String {
    let object: [String: JSONValue] = [
      "id": .integer(Int(id)), "queue": .text(queue), "type": type.map { .text($0) } ?? .null,
      "message_id": messageID.map { .text($0) } ?? .null, "correlation_id": correlationID.map { .text($0) } ?? .null,
      "attempts": .integer(attempts), "reason": .text(reason), "died_at": .text(EventCoding.format(diedAt)),
    ]
    return try JSONValue.object(object).line()
  }
}
