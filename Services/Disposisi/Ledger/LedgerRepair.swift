import Contract
import Foundation

/// The way back: who must say which cases again to whom.
struct LedgerRepair {
  struct Step: Equatable {
    let owner: ServiceName
    let words: [String]

    var line: String { ([owner.rawValue] + words).joined(separator: " ") }
  }

  /// So many cases on one command line at most.
  private static let portion = 200

  let steps: [Step]

  init(_ problems: [LedgerProblem]) {
    var numbers: [Ledger.Lack: [String]] = [:]
    for problem in problems where !problem.number.isEmpty {
      for lack in problem.lacks { numbers[lack, default: []].append(problem.number) }
    }
    let order = ServiceName.allCases
    let lacks = numbers.keys.sorted { left, right in
      (order.firstIndex(of: left.owner) ?? 0, left.hearer.rawValue)
        < (order.firstIndex(of: right.owner) ?? 0, right.hearer.rawValue)
    }
    steps = lacks.flatMap { lack -> [Step] in
      let all = numbers[lack, default: []].sorted()
      return stride(from: 0, to: all.count, by: Self.portion).map { start in
        let some = all[start..<min(start + Self.portion, all.count)]
        return Step(owner: lack.owner, words: ["resend"] + some + ["--to", lack.hearer.rawValue, "--yes"])
      }
    }
  }

  /// - Throws: `LedgerError` where a service's executable and file are not on this machine.
  func carryOut() throws(LedgerError) {
    for step in steps {
      guard let executable = ServiceExecutable(step.owner) else {
        throw LedgerError("\(step.owner.rawValue) is not on this machine: run there what is printed above")
      }
      guard let output = executable.run(step.words) else { throw LedgerError("failed: \(step.line)") }
      print("\(step.owner.rawValue): \(output.split(separator: "\n").last ?? "")")
    }
  }
}
