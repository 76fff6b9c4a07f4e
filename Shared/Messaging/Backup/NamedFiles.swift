package import GRDB

/// Files beside a service's database that rows of it name.
package struct NamedFiles: Sendable {
  /// Within the service's folder.
  let folder: String
  /// Their paths within that folder.
  let names: @Sendable (Database) throws -> [String]

  package init(folder: String, names: @escaping @Sendable (Database) throws -> [String]) {
    self.folder = folder
    self.names = names
  }
}
