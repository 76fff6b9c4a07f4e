import ArgumentParser
import Cases
import Foundation
import Messaging
import Operations

struct CallbacksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "callbacks",
    abstract: "Whom somebody must call: they gave a phone number and no mail address.",
    discussion: "`notifier contact NUMBER --why TEXT` shows the phone number, and records that you looked.",
    subcommands: [List.self, Done.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One line each, who waits longest first; never with the number to call.")

    @OptionGroup var settings: SettingsOptions
    @Option(help: "At most so many.") var limit = 1000
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
      let limit = limit
      let found = try StateFile.read(settings, NotifierMain.name).read { try CallbackTable.list(limit: limit, in: $0) }
      for callback in found {
        let since = EventCoding.format(callback.since)
        let object: JSONValue = [
          "number": .text(callback.number), "kinds": .list(callback.kinds.map { .text($0) }), "since": .text(since),
        ]
        print(
          json ? try object.line() : "\(callback.number)  since \(since)  \(callback.kinds.joined(separator: ", "))")
      }
      if found.isEmpty, !json { print("nobody is to be called") }
    }
  }

  struct Done: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Note that a reporter was told all that there was.")

    @OptionGroup var settings: SettingsOptions
    @Argument(help: "The case's number.") var number: String

    func run() throws {
      let number = try CaseNumber(argument: number)
      let count = try StateFile.write(settings, NotifierMain.name).write {
        try CallbackTable.done(number, at: Date(), in: $0)
      }
      guard count > 0 else { throw ValidationError("nothing waits for a call about case \(number)") }
      print("\(count) told")
    }
  }
}

struct ContactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact",
    abstract: "Show how a case's reporter is reached, and record who looked and why.")

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var look: LookOptions

  func run() throws {
    let number = try look.caseNumber()
    let contact = try StateFile.write(settings, NotifierMain.name).write { [look] in
      try CallbackTable.look(at: number, by: look.person, why: look.why, at: Date(), in: $0)
    }
    guard let contact else { throw ValidationError("no contact is known of case \(number)") }
    print("phone     \(contact.phone ?? "none")\nmail      \(contact.email ?? "none")\nlanguage  \(contact.language)")
  }
}
