import CoreMetrics
import Foundation
package import Logging
package import ServiceLifecycle

/// What is the same in every service's process: log, metrics, admin door, signals.
package struct ServiceProcess {
  package let logger: Logger
  package let registry: MetricsRegistry
  package let readiness: Readiness
  package let board: StatusBoard
  package let pages: AdminPages
  private let settings: CommonSettings

  /// Sets up the process-wide log and metrics: once a process, never in a test.
  package init(service: String, settings: CommonSettings) throws {
    self.settings = settings
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    var logger = Logger(label: service)
    logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
    self.logger = logger
    registry = MetricsRegistry()
    MetricsSystem.bootstrap(registry)
    readiness = Readiness()
    board = StatusBoard()
    pages = AdminPages()
    try FileManager.default.createDirectory(
      atPath: settings.dataDirectory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// Runs until SIGTERM or SIGINT; the parts are stopped in reverse order, each finishing what it has begun.
  package func run(_ parts: [any Service]) async throws {
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    let admin = AdminServer(
      host: settings.adminHost, port: settings.adminPort, readiness: readiness, board: board, pages: pages,
      registry: registry, logger: quiet)
    var configuration = ServiceGroupConfiguration(
      services: [admin] + parts, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    configuration.maximumGracefulShutdownDuration = .seconds(25)
    try await ServiceGroup(configuration: configuration).run()
    logger.notice("stopped")
  }
}
