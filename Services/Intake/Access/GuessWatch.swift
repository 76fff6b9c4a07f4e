import Requests
import Cases
import Digests
import Foundation
import IntakeCore
import Logging
import Metrics
import NIOConcurrencyHelpers

/// Sees guessing over all addresses: each alone may stay below its limit. What is guessed is logged without telling of
/// whom: a mark that lasts as long as the process, and the network it came from.
final class GuessWatch: Sendable {
  enum Guess: String { case key, factor }

  private let limit: Int
  private let logger: Logger
  private let mark = RandomKey.bytes(32)
  private let state = NIOLockedValueBox(
    (bucket: TokenBuckets(seconds: 3600), told: -Double.infinity, proxy: -Double.infinity))

  /// - Parameter limit: wrong keys and second factors in an hour, of all, above which only codes count.
  init(limit: Int, logger: Logger) {
    self.limit = limit
    self.logger = logger
  }

  func note(_ guess: Guess, of secret: String, from address: ClientAddress) {
    Counter(label: "disposisi_wrong_guesses", dimensions: [("of", guess.rawValue)]).increment()
    logger.notice(
      "wrong \(guess.rawValue)", metadata: ["of": "\(marked(secret))", "network": "\(address.network)"])
    let isNews = state.withLockedValue { state -> Bool in
      guard state.bucket.take("all", limit: limit, at: TokenBuckets.now) != nil, TokenBuckets.now - state.told > 60
      else {
        return false
      }
      state.told = TokenBuckets.now
      return true
    }
    if isNews {
      logger.error(
        "guessing: more than \(limit) wrong keys and second factors within an hour; only codes count until it ends")
    }
  }

  /// While this lasts, four digits are not enough.
  var isAlarmed: Bool { state.withLockedValue { $0.bucket.wait("all", limit: limit, at: TokenBuckets.now) != nil } }

  /// A trusted proxy that tells of nobody counts as one client: its clients would shut each other out.
  func noteForgetfulProxy(_ address: String) {
    Counter(label: "disposisi_proxy_without_client").increment()
    let isNews = state.withLockedValue { state -> Bool in
      guard TokenBuckets.now - state.proxy > 600 else { return false }
      state.proxy = TokenBuckets.now
      return true
    }
    if isNews { logger.warning("the trusted proxy \(address) sends no X-Forwarded-For: all its clients count as one") }
  }

  private func marked(_ secret: String) -> String {
    String(Fingerprint.hexadecimal(SHA256.authenticated(Data(secret.utf8), key: mark)).prefix(12))
  }
}
