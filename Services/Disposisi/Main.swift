import ArgumentParser
import Operations

@main struct DisposisiCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disposisi", abstract: "The operator's tool: topology, units, contract, dry runs.",
    version: BuildVersion.text,
    subcommands: [
      StatusCommand.self, HouseTraceCommand.self, HouseLedgerCommand.self, HouseHeldCommand.self, ServicesCommand.self,
      TopologyCommand.self,
      HouseBackupCommand.self, HouseRestoreCommand.self,
      UnitCommand.self, ContractCommand.self,
      DryRunCommand.self,
      ScoreCommand.self, TopicsCommand.self, PlacesCommand.self, CooperativesCommand.self,
    ])
}
