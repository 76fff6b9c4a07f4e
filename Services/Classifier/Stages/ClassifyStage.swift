import Cases
import ClassifierCore
import Messaging

/// Hears a case, says what it is about; hears what a person says of it, and keeps that to learn from.
struct ClassifyStage: Stage {
  let inForce: ModelInForce

  func handle(_ fact: ConsumedFact, in work: borrowing Work) throws -> Verdict {
    switch fact {
    case .received(let event):
      let (number, report) = (event.data.number, event.data.report)
      let found = inForce.classifier.classify(report)
      try CaseTable.add(number, report, at: work.now, in: work.db)
      // The same whenever it is said: a classifier that was put back from an old copy says what it said, and who knows it
      // keeps the first.
      try work.emit(
        CaseClassified(number: number, report: report, classification: found), sequence: event.sequence + 1)
      return .done
    case .corrected(let event):
      // Where only the place was corrected, nobody said that the topic is right.
      let (before, now) = (event.data.before, event.data.classification)
      if now.topic != before.topic || now.kind != before.kind || (now.sure && !before.sure) {
        try CorrectionTable.add(event.data, at: work.now, in: work.db)
      }
      return .done
    default: return .done
    }
  }
}
