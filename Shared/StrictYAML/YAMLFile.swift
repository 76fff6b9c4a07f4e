import Yams
package import Texts

/// A YAML file, read strictly: every value knows its place, every unknown key is an error.
package enum YAMLFile {
  /// More than any file that people keep by hand.
  package static let maximumBytes = 64_000_000

  /// - Parameter read: turns the top of the file into a value; problems it notes are thrown together.
  package static func read<Value>(
    _ yaml: String, file: String, _ read: (YAMLValue, ProblemList) throws(FileProblem) -> Value
  ) throws(FileProblems) -> Value {
    let list = ProblemList()
    let result = list.take { () throws(FileProblem) in try read(try parse(yaml, file: file), list) }
    guard let result, list.problems.isEmpty else { throw FileProblems(list.problems) }
    return result
  }

  private static func parse(_ yaml: String, file: String) throws(FileProblem) -> YAMLValue {
    let start = FileLocation(file: file)
    guard yaml.utf8.count <= maximumBytes else {
      throw FileProblem(start, "the file has \(yaml.utf8.count) bytes, expected at most \(maximumBytes)")
    }
    if let comment = YAMLSlip.hiddenComment(yaml, file: file) { throw comment }
    do {
      guard let node = try Yams.compose(yaml: yaml, .basic) else { throw FileProblem(start, "the file is empty") }
      return YAMLValue(node: node, file: file, fallback: start)
    } catch let error as YamlError {
      throw problem(error, in: yaml, file: file)
    } catch let error as FileProblem {
      throw error
    } catch {
      throw FileProblem(start, "\(error)")
    }
  }

  private static func problem(_ error: YamlError, in yaml: String, file: String) -> FileProblem {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return YAMLSlip(yaml, file: file).explain(problem, at: mark, context)
    case .reader(_, _, let value, _):
      let digits = String(max(value, 0), radix: 16, uppercase: true)
      return FileProblem(file, "a character that cannot be printed stands in the file (U+\(digits)): delete it")
    case .duplicatedKeysInMapping(let keys, let context):
      let place = FileLocation(file: file, line: context.mark.line, column: context.mark.column)
      return YAMLSlip(yaml, file: file).doubled(keys, below: place)
    default: return FileProblem(FileLocation(file: file), "not YAML: \(error)")
    }
  }
}
