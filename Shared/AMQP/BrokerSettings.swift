package import Threads
import Foundation

/// How connections are made and kept.
package struct BrokerSettings: Sendable {
  package var addresses: [BrokerAddress]
  /// For `amqps`: the file of the authorities that sign the broker's certificate.
  package var authorityFile: String?
  /// For SASL EXTERNAL: this client's certificate and key. With an address that names no user they identify us.
  package var certificateFile: String?
  package var keyFile: String?
  /// Holds the password of every address. Read for each connection: a password that was changed is taken without a
  /// restart, as certificates are.
  package var passwordFile: String?
  package var heartbeat: Duration = .seconds(20)
  /// How long connecting, logging in and each question to the broker may take.
  package var timeout: Duration = .seconds(10)
  /// How long a publish may wait for its confirm.
  package var confirmTimeout: Duration = .seconds(30)
  package var backoff = Backoff(first: .milliseconds(200), longest: .seconds(15))

  package init(addresses: [BrokerAddress]) { self.addresses = addresses }

  /// The address with the password as it is now.
  /// - Throws: `AMQPError.invalid` if the file of the password cannot be read.
  func current(_ address: BrokerAddress) throws(AMQPError) -> BrokerAddress {
    guard let passwordFile else { return address }
    guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8) else {
      throw AMQPError(.invalid, "cannot read a password from \(passwordFile)")
    }
    var address = address
    address.password = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return address
  }
}

extension BrokerSettings {
  /// An operator's account, as the environment tells tools: `AMQP_URL`, and `AMQP_CA` with an amqps address. Never an
  /// argument: every user of the machine can read those.
  package static func ofOperator(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(AMQPError) -> BrokerSettings {
    guard let url = environment["AMQP_URL"], !url.isEmpty else {
      throw AMQPError(.invalid, "AMQP_URL is not set: amqp://operator:password@host:port/disposisi")
    }
    var settings = BrokerSettings(addresses: try BrokerAddress.list(url))
    settings.authorityFile = environment["AMQP_CA"]
    return settings
  }
}
