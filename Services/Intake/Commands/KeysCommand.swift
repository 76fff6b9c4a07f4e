import ArgumentParser
import Cases
import Foundation
import GRDB
import IntakeCore
import Operations
import Messaging

/// `intake keys`: works on the service's file; a running intake knows the change with the next request.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Keys of channels: add, list, revoke.",
    subcommands: [Add.self, List.self, Revoke.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a key, and print it: it is shown only now.")

    @OptionGroup var settings: SettingsOptions
    @Argument(help: "Who holds it, such as wa-gateway.") var name: String
    @Option(help: "What it may do: cases:write, cases:read, attachments:read. Repeatable.") var scope: [String] = []
    @Option(help: "A channel that its reports may name. Repeatable; the first one where they name none.")
    var channel: [String] = []
    @Option(help: "With attachments:read: the unit whose cases' attachments it opens, such as dinas.35.78.")
    var unit: String?
    @Option(help: "How many reports, and how many questions, a minute.") var perMinute = 600

    func run() throws {
      guard (1...60).contains(name.utf8.count), name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        throw ValidationError("found the name '\(name.prefix(60))', expected 1 to 60 visible ASCII characters")
      }
      guard (1...1_000_000).contains(perMinute) else {
        throw ValidationError("found --per-minute \(perMinute), expected 1 to 1000000")
      }
      let scopes = Set(try words(scope, "--scope", KeyScope.init(rawValue:), KeyScope.allCases.map(\.rawValue)))
      let key = ApiKey(
        name: name, scopes: scopes, channels: try channels(scopes), perMinute: perMinute, unit: try unit(scopes))
      let file = try StateFile.write(settings, IntakeMain.name)
      do {
        print(try file.write { try ApiKeyTable.add(key, at: Date(), in: $0) })
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        throw ValidationError("there is a key named '\(name)' already; `intake keys revoke` ends it")
      }
    }

    /// Who only fetches attachments sends no reports.
    private func channels(_ scopes: Set<KeyScope>) throws -> [Channel] {
      guard !channel.isEmpty || scopes != [.attachments] else { return [] }
      return try words(channel, "--channel", Channel.init(rawValue:), Channel.allCases.map(\.rawValue))
    }

    private func unit(_ scopes: Set<KeyScope>) throws -> UnitCode? {
      guard scopes.contains(.attachments) == (unit != nil) else {
        throw ValidationError("--unit and --scope attachments:read go together")
      }
      do { return try unit.map { try UnitCode($0) } } catch { throw ValidationError("--unit: \(error)") }
    }

    private func words<Word>(
      _ found: [String], _ option: String, _ read: (String) -> Word?, _ choices: [String]
    ) throws -> [Word] {
      guard !found.isEmpty else {
        throw ValidationError("\(option) is missing, expected one or several of \(choices.joined(separator: ", "))")
      }
      return try found.map { text in
        guard let word = read(text) else {
          throw ValidationError(
            "found \(option) '\(text.prefix(40))', expected one of \(choices.joined(separator: ", "))")
        }
        return word
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Who has which key.")

    @OptionGroup var settings: SettingsOptions

    func run() throws {
      for key in try StateFile.read(settings, IntakeMain.name).read({ try ApiKeyTable.list(in: $0) }) {
        let scopes = key.scopes.map(\.rawValue).sorted().joined(separator: " ")
        let channels = key.channels.map(\.rawValue).joined(separator: " ")
        let unit = key.unit.map { "\t\($0)" } ?? ""
        print("\(key.name)\t\(scopes)\t\(channels)\t\(key.perMinute) a minute\(unit)")
      }
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End a key, at once and for good.")

    @OptionGroup var settings: SettingsOptions
    @Argument(help: "Who holds it.") var name: String

    func run() throws {
      let file = try StateFile.write(settings, IntakeMain.name)
      guard try file.write({ try ApiKeyTable.revoke(name, at: Date(), in: $0) }) else {
        throw ValidationError("there is no key named '\(name)'")
      }
      print("revoked \(name)")
    }
  }
}
