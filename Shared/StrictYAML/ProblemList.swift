import Yams
package import Texts

/// Problems that do not stop the reading: all of a file's are told at once.
package final class ProblemList {
  package private(set) var problems: [FileProblem] = []

  package init() {}

  package func note(_ problem: FileProblem) { problems.append(problem) }

  /// - Returns: nil after a problem, which is noted.
  package func take<Value>(_ body: () throws(FileProblem) -> Value) -> Value? {
    do {
      return try body()
    } catch {
      note(error)
      return nil
    }
  }
}
