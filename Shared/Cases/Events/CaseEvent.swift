/// An event that speaks of one case.
package protocol CaseEvent: Event, CaseContent {}
