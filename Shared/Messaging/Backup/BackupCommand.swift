package import ArgumentParser
import Foundation
package import Operations

/// `SERVICE backup`
package struct BackupCommand<Identity: ServiceIdentity>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "backup", abstract: "Copy the service's state into a folder, while it runs or not.",
      discussion: """
        The database as it is at one moment, and the files that it names, checked; the folder appears when all of it is \
        there. It holds personal data: keep it like the service's own folder. `restore` puts it back.
        """)
  }

  @OptionGroup package var options: SettingsOptions
  @Argument(help: "The new folder.") package var folder: String

  package init() {}

  package func run() throws {
    var source = try options.source(for: Identity.name)
    let data = CommonSettings(&source, service: Identity.name).dataDirectory
    let backup = try Backup.make(
      of: Identity.self, data: data, file: StateFile.read(options, Identity.name), into: folder)
    let bytes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(Backup.database)")[.size] as? Int ?? 0
    for name in backup.contents.missing.prefix(20) {
      FileHandle.standardError.write(Data("\(Identity.name): \(name) is named by a case and is not there\n".utf8))
    }
    print(
      "\(Identity.name)\t\(backup.contents.cases) cases, \((bytes + 999_999) / 1_000_000) MB, \(backup.contents.files.count) files, checked\t\(folder)"
    )
  }
}
