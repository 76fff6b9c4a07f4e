import Cases
import GRDB
import Messaging

/// Tells the unit that answers a `terbuka` case who its reporter is: straight to its queue, past router and copies.
enum ContactDisclosure {
  /// Recorded in the same commit. Nothing is told to the call centre, which only passes a case on and looks with
  /// `notifier contact`, nor to institutions outside the ministry.
  /// - Parameter sequence: of the routing.
  static func say(_ routed: CaseRouted.Outline, sequence: Int, _ work: borrowing Work) throws {
    guard routed.unit != .triage, !routed.unit.isOutside else { return }
    let statement = try work.db.cachedStatement(
      sql: "SELECT name, phone, email FROM contacts JOIN cases USING (number) WHERE number = ? AND is_listed")
    guard let row = try Row.fetchOne(statement, arguments: [routed.number.text]) else { return }
    let disclosed = ContactDisclosed(
      number: routed.number, unit: routed.unit, name: row["name"], phone: row["phone"], email: row["email"])
    guard disclosed.name != nil || disclosed.phone != nil || disclosed.email != nil else { return }
    try work.emit(onlyTo: [routed.unit], disclosed, sequence: sequence)
    try LookTable.record(
      routed.number, by: "unit \(routed.unit)", why: "the case is its own to answer", at: work.now, in: work.db)
  }
}
