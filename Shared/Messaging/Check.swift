package import ArgumentParser
import GRDB
package import Operations
import ServiceLifecycle

/// `SERVICE check`
package struct Check<Main: ServiceMain>: AsyncParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "check", abstract: "Check settings and files without starting.")
  }

  @OptionGroup package var options: SettingsOptions

  @Flag(help: "Also try what it needs: folder, broker, queue, certificates, mail server. Nothing is changed or sent.")
  package var online = false

  package init() {}

  package func run() async throws {
    var source = try options.source(for: Main.name, isNeeded: true)
    let settings = try Main.Settings(&source)
    let found = try Main.check(settings, Main.read(settings))
    print(source.printed(), terminator: "")
    print(found.isEmpty ? "ok" : "ok: \(found)")
    guard online else { return }
    let findings =
      await OnlineCheck(
        service: Main.name, common: settings.common, broker: settings.stage.broker, migrator: Main.migrator
      ).findings()
      + Main.tryOnline(settings)
    for finding in findings { print(finding) }
    if findings.contains(where: { !$0.isRight }) { throw ExitCode.failure }
  }
}
