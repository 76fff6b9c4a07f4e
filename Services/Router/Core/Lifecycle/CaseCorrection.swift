import RouterPolicy
import Cases
import Foundation

extension CaseMachine {
  /// Decides a case anew with what a person says of it; it moves where another unit must answer then.
  func correct(
    _ next: inout Assignment, _ correction: Correction, by actor: UnitCode, _ event: CaseClassified, at now: Date
  ) throws(InvalidAction) -> [CaseFact] {
    let corrected = try corrected(event, correction)
    guard corrected.classification != event.classification else {
      throw InvalidAction(reason: "the correction changes nothing", expected: "another topic, kind, region or area")
    }
    let facts = Facts(corrected.classification, corrected.report)
    next.region = facts.region
    let said = CaseFact.corrected(
      CaseCorrected(
        number: next.number, unit: actor, reason: correction.reason, report: event.report,
        before: event.classification, classification: corrected.classification))
    let decision = book.decide(facts, on: Self.today(now))
    next.ministry = decision.ministry
    guard decision.unit.code != next.unit else { return [said] }
    // A correction passes a case on as a transfer does.
    if isPassedOnTooOften(&next, by: actor) {
      return [said] + (try assign(&next, to: .triage, reason: correction.reason, corrected, at: now))
    }
    return [said] + reassigned(&next, from: next.unit, decision, reason: correction.reason, corrected, at: now)
  }

  /// The case as the person says it is: no longer the model's word, and sure.
  private func corrected(_ event: CaseClassified, _ correction: Correction) throws(InvalidAction) -> CaseClassified {
    if let topic = correction.topic, !book.topics.contains(topic) {
      throw InvalidAction(
        reason: "there is no topic '\(topic)'", expected: book.topics.map(\.text).joined(separator: ", "))
    }
    if let region = correction.region, book.gazetteer[region.regency ?? region] == nil {
      throw InvalidAction(reason: "there is no region '\(region)'", expected: RegionCode.shape)
    }
    var event = event
    event.classification.topic = correction.topic ?? event.classification.topic
    event.classification.kind = correction.kind ?? event.classification.kind
    event.classification.membershipArea = correction.membershipArea ?? event.classification.membershipArea
    if let region = correction.region {
      event.classification.region = region
      event.classification.candidates = []
    }
    if correction.topic != nil {
      (event.classification.sure, event.classification.confidence) = (true, 1)
      event.classification.topicFiles = nil
    }
    return event
  }
}
