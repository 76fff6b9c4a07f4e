package import Cases

/// What is wrong with one field of a request, so that its sender can put it right.
package struct FieldProblem: Error, Sendable, Equatable {
  /// As the sender wrote it: `form.region`, `attribute[region]`.
  package var field: String
  /// For developers, in English: what was found and what was expected.
  package var reason: String
  /// For citizens, in Indonesian.
  package var alasan: String
  /// A value that would be right.
  package var example: String

  package init(_ field: String, reason: String, alasan: String, example: String) {
    self.field = field
    self.reason = reason
    self.alasan = alasan
    self.example = example
  }

  package var json: JSONValue {
    ["field": .text(field), "reason": .text(reason), "alasan": .text(alasan), "example": .text(example)]
  }

  /// One line, for formats that know only a description.
  package var line: String { "\(field): \(reason); for example: \(example)" }
}

/// All that is wrong with a request.
package struct FieldProblems: Error, Sendable, Equatable {
  package var problems: [FieldProblem]

  package init(problems: [FieldProblem]) { self.problems = problems }
}
