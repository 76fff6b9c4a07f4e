package import ArgumentParser
import GRDB
package import Operations
import ServiceLifecycle

/// `SERVICE check`
package struct Check<Main: ServiceMain>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "check", abstract: "Check settings and files without starting.")
  }

  @OptionGroup package var options: SettingsOptions

  package init() {}

  package func run() throws {
    var source = try options.source(for: Main.name)
    let settings = try Main.Settings(&source)
    let found = try Main.check(settings, Main.read(settings))
    print(source.printed(), terminator: "")
    print(found.isEmpty ? "ok" : "ok: \(found)")
  }
}
