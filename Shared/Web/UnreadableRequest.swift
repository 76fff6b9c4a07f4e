package import HTTPTypes
package import Requests

/// A request that cannot be read at all.
package struct UnreadableRequest: Error {
  package let status: HTTPResponse.Status
  package let problem: FieldProblem
  /// When to come again, where that helps.
  package let retryAfterSeconds: Int?

  package init(status: HTTPResponse.Status, problem: FieldProblem, retryAfterSeconds: Int? = nil) {
    self.status = status
    self.problem = problem
    self.retryAfterSeconds = retryAfterSeconds
  }
}
