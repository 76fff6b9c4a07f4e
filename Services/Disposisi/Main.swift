import ArgumentParser

@main struct DisposisiCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disposisi", abstract: "The operator's tool: topology, units, contract, dry runs.",
    subcommands: [
      StatusCommand.self, LedgerCommand.self, TopologyCommand.self, UnitCommand.self, ContractCommand.self,
      DryRunCommand.self,
      ScoreCommand.self, TopicsCommand.self, PlacesCommand.self, CooperativesCommand.self,
    ])
}
