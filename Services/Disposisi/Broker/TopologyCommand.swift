import ArgumentParser
import Contract
import Foundation
import Places
import RouterPolicy
import Units

/// Where the tool finds the accounts' passwords and the units.
struct BrokerOptions: ParsableArguments {
  @Option(help: "File of account=password lines; else $DISPOSISI_PASSWORDS.")
  var passwords: String?

  @Option(help: "File of units; without it the shipped one.")
  var units: String?

  func passwordFile() throws -> String {
    guard let file = passwords ?? ProcessInfo.processInfo.environment["DISPOSISI_PASSWORDS"] else {
      throw ValidationError("say --passwords FILE, or set DISPOSISI_PASSWORDS")
    }
    return file
  }

  func directory() throws -> UnitDirectory {
    let gazetteer = try Gazetteer.shipped()
    guard let units else { return try UnitDirectory.shipped(gazetteer) }
    return try UnitDirectory(
      yaml: String(contentsOfFile: units, encoding: .utf8), file: units, gazetteer: gazetteer)
  }
}

struct TopologyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topology",
    abstract: "Print the broker's definitions file: exchanges, queues, policies, accounts and their rights.")

  @OptionGroup var broker: BrokerOptions
  @Flag(help: "Make a password for each account that has none, and keep it in the file.") var create = false
  @Option(help: "Also write each service's password to FOLDER/SERVICE/broker-password, for who may read that folder.")
  var secrets: String?
  @Option(help: "Write the definitions to this file, not to the terminal.") var output: String?

  func run() throws {
    let units = try broker.directory().all.map(\.code)
    var passwords = try Passwords(file: try broker.passwordFile())
    if create { try passwords.complete(for: Account.all(units).map(\.name)) }
    let definitions = Definitions(units: units) { try passwords.hash(of: $0) }
    let document = try definitions.document().rendered()
    if let output {
      // Whole or not at all, for whom the umask lets read it: the broker has an account of its own.
      guard FileManager.default.createFile(atPath: output + ".new", contents: Data(document.utf8)),
        rename(output + ".new", output) == 0
      else { throw ValidationError("cannot write \(output): \(String(cString: strerror(errno)))") }
    } else {
      print(document, terminator: "")
    }
    guard let secrets else { return }
    for service in ServiceName.allCases { try passwords.hand(service.rawValue, to: "\(secrets)/\(service.rawValue)") }
  }
}
