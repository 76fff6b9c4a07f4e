import Requests
import Web
import Cases
import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore
import Logging
import NIOConcurrencyHelpers
import Messaging

/// Who asks: an address, and a key where one was shown.
struct Caller: Sendable {
  let address: ClientAddress
  let key: ApiKey?
  /// Whether it is one of the operator's own checks.
  let isUnlimited: Bool

  /// Whose turns are counted.
  var name: String { key.map { "key \($0.name)" } ?? address.text }

  /// Whose idempotency keys are its own. A key that was revoked leaves them to nobody, whatever the next one is called.
  var holder: String { key.map { "key \($0.id)" } ?? "from \(address.text)" }
}

/// How often, by which key, and whether without one.
struct AccessLimits: Sendable {
  let reportsPerMinute: Int
  let looksPerMinute: Int
  let missesPerHour: Int
  let proxies: Set<String>
  /// Addresses of the operator's own checks.
  let unlimited: Set<String>
  let requiresKeys: Bool

  /// The addresses of one network together have so many times what each has.
  static let network = 32
}

/// Lets requests in: by key or address, and no more than so many.
final class Access: Sendable {
  enum Purpose {
    case report, look, attachment

    var scope: KeyScope {
      switch self {
      case .report: .write
      case .look: .read
      case .attachment: .attachments
      }
    }
  }

  private let limits: AccessLimits
  private let unlimited: Set<String>
  private let store: Store
  private let reports = NIOLockedValueBox(TokenBuckets(seconds: 60))
  private let looks = NIOLockedValueBox(TokenBuckets(seconds: 60))
  private let misses = NIOLockedValueBox(TokenBuckets(seconds: 3600))
  /// What is tried for one case: who has its code is not held up by others at the same address.
  private let factors = NIOLockedValueBox(TokenBuckets(seconds: 3600))
  let watch: GuessWatch

  init(_ limits: AccessLimits, store: Store, logger: Logger) {
    self.limits = limits
    unlimited = Set(limits.unlimited.map { ClientAddress(peer: $0, forwarded: nil, proxies: []).text })
    self.store = store
    watch = GuessWatch(limit: 100 * limits.missesPerHour, logger: logger)
  }

  /// - Parameters:
  ///   - secret: the key where it does not come as a bearer's token.
  ///   - isChannel: whether this is a door for programs, which can be asked for a key.
  /// - Throws: `UnreadableRequest`: 401, 403 or 429.
  func enter(
    _ purpose: Purpose, _ request: Request, _ context: PeerContext, secret: String? = nil, isChannel: Bool = false
  ) async throws -> Caller {
    let forwarded = request.headers[values: .xForwardedFor].joined(separator: ",")
    let address = ClientAddress(
      peer: context.peer, forwarded: forwarded.isEmpty ? nil : forwarded, proxies: limits.proxies)
    guard let secret = try secret ?? bearer(request) else {
      let isUnlimited = forwarded.isEmpty && unlimited.contains(address.text)
      if address.isForgetfulProxy, !isUnlimited { watch.noteForgetfulProxy(address.text) }
      let caller = Caller(address: address, key: nil, isUnlimited: isUnlimited)
      if isChannel { try checkKey(of: caller) }
      if !caller.isUnlimited { try admit(purpose, address) }
      return caller
    }
    let key = try await known(secret, address)
    guard key.scopes.contains(purpose.scope) else {
      throw Self.refusal(
        .forbidden, "the key '\(key.name)' lacks the scope \(purpose.scope.rawValue)", "Kunci tidak berwenang.")
    }
    let caller = Caller(address: address, key: key, isUnlimited: false)
    try admit(purpose, caller.name, limit: key.perMinute)
    return caller
  }

  /// - Throws: `UnreadableRequest`, 401, if there is no key where the operator wants one.
  func checkKey(of caller: Caller) throws {
    guard limits.requiresKeys, caller.key == nil else { return }
    throw Self.refusal(.unauthorized, "is missing, expected Bearer and a key of this channel", "Kunci diperlukan.")
  }

  /// Trying keys out is limited like trying numbers out; who has one is not held up by those who have not.
  private func known(_ secret: String, _ address: ClientAddress) async throws -> ApiKey {
    if let key = try await store.pool.read({ try ApiKeyTable.find(secret, in: $0) }) { return key }
    try guess(Caller(address: address, key: nil, isUnlimited: false))
    watch.note(.key, of: secret, from: address)
    throw Self.refusal(.unauthorized, "has an unknown or revoked key", "Kunci tidak dikenal.")
  }

  /// Before numbers are looked up: each is a guess, until `found` says that it was none. Taken first, so that many at
  /// once are no more than many in a row.
  func guess(_ caller: Caller, count: Int = 1) throws {
    guard !caller.isUnlimited else { return }
    let wait = misses.withLockedValue { buckets -> Double? in
      let own = buckets.take(caller.name, count, limit: max(count, limits.missesPerHour), at: TokenBuckets.now)
      guard own == nil, caller.key == nil else { return own }
      return buckets.take(
        caller.address.network, count, limit: AccessLimits.network * limits.missesPerHour, at: TokenBuckets.now)
    }
    if let wait { throw Self.tooMany(wait) }
  }

  /// What was looked up is there, and right.
  func found(_ caller: Caller, count: Int = 1) {
    misses.withLockedValue { buckets in
      buckets.giveBack(caller.name, count: count)
      if caller.key == nil { buckets.giveBack(caller.address.network, count: count) }
    }
  }

  /// Before a second factor is judged. Whoever has the right one is not shut out by what others guessed from the same
  /// address: each case has tries of its own there, and its answer tells nothing of whether the number exists.
  func tryFactor(_ number: String, _ caller: Caller) throws {
    do { try guess(caller) } catch {
      let name = "\(caller.name) \(number)"
      if let wait = factors.withLockedValue({ $0.take(name, limit: 5, at: TokenBuckets.now) }) {
        throw Self.tooMany(wait)
      }
    }
  }

  private func admit(_ purpose: Purpose, _ address: ClientAddress) throws {
    try admit(purpose, address.text, limit: limit(purpose))
    try admit(purpose, address.network, limit: AccessLimits.network * limit(purpose))
  }

  private func admit(_ purpose: Purpose, _ name: String, limit: Int) throws {
    let buckets = purpose == .report ? reports : looks
    if let wait = buckets.withLockedValue({ $0.take(name, limit: limit, at: TokenBuckets.now) }) {
      throw Self.tooMany(wait)
    }
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

  private static func tooMany(_ seconds: Double) -> UnreadableRequest {
    let wait = max(1, Int(seconds.rounded(.up)))
    return UnreadableRequest(
      status: .tooManyRequests,
      problem: FieldProblem(
        "requests", reason: "are more than may come from one address or key, expected a pause of \(wait) s",
        alasan: "Terlalu banyak permintaan. Mohon coba lagi setelah \(wait) detik.", example: "Retry-After: \(wait)"),
      retryAfterSeconds: wait)
  }

  static func refusal(_ status: HTTPResponse.Status, _ reason: String, _ alasan: String) -> UnreadableRequest {
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

extension TokenBuckets {
  /// Seconds of a clock that does not go back.
  static var now: Double { ProcessInfo.processInfo.systemUptime }
}
