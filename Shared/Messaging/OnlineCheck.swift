import AMQP
import Contract
import Foundation
import GRDB
import Operations

/// Tries what a service will need, as the account that says `check --online`: its folder, its broker, its certificates.
struct OnlineCheck {
  let service: String
  let common: CommonSettings
  let broker: BrokerSettings
  /// Of this version.
  let migrator: DatabaseMigrator

  func findings() async -> [OnlineFinding] {
    [folder, file].compactMap { $0 } + broker.certificates(of: service).map { $0.tried() } + (await brokers())
  }

  private var folder: OnlineFinding? {
    let path = common.dataDirectory
    var status = stat()
    guard stat(path, &status) == 0 else {
      return .wrong("data", "\(path): \(String(cString: strerror(errno))); `serve` makes it if it may")
    }
    guard access(path, W_OK | X_OK) == 0 else {
      return .wrong("data", "\(path) cannot be written by this account, number \(geteuid())")
    }
    var space = statvfs()
    guard statvfs(path, &space) == 0 else { return .wrong("data", "\(path): \(String(cString: strerror(errno)))") }
    let free = Int(space.f_bavail) * Int(space.f_frsize) / 1_000_000_000
    return free < 1 ? .wrong("data", "\(path): less than 1 GB is free") : .right("data", "\(path), \(free) GB are free")
  }

  private var file: OnlineFinding? {
    do {
      guard let file = try StateFile.readIfThere(at: common.databasePath, service) else {
        return .right("database", "none yet: `serve` makes it")
      }
      let applied = try file.read { try migrator.appliedIdentifiers($0) }
      if let later = migrator.unknown(among: applied) {
        return .wrong("database", "\(common.databasePath) has the step '\(later)' of a later version")
      }
      let step = migrator.migrations.last { applied.contains($0) } ?? "none"
      return .right("database", "\(common.databasePath), at step '\(step)'")
    } catch {
      return .wrong("database", "\(error)")
    }
  }

  /// Each address alone: the second is needed when the first does not answer.
  private func brokers() async -> [OnlineFinding] {
    let queues = ServiceName(rawValue: service)?.queues ?? [service]
    var findings: [OnlineFinding] = []
    for address in broker.addresses {
      var alone = broker
      alone.addresses = [address]
      do {
        let states = try await QueueInspector(alone, name: "\(service) check").inspect(queues)
        let missing = states.filter { !$0.exists }.map(\.queue)
        let known = states.map { "\($0.queue) (\($0.messages) messages, \($0.consumers) consumers)" }
        findings.append(
          missing.isEmpty
            ? .right("broker", "\(address): logged in; \(known.joined(separator: ", "))")
            : .wrong(
              "broker",
              "\(address): logged in, but there is no queue \(missing.joined(separator: ", ")): import the definitions")
        )
      } catch {
        findings.append(.wrong("broker", "\(address): \(error)"))
      }
    }
    return findings
  }
}

extension BrokerSettings {
  /// Those that the settings name.
  func certificates(of service: String) -> [CertificateFile] {
    let prefix = service.uppercased() + "_BROKER_"
    return [("CA", authorityFile), ("CERTIFICATE", certificateFile)].compactMap { name, path in
      path.map { CertificateFile(setting: prefix + name, path: $0, areAuthorities: name == "CA") }
    }
  }
}
