import AMQP
import ArgumentParser
import Cases
import Foundation
import RouterPolicy

struct UnitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unit", abstract: "What a unit needs, and which units there are.",
    subcommands: [Kit.self, List.self, TryCommand.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print code and name of each unit.")

    @OptionGroup var broker: BrokerOptions

    func run() throws {
      for unit in try broker.directory().all { print("\(unit.code)\t\(unit.zone.rawValue)\t\(unit.name)") }
    }
  }

  struct Kit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a unit's account, queue and contract, and a subscriber that runs as printed.")

    @Argument(help: "The unit's code, such as dinas.35.78.") var code: String
    @OptionGroup var broker: BrokerOptions
    @Option(help: "The broker as the unit reaches it, without an account; else $DISPOSISI_BROKER.")
    var address: String?
    @Flag var program: UnitProgram?

    func run() throws {
      let units = try broker.directory()
      guard let code = try? UnitCode(code), let unit = units[code] else {
        throw ValidationError("there is no unit '\(code)'; `disposisi unit list` prints them")
      }
      let passwords = try Passwords(file: try broker.passwordFile())
      guard let password = passwords[code.text] else {
        throw ValidationError("\(try broker.passwordFile()) has no password for \(code)")
      }
      let kit = UnitKit(unit: unit, broker: try brokerAddress(), password: password)
      if let program { return print(kit.text(of: program), terminator: "") }
      print(try kit.document(), terminator: "")
    }

    private func brokerAddress() throws -> BrokerAddress {
      try BrokerAddress(
        address ?? ProcessInfo.processInfo.environment["DISPOSISI_BROKER"] ?? "amqp://127.0.0.1:5672/disposisi")
    }
  }
}
