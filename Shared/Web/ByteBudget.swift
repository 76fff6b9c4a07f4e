import NIOConcurrencyHelpers

/// Bytes of bodies that have come in part: limited in sum, and for each client, so that half-sent requests of many
/// connections do not fill the memory or the disk.
package final class ByteBudget: Sendable {
  private let limit: Int
  private let limitPerClient: Int
  private let taken = NIOLockedValueBox<(all: Int, of: [String: Int])>((0, [:]))

  package init(limit: Int, limitPerClient: Int) {
    self.limit = limit
    self.limitPerClient = limitPerClient
  }

  /// - Returns: false if there is no room.
  package func take(_ bytes: Int, for client: String) -> Bool {
    taken.withLockedValue { taken in
      let own = taken.of[client, default: 0]
      guard taken.all + bytes <= limit, own + bytes <= limitPerClient else { return false }
      taken.all += bytes
      taken.of[client] = own + bytes
      return true
    }
  }

  package func giveBack(_ bytes: Int, of client: String) {
    taken.withLockedValue { taken in
      taken.all -= bytes
      let rest = taken.of[client, default: 0] - bytes
      taken.of[client] = rest > 0 ? rest : nil
    }
  }

  package var all: Int { taken.withLockedValue { $0.all } }
}
