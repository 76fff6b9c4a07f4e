package import Cases
import Contract
package import Foundation
package import GRDB

/// What a stage works with while it handles one message: the transaction, the time, and what to emit.
/// It cannot be copied, so it cannot outlive the transaction.
package struct Work: ~Copyable {
  package let db: Database
  /// The time of the batch: one for all its messages, so that a replay can be told what it was.
  package let now: Date
  /// Who emits the events, as a CloudEvents source.
  package let source: String
  let trace: TraceContext
  /// Sequences of what is emitted lie above it.
  package let epoch: Epoch
  let outbox: Outbox

  /// Emits a fact about a case to every service that hears it, and to units. It is published after the commit, and kept
  /// until each of them has it.
  package borrowing func emit(_ content: some Event, sequence: Int, to units: [UnitCode] = []) throws {
    let event = CloudEvent(content, sequence: sequence, source: source, time: now)
    try add(event, to: units, andServices: true)
  }

  /// Emits a fact whose id does not follow from its place in the case's history.
  package borrowing func emit(_ event: CloudEvent<some Event>) throws { try add(event, to: [], andServices: true) }

  /// Emits a fact to units alone.
  package borrowing func emit(onlyTo units: [UnitCode], _ content: some Event, sequence: Int) throws {
    try emit(onlyTo: units, CloudEvent(content, sequence: sequence, source: source, time: now))
  }

  package borrowing func emit(onlyTo units: [UnitCode], _ event: CloudEvent<some Event>) throws {
    try add(event, to: units, andServices: false)
  }

  /// Handles one row of many: where it cannot be handled, what was done for it is undone, it is set aside with the reason,
  /// and the others go on.
  /// - Returns: nil if it was set aside.
  /// - Throws: what concerns the database as a whole.
  package borrowing func alone<Value>(
    _ what: String, _ id: String, _ body: (borrowing Work) throws -> Value
  ) throws -> Value? {
    let inner = Work(db: db, now: now, source: source, trace: trace, epoch: epoch, outbox: outbox)
    var result: Value?
    do {
      try db.inSavepoint {
        result = try body(inner)
        return .commit
      }
      try SetAside.settle(what, id, in: db)
    } catch let error as DatabaseError where error.concernsTheWholeFile {
      throw error
    } catch {
      try SetAside.add(what, id, because: "\(error)", at: now, in: db)
      return nil
    }
    return result
  }

  private borrowing func add<Content: Event>(
    _ event: CloudEvent<Content>, to units: [UnitCode], andServices: Bool
  ) throws {
    let services = andServices ? Destination.hearers(of: Content.type) : []
    let destinations = units.map { Destination.unit($0, hears: Content.type) } + services
    try outbox.add(event, to: destinations, trace: trace, at: now, in: db)
  }
}
