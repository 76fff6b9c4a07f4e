/// What a unit can do with a case it has.
package enum UnitAction: String, WordChoice {
  case accept, ask, answer, transfer, close, correct
}
