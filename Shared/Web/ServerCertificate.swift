import Foundation
import NIOConcurrencyHelpers
package import NIOSSL
package import Operations

/// What the public door shows who it is with. A renewed certificate is taken for the next connection: renewals come every
/// few weeks, and nobody restarts a door for that.
package struct ServerCertificate: Sendable {
  private let certificate: String
  private let key: String
  private let names: (certificate: String, key: String)

  /// - Parameters:
  ///   - certificate: a file in PEM, with the certificates above it.
  ///   - key: a file in PEM.
  ///   - names: of the settings that name the files, for what is told of them.
  package init(certificate: String, key: String, names: (certificate: String, key: String)) {
    self.certificate = certificate
    self.key = key
    self.names = names
  }

  /// Of TLS 1.2 those suites alone that keep the past secret when a key is stolen, and whose padding tells nothing; those of
  /// TLS 1.3 all do.
  private static let suites: [NIOTLSCipher] = [
    .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
  ]

  /// TLS 1.2 and later.
  /// - Throws: `SettingsProblems` if the files are not what they should be.
  package func configuration() throws(SettingsProblems) -> TLSConfiguration {
    let shown = try read()
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: shown.chain, privateKey: .privateKey(shown.key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.cipherSuiteValues = Self.suites
    do {
      _ = try NIOSSLContext(configuration: configuration)
    } catch {
      throw SettingsProblems(problems: ["\(names.key): \(key) does not belong to \(certificate)"])
    }
    let known = NIOLockedValueBox(shown)
    configuration.sslContextCallback = { _, promise in
      // Files that are half written, or wrong, change nothing.
      if known.withLockedValue({ $0.stamp != stamp }), let fresh = try? read(), fresh.isPair {
        known.withLockedValue { $0 = fresh }
      }
      let now = known.withLockedValue { $0 }
      var override = NIOSSLContextConfigurationOverride()
      override.certificateChain = now.chain
      override.privateKey = .privateKey(now.key)
      promise.succeed(override)
    }
    return configuration
  }

  private struct Shown: Sendable {
    let chain: [NIOSSLCertificateSource]
    let key: NIOSSLPrivateKey
    let stamp: [Date?]

    var isPair: Bool {
      let configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(key))
      return (try? NIOSSLContext(configuration: configuration)) != nil
    }
  }

  private var stamp: [Date?] {
    [certificate, key].map { try? FileManager.default.attributesOfItem(atPath: $0)[.modificationDate] as? Date }
  }

  private func read() throws(SettingsProblems) -> Shown {
    let stamp = stamp
    let chain: [NIOSSLCertificateSource]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
      guard !chain.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
    } catch {
      throw SettingsProblems(problems: ["\(names.certificate): \(certificate) is not a file of certificates in PEM"])
    }
    do {
      return Shown(chain: chain, key: try NIOSSLPrivateKey(file: key, format: .pem), stamp: stamp)
    } catch {
      throw SettingsProblems(problems: ["\(names.key): \(key) is not a file of a key in PEM"])
    }
  }
}
