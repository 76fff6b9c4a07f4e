import GRDB

extension DatabaseMigrator {
  /// The runtime's steps, and then the service's own.
  init(ofService migrate: (inout DatabaseMigrator) -> Void) {
    self.init()
    RuntimeSchema.register(&self)
    migrate(&self)
  }

  /// Among the steps of a file, the first one that this version does not know; nil where it knows all.
  func unknown(among applied: Set<String>) -> String? { applied.subtracting(migrations).sorted().first }
}
