/// Content that speaks of one case.
package protocol CaseContent: EventContent {
  var number: CaseNumber { get }
}

extension CaseContent {
  package var subject: String { number.text }
}
