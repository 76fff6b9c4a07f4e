import ArgumentParser
package import Cases

extension CaseNumber {
  /// As somebody types it to a command.
  /// - Throws: `ValidationError`.
  package init(argument text: String) throws {
    do { self = try CaseNumber(typed: text) } catch { throw ValidationError("\(error)") }
  }
}
