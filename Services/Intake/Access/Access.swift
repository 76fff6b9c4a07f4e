import Cases
import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore
import NIOConcurrencyHelpers
import Stage

/// Who asks: an address, and a key where one was shown.
struct Caller: Sendable {
  let address: ClientAddress
  let key: ApiKey?

  /// Whose turns are counted.
  var name: String { key.map { "key \($0.name)" } ?? address.text }
}

/// How often, by which key, and whether without one.
struct AccessLimits: Sendable {
  let reportsPerMinute: Int
  let looksPerMinute: Int
  let missesPerHour: Int
  let proxies: Set<String>
  let requiresKeys: Bool
}

/// Lets requests in: by key or address, and no more than so many.
final class Access: Sendable {
  enum Purpose { case report, look }

  private let limits: AccessLimits
  private let store: Store
  private let reports = NIOLockedValueBox(TokenBuckets(seconds: 60))
  private let looks = NIOLockedValueBox(TokenBuckets(seconds: 60))
  private let misses = NIOLockedValueBox(TokenBuckets(seconds: 3600))

  init(_ limits: AccessLimits, store: Store) {
    self.limits = limits
    self.store = store
  }

  /// - Parameters:
  ///   - secret: the key where it does not come as a bearer's token.
  ///   - isChannel: whether this is a door for programs, which can be asked for a key.
  /// - Throws: `UnreadableRequest`: 401, 403 or 429.
  func enter(
    _ purpose: Purpose, _ request: Request, _ context: DoorContext, secret: String? = nil, isChannel: Bool = false
  ) async throws -> Caller {
    let forwarded = request.headers[values: .xForwardedFor].joined(separator: ",")
    let address = ClientAddress(
      peer: context.peer, forwarded: forwarded.isEmpty ? nil : forwarded, proxies: limits.proxies)
    guard let secret = try secret ?? bearer(request) else {
      let caller = Caller(address: address, key: nil)
      if isChannel { try checkKey(of: caller) }
      if !address.isOurs { try admit(purpose, address.text, limit: limit(purpose)) }
      return caller
    }
    let key = try await known(secret, address)
    let scope: KeyScope = purpose == .report ? .write : .read
    guard key.scopes.contains(scope) else {
      throw Self.refusal(
        .forbidden, "the key '\(key.name)' lacks the scope \(scope.rawValue)", "Kunci tidak berwenang.")
    }
    try admit(purpose, "key \(key.name)", limit: key.perMinute)
    return Caller(address: address, key: key)
  }

  /// - Throws: `UnreadableRequest`, 401, if there is no key where the operator wants one.
  func checkKey(of caller: Caller) throws {
    guard limits.requiresKeys, caller.key == nil else { return }
    throw Self.refusal(.unauthorized, "is missing, expected Bearer and a key of this channel", "Kunci diperlukan.")
  }

  /// Trying keys out is limited like trying numbers out; who has one is not held up by those who have not.
  private func known(_ secret: String, _ address: ClientAddress) async throws -> ApiKey {
    if let key = try await store.pool.read({ try ApiKeyTable.find(secret, in: $0) }) { return key }
    try guess(Caller(address: address, key: nil))
    throw Self.refusal(.unauthorized, "has an unknown or revoked key", "Kunci tidak dikenal.")
  }

  /// Before numbers or a code are looked up: each is a guess, until `found` says that it was none. Taken first, so that
  /// many at once are no more than many in a row.
  func guess(_ caller: Caller, count: Int = 1) throws {
    guard !caller.address.isOurs || caller.key != nil else { return }
    let wait = misses.withLockedValue { buckets -> Double? in
      for _ in 0..<count {
        if let wait = buckets.take(caller.name, limit: limits.missesPerHour, at: Self.now) { return wait }
      }
      return nil
    }
    if let wait { throw Self.tooMany(wait) }
  }

  /// What was looked up is there, and right.
  func found(_ caller: Caller, count: Int = 1) {
    misses.withLockedValue { $0.giveBack(caller.name, count: count) }
  }

  private func admit(_ purpose: Purpose, _ name: String, limit: Int) throws {
    let buckets = purpose == .report ? reports : looks
    if let wait = buckets.withLockedValue({ $0.take(name, limit: limit, at: Self.now) }) { throw Self.tooMany(wait) }
  }

  private func limit(_ purpose: Purpose) -> Int {
    purpose == .report ? limits.reportsPerMinute : limits.looksPerMinute
  }

  private func bearer(_ request: Request) throws -> String? {
    guard let header = request.headers[.authorization] else { return nil }
    let words = header.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw Self.refusal(.unauthorized, "is not of the form 'Bearer KEY'", "Kunci tidak dikenal.")
    }
    return String(words[1])
  }

  private static var now: Double { ProcessInfo.processInfo.systemUptime }

  private static func tooMany(_ seconds: Double) -> UnreadableRequest {
    let wait = max(1, Int(seconds.rounded(.up)))
    return UnreadableRequest(
      status: .tooManyRequests,
      problem: FieldProblem(
        "requests", reason: "are more than may come from one address or key, expected a pause of \(wait) s",
        alasan: "Terlalu banyak permintaan. Mohon coba lagi setelah \(wait) detik.", example: "Retry-After: \(wait)"),
      retryAfterSeconds: wait)
  }

  private static func refusal(_ status: HTTPResponse.Status, _ reason: String, _ alasan: String) -> UnreadableRequest {
    UnreadableRequest(
      status: status,
      problem: FieldProblem("Authorization", reason: reason, alasan: alasan, example: "Authorization: Bearer dsp_..."))
  }
}

extension Caller {
  /// The channel of a report: the key's own where it names none.
  /// - Throws: `UnreadableRequest` if the key is not for that channel.
  func channel(stated: String?, door: Channel) throws -> Channel {
    guard let key, let first = key.channels.first else { return door }
    guard let stated, let channel = Channel(rawValue: stated) else { return first }
    guard key.channels.contains(channel) else {
      throw UnreadableRequest(
        status: .forbidden,
        problem: FieldProblem(
          "channel", reason: "the key '\(key.name)' is not for '\(channel.rawValue)'", alasan: "Kanal tidak diizinkan.",
          example: first.rawValue))
    }
    return channel
  }
}
