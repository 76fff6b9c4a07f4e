import CoreMetrics
import Foundation
package import Logging
package import ServiceLifecycle

/// What is the same in every service's process: its folder, log, metrics, admin door, signals.
package struct ServiceProcess {
  package let logger: Logger
  package let registry: MetricsRegistry
  package let readiness: Readiness
  package let board: StatusBoard
  package let pages: AdminPages
  package let unfinished: UnfinishedWork
  private let settings: CommonSettings
  private let adminToken: Secret
  private let sink: LogSink
  private let lock: FolderLock

  /// Sets up the process-wide log and metrics: once a process, never in a test. Before anything is connected or taken, it
  /// holds the folder and knows that the ports are free.
  /// - Parameter ports: those that the service's own doors will open.
  /// - Throws: `SettingsProblems`.
  package init(service: String, settings: CommonSettings, ports: [PortSetting] = []) throws {
    self.settings = settings
    Self.keepToItself()
    let folder = try Self.folder(settings.dataDirectory, service)
    lock = try FolderLock(folder: folder, service: service)
    adminToken = try settings.adminToken ?? .adminToken(in: folder, service: service)
    let admin = PortSetting(
      name: "\(service.uppercased())_ADMIN_PORT", host: settings.adminHost, port: settings.adminPort)
    for port in [admin] + ports { try port.check() }
    let sink = LogSink()
    self.sink = sink
    LoggingSystem.bootstrap { LineLogHandler(label: $0, sink: sink, format: settings.logFormat) }
    var logger = Logger(label: service)
    logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
    self.logger = logger
    registry = MetricsRegistry()
    MetricsSystem.bootstrap(registry)
    readiness = Readiness()
    board = StatusBoard()
    pages = AdminPages()
    unfinished = UnfinishedWork()
    readiness.add("log") { sink.problem }
    board.add("version") { BuildVersion.text }
    logger.notice("starting", metadata: ["version": "\(BuildVersion.text)", "data": "\(folder)"])
  }

  /// What is written is for this account alone, whatever made the folder; and no signal that has no meaning here ends the
  /// service: SIGHUP comes with a terminal's end or a log's turn, SIGPIPE with a reader's.
  private static func keepToItself() {
    umask(0o077)
    for number in [SIGHUP, SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM] { signal(number, SIG_IGN) }
  }

  private static func folder(_ path: String, _ service: String) throws(SettingsProblems) -> String {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      // Files from before, which others could read.
      for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasPrefix("state.sqlite") {
        chmod("\(path)/\(name)", 0o600)
      }
    } catch {
      let why = (error as NSError).userInfo[NSUnderlyingErrorKey].map { ": \($0)" } ?? ""
      throw SettingsProblems(problems: [
        "\(service.uppercased())_DATA: \(path) is no folder that \(service) may write in\(why)"
      ])
    }
    return path
  }

  /// Runs until SIGTERM or SIGINT; the parts are stopped in reverse order, each finishing what it has begun, within two
  /// seconds.
  package func run(_ parts: [any Service]) async throws {
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    let admin = AdminServer(
      host: settings.adminHost, port: settings.adminPort, token: adminToken, readiness: readiness, board: board,
      pages: pages, registry: registry, logger: quiet, told: logger)
    let notice = SystemdNotice(ProcessInfo.processInfo.environment, readiness: readiness)
    let notices: [any Service] = notice.map { [$0] } ?? []
    var configuration = ServiceGroupConfiguration(
      services: [admin] + parts + notices + [StopLimit(unfinished: unfinished, logger: logger, flush: sink.flush)],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    configuration.maximumGracefulShutdownDuration = .seconds(25)
    defer {
      sink.flush()
      withExtendedLifetime(lock) {}
    }
    try await ServiceGroup(configuration: configuration).run()
    logger.notice("stopped")
  }
}
