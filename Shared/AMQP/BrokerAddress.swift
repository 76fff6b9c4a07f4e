package import Threads
import Foundation

/// One node of the broker: `amqp://user:password@host:port/vhost` or `amqps://...`.
package struct BrokerAddress: Sendable, Equatable {
  package var host: String
  package var port: Int
  package var virtualHost: String
  package var usesTLS: Bool
  package var user: String
  package var password: String

  package init(host: String, port: Int, virtualHost: String, usesTLS: Bool = false, user: String, password: String) {
    self.host = host
    self.port = port
    self.virtualHost = virtualHost
    self.usesTLS = usesTLS
    self.user = user
    self.password = password
  }

  /// - Throws: `AMQPError.invalid`; its text never contains the password.
  package init(_ text: String) throws(AMQPError) {
    // What is lenient with blanks reads another name than was meant.
    guard !text.contains(where: \.isWhitespace), let url = URLComponents(string: text), let scheme = url.scheme,
      let host = url.host, !host.isEmpty
    else {
      throw AMQPError(.invalid, "a broker's address is amqp://user:password@host:port/vhost, and this is none")
    }
    guard scheme == "amqp" || scheme == "amqps" else {
      throw AMQPError(.invalid, "found scheme '\(scheme)', expected amqp or amqps")
    }
    guard let vhost = url.percentEncodedPath.dropFirst().removingPercentEncoding, !vhost.isEmpty else {
      throw AMQPError(.invalid, "the address of \(host) names no virtual host, expected .../disposisi")
    }
    guard url.query == nil, url.fragment == nil else {
      throw AMQPError(.invalid, "the address of \(host) has '?' or '#', expected nothing after the virtual host")
    }
    let port = url.port ?? (scheme == "amqps" ? 5671 : 5672)
    guard (1...65_535).contains(port) else {
      throw AMQPError(.invalid, "found port \(port) at \(host), expected one from 1 to 65535")
    }
    self.init(
      // An IPv6 address stands in brackets in a URL, and nowhere else.
      host: host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host, port: port, virtualHost: vhost,
      usesTLS: scheme == "amqps", user: url.user ?? "", password: url.password ?? "")
  }

  /// Several addresses with commas between them, tried in turn.
  package static func list(_ text: String) throws(AMQPError) -> [BrokerAddress] {
    var addresses: [BrokerAddress] = []
    for part in text.split(separator: ",") {
      addresses.append(try BrokerAddress(part.trimmingCharacters(in: .whitespaces)))
    }
    guard !addresses.isEmpty else { throw AMQPError(.invalid, "no broker address given") }
    return addresses
  }
}

extension BrokerAddress: CustomStringConvertible {
  /// Without the password: this goes to logs.
  package var description: String {
    let place = host.contains(":") ? "[\(host)]" : host
    return "\(usesTLS ? "amqps" : "amqp")://\(user.isEmpty ? "" : user + "@")\(place):\(port)/\(virtualHost)"
  }
}

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
