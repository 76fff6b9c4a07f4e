import NIOSSL
import Operations

/// What the public door shows who it is with.
struct DoorCertificate {
  private let certificate: String
  private let key: String

  init(_ settings: IntakeSettings) {
    certificate = settings.certificate
    key = settings.key
  }

  /// TLS 1.2 and later.
  /// - Throws: `SettingsProblems` if the files are not what they should be.
  func configuration() throws(SettingsProblems) -> TLSConfiguration {
    let chain: [NIOSSLCertificateSource]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
      guard !chain.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
    } catch {
      throw SettingsProblems(problems: ["INTAKE_HTTP_CERTIFICATE: \(certificate) is not a file of certificates in PEM"])
    }
    let secret: NIOSSLPrivateKey
    do {
      secret = try NIOSSLPrivateKey(file: key, format: .pem)
    } catch {
      throw SettingsProblems(problems: ["INTAKE_HTTP_KEY: \(key) is not a file of a key in PEM"])
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain, privateKey: .privateKey(secret))
    configuration.minimumTLSVersion = .tlsv12
    do {
      _ = try NIOSSLContext(configuration: configuration)
    } catch {
      throw SettingsProblems(problems: ["INTAKE_HTTP_KEY: \(key) does not belong to \(certificate)"])
    }
    return configuration
  }
}
