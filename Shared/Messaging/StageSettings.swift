package import AMQP
package import Operations

/// How a service reaches the broker, and how much it takes at a time.
package struct StageSettings: Sendable {
  package let broker: BrokerSettings
  package let prefetch: Int
  package let batch: Int
  package let confirmWindow: Int
  package let inboxRetention: Duration
  package let resendRetention: Duration

  package init(_ source: inout SettingsSource, service: String) {
    broker = Self.broker(&source, service: service)
    prefetch = source.whole(
      "prefetch", default: 512, in: 1...10_000, unit: "messages", "how many unacknowledged messages the service holds")
    batch = source.whole(
      "batch", default: 256, in: 1...5_000, unit: "messages", "how many messages one transaction handles at most")
    confirmWindow = source.whole(
      "confirm.window", default: 256, in: 1...10_000, unit: "messages", "how many publishes wait for their confirm")
    inboxRetention =
      .seconds(86_400)
      * source.whole(
        "inbox.days", default: 30, in: 1...3_650, unit: "days", "how long the ids of heard events are remembered")
    resendRetention =
      .seconds(86_400)
      * source.whole(
        "resend.days", default: 28, in: 0...3_650, unit: "days",
        "how long what was said is kept for `resend`; fewer than hearers remember its ids")
  }

  private static func broker(_ source: inout SettingsSource, service: String) -> BrokerSettings {
    let text = source.text(
      "broker", default: "amqp://\(service)@127.0.0.1:5672/disposisi",
      "addresses of the broker, with commas between them, without the password")
    let password = source.secret("broker.password", "password of the service's account at the broker")
    var settings = BrokerSettings(addresses: [])
    do {
      settings.addresses = try BrokerAddress.list(text).map { address in
        var address = address
        if let password { address.password = password.value }
        return address
      }
    } catch {
      source.addProblem("broker", error.detail)
    }
    settings.passwordFile = password?.file
    settings.authorityFile = optional(source.text("broker.ca", default: "", "file of the authorities for amqps"))
    settings.certificateFile = optional(source.text("broker.certificate", default: "", "the service's certificate"))
    settings.keyFile = optional(source.text("broker.key", default: "", "the key of that certificate"))
    return settings
  }

  private static func optional(_ text: String) -> String? { text.isEmpty ? nil : text }
}
