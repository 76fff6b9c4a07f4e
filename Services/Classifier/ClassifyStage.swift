import Cases
import ClassifierCore
import Stage

/// Hears a case, says what it is about.
struct ClassifyStage: Stage {
  let classifier: Classifier

  func handle(_ event: CloudEvent<CaseReceived>, in work: borrowing Work) throws -> Verdict {
    let (number, report) = (event.data.number, event.data.report)
    let classified = CaseClassified(number: number, report: report, classification: classifier.classify(report))
    try work.say(classified, sequence: event.sequence + 1)
    return .done
  }
}
