package import Cases

/// The AsyncAPI 3.0 document of the house: which exchange and queue carries which message.
package enum AsyncAPI {
  package static func document() throws -> JSONValue {
    var messages: [String: JSONValue] = [:]
    for event in MessageSchemas.events {
      messages[event.type.text] = [
        "name": .text(event.type.text), "title": .text(event.summary),
        "contentType": "application/cloudevents+json", "payload": try MessageSchemas.schema(of: event),
      ]
    }
    messages["unit.reply.v1"] = [
      "name": "unit.reply.v1", "title": "What a unit answers.", "contentType": "application/json",
      "payload": try MessageSchemas.replySchema(),
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

  private static var channels: JSONValue {
    var all: [String: JSONValue] = [
      "unit": unitQueue,
      "replies": exchange(
        BrokerNames.repliesExchange, "topic", "What units answer; the routing key is the unit's code.",
        carries: ["unit.reply.v1"]),
    ]
    for service in ServiceName.allCases {
      let rows = Flow.said(by: service)
      guard !rows.isEmpty else { continue }
      let text =
        "What \(service.rawValue) says, and nobody else may: to a service by HEARER.TYPE, to a unit by unit.CODE."
      all[service.exchange] = exchange(service.exchange, "direct", text, carries: rows.map { $0.type.text })
    }
    return .object(all)
  }

  private static var unitQueue: JSONValue {
    let queue: JSONValue = ["durable": true, "exclusive": false, "autoDelete": false]
    let keys: [String: JSONValue] = [
      "address": "unit.{code}", "description": "What a unit receives.",
      "parameters": ["code": ["description": "The unit's code, such as dinas.35.78."]],
      "messages": references(Flow.table.filter(\.tellsUnits).map { $0.type.text }),
      "bindings": ["amqp": ["is": "queue", "queue": queue]],
    ]
    return .object(keys)
  }

  private static var operations: JSONValue {
    var all: [String: JSONValue] = [
      "receiveCase": [
        "action": "receive", "channel": ["$ref": "#/channels/unit"], "summary": "A unit reads its queue.",
      ],
      "sendReply": ["action": "send", "channel": ["$ref": "#/channels/replies"], "summary": "A unit answers."],
    ]
    for row in Flow.table {
      for hearer in row.hearers {
        all["\(hearer.rawValue).\(row.type)"] = [
          "action": "receive", "channel": ["$ref": .text("#/channels/\(row.speaker.exchange)")],
          "summary": .text("\(hearer.rawValue) hears what \(row.speaker.rawValue) says."),
          "messages": [["$ref": .text("#/channels/\(row.speaker.exchange)/messages/\(row.type)")]],
        ]
      }
    }
    return .object(all)
  }

  private static func exchange(
    _ name: String, _ type: String, _ text: String, carries messages: [String]
  ) -> JSONValue {
    [
      "address": .text(name), "description": .text(text), "messages": references(messages),
      "bindings": [
        "amqp": [
          "is": "routingKey",
          "exchange": ["name": .text(name), "type": .text(type), "durable": true, "autoDelete": false],
        ]
      ],
    ]
  }

  private static func references(_ messages: [String]) -> JSONValue {
    .object(Dictionary(uniqueKeysWithValues: messages.map { ($0, ["$ref": .text("#/components/messages/\($0)")]) }))
  }
}
