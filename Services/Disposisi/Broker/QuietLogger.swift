import Logging

extension Logger {
  /// A command says itself what went wrong.
  static var quiet: Logger {
    var logger = Logger(label: "disposisi")
    logger.logLevel = .critical
    return logger
  }
}
