import AMQP
import ArgumentParser
import Cases
import Contract
import Foundation

/// `disposisi unit try`: samples of all that a unit is told, for its programmers.
struct TryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try", abstract: "Send a sample of each event to a queue in which a unit's program is tried out.",
    discussion: """
      The queue trial.CODE is made if need be, and gone a day after its last use; the unit's account may read it as its own \
      queue. No case is touched: what a program answers to a sample is refused, into the unit's real queue, since the sample's \
      number is nobody's. Reaches the broker by $AMQP_URL, an operator's account.
      """)

  @Argument(help: "The unit's code, such as dinas.35.78.") var code: String
  @OptionGroup var broker: BrokerOptions

  func run() async throws {
    guard let code = try? UnitCode(code), try broker.directory()[code] != nil else {
      throw ValidationError("there is no unit '\(code)'; `disposisi unit list` prints them")
    }
    let settings = try BrokerSettings.ofOperator()
    try await QueueInspector(settings, name: "disposisi unit try").declareTrial(code.trialQueue)
    var samples = SampleEvents()
    (samples.unit, samples.time) = (code, Date())
    let messages = try samples.told().map { event, body, id in
      let type = type(of: event).type
      let message = Message(
        body: body, contentType: CloudEvent<CaseRouted>.mediaType, messageID: id.text, correlationID: event.subject,
        type: type.text, userID: Flow.of(type)?.speaker.rawValue,
        headers: ["traceparent": "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"])
      return Publication(exchange: "", routingKey: code.trialQueue, message: message)
    }
    let publisher = Publisher(settings, name: "disposisi unit try", logger: .quiet)
    let outcomes: [PublishOutcome]
    do {
      try await publisher.connected()
      outcomes = try await publisher.publish(messages)
    } catch {
      await publisher.close()
      throw error
    }
    await publisher.close()
    for (message, outcome) in zip(messages, outcomes) {
      print("\(message.message.type ?? "")\(outcome == .confirmed ? "" : "  not taken: \(outcome)")")
    }
    guard outcomes.allSatisfy({ $0 == .confirmed }) else { throw ExitCode.failure }
    print("\(messages.count) samples are in the queue \(code.trialQueue)")
  }
}
