/// The AsyncAPI 3.0 document of the house: which exchange and queue carries which message.
package enum AsyncAPI {
  package static func document() throws -> JSONValue {
    var messages: [String: JSONValue] = [:]
    for event in Contract.events {
      messages[event.type.text] = [
        "name": .text(event.type.text), "title": .text(event.summary),
        "contentType": "application/cloudevents+json", "payload": try Contract.schema(of: event),
      ]
    }
    messages["unit.reply.v1"] = [
      "name": "unit.reply.v1", "title": "What a unit answers.", "contentType": "application/json",
      "payload": try Contract.replySchema(),
    ]
    return [
      "asyncapi": "3.0.0",
      "info": [
        "title": "Disposisi", "version": "1.0.0",
        "description": "Cases of citizens and cooperatives on their way to the unit that answers.",
      ],
      "defaultContentType": "application/cloudevents+json",
      "channels": channels, "operations": operations, "components": ["messages": .object(messages)],
    ]
  }

  private static let toUnits: [any Event.Type] = [
    CaseRouted.self, CaseReplied.self, CaseReopened.self, CaseClosed.self, CaseTransferred.self, ReplyRefused.self,
  ]

  private static var channels: JSONValue {
    let cases = Contract.events.map { $0.type.text }.filter { $0 != ReplyRefused.type.text }
    let all: [String: JSONValue] = [
      "cases": exchange("cases", "Facts about cases; the routing key is the type.", carries: cases),
      "unit": unitQueue,
      "replies": exchange(
        "replies", "What units answer; the routing key is the unit's code.", carries: ["unit.reply.v1"]),
    ]
    return .object(all)
  }

  private static var unitQueue: JSONValue {
    let queue: JSONValue = ["durable": true, "exclusive": false, "autoDelete": false]
    let keys: [String: JSONValue] = [
      "address": "unit.{code}", "description": "What a unit receives.",
      "parameters": ["code": ["description": "The unit's code, such as dinas.35.78."]],
      "messages": references(toUnits.map { $0.type.text }),
      "bindings": ["amqp": ["is": "queue", "queue": queue]],
    ]
    return .object(keys)
  }

  private static let operations: JSONValue = [
    "receiveCase": ["action": "receive", "channel": ["$ref": "#/channels/unit"], "summary": "A unit reads its queue."],
    "sendReply": ["action": "send", "channel": ["$ref": "#/channels/replies"], "summary": "A unit answers."],
    "hearFacts": ["action": "receive", "channel": ["$ref": "#/channels/cases"], "summary": "A service hears facts."],
  ]

  private static func exchange(_ name: String, _ text: String, carries messages: [String]) -> JSONValue {
    [
      "address": .text(name), "description": .text(text), "messages": references(messages),
      "bindings": [
        "amqp": [
          "is": "routingKey", "exchange": ["name": .text(name), "type": "topic", "durable": true, "autoDelete": false],
        ]
      ],
    ]
  }

  private static func references(_ messages: [String]) -> JSONValue {
    .object(Dictionary(uniqueKeysWithValues: messages.map { ($0, ["$ref": .text("#/components/messages/\($0)")]) }))
  }
}
