package import ArgumentParser
package import Operations

/// `SERVICE health`
package struct HealthCommand<Identity: ServiceIdentity>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "health", abstract: "Ask the service that runs with these settings how it is.",
      discussion: """
        Prints what /health/ready says. Exits with 0 if it takes its work, 1 if not: a health check without a shell.
        """)
  }

  @OptionGroup package var options: SettingsOptions

  package init() {}

  package func run() throws {
    var source = try options.source(for: Identity.name)
    let settings = CommonSettings(&source, service: Identity.name)
    guard settings.adminPort > 0 else {
      let name = "\(Identity.name.uppercased())_ADMIN_PORT"
      throw SettingsProblems(problems: ["\(name): found 0, a port that nobody knows; expected one to ask at"])
    }
    let answer = try AdminProbe.page("/health/ready", host: settings.adminHost, port: settings.adminPort)
    print(answer.text, terminator: "")
    if answer.status != 200 { throw ExitCode.failure }
  }
}
