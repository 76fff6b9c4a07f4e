import Cases
import ClassifierCore
import Messaging

/// What the classifier hears.
enum ClassifierFact: ConsumedContent {
  case received(CaseReceived)
  case corrected(CaseCorrected)

  static let readers: [FactReader<Self>] = [FactReader(received), FactReader(corrected)]
}

/// Hears a case, says what it is about; hears what a person says of it, and keeps that to learn from.
struct ClassifyStage: Stage {
  let inForce: ModelInForce

  func handle(_ fact: ConsumedFact<ClassifierFact>, in work: borrowing Work) throws -> Verdict {
    switch fact.content {
    case .received(let received):
      let (number, report) = (received.number, received.report)
      let found = inForce.classifier.classify(report)
      try ClassifiedCaseTable.add(number, report, at: work.now, in: work.db)
      // The same whenever it is said: a classifier that was put back from an old copy says what it said, and who knows it
      // keeps the first.
      try work.emit(
        CaseClassified(number: number, report: report, classification: found), sequence: fact.sequence + 1)
      return .done
    case .corrected(let corrected):
      // Where only the place was corrected, nobody said that the topic is right.
      let (before, now) = (corrected.before, corrected.classification)
      if now.topic != before.topic || now.kind != before.kind || (now.sure && !before.sure) {
        try CorrectionTable.add(corrected, at: work.now, in: work.db)
      }
      return .done
    }
  }
}
