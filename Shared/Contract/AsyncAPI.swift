package import Cases

/// The AsyncAPI 3.0 document of the house: which exchange and queue carries which message.
package enum AsyncAPI {
  package static func document() throws -> JSONValue {
    let samples = SampleEvents()
    var messages: [String: JSONValue] = [:]
    for event in MessageSchemas.events {
      messages[event.type.text] = [
        "name": .text(event.type.text), "title": .text(event.summary),
        "contentType": "application/cloudevents+json", "payload": try MessageSchemas.schema(of: event),
        "headers": traceparent, "correlationId": ["location": "$message.payload#/subject"],
        "bindings": ["amqp": ["messageType": .text(event.type.text), "bindingVersion": "0.3.0"]],
        "examples": .list(try samples.example(of: event).map { [["name": "sample", "payload": $0]] } ?? []),
      ]
    }
    messages["unit.reply.v1"] = try reply(about: samples.number)
    return [
      "asyncapi": "3.0.0",
      "info": [
        "title": "Disposisi", "version": "1.0.0",
        "description": "Cases of citizens and cooperatives on their way to the unit that answers.",
      ],
      "defaultContentType": "application/cloudevents+json", "servers": ["broker": broker],
      "channels": channels, "operations": operations,
      "components": [
        "messages": .object(messages),
        "securitySchemes": [
          "account": ["type": "userPassword", "description": "The unit's code and its password: see its kit."]
        ],
      ],
    ]
  }

  private static func reply(about case: CaseNumber) throws -> JSONValue {
    let number = JSONValue.text(`case`.text)
    return [
      "name": "unit.reply.v1", "title": "What a unit answers.", "contentType": "application/json",
      "description": "The message_id property, or the field id, makes a repeated reply count once.",
      "payload": try MessageSchemas.replySchema(),
      "examples": [
        ["name": "accept", "payload": ["number": number, "action": "accept", "id": "r-17"]],
        [
          "name": "answer",
          "payload": ["number": number, "action": "answer", "text": "Sudah kami tangani."],
        ],
        [
          "name": "transfer",
          "payload": [
            "number": number, "action": "transfer", "text": "Anggota di beberapa kota.",
            "to": "dinas.35",
          ],
        ],
        [
          "name": "correct",
          "payload": [
            "number": number, "action": "correct", "text": "Bukan pinjaman.",
            "topic": "ksp.simpanan",
          ],
        ],
      ],
    ]
  }

  private static let broker: JSONValue = [
    "host": "{host}:{port}", "pathname": .text("/\(BrokerNames.virtualHost)"), "protocol": "amqps",
    "protocolVersion": "0.9.1", "description": "RabbitMQ; without TLS on the loopback alone.",
    "variables": [
      "host": ["default": "localhost", "description": "As the kit says."], "port": ["default": "5671"],
    ],
    "security": [["$ref": "#/components/securitySchemes/account"]],
  ]

  private static let traceparent: JSONValue = [
    "type": "object",
    "properties": ["traceparent": ["type": "string", "description": "W3C Trace Context of the case's report."]],
  ]

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
      "bindings": ["amqp": ["is": "queue", "queue": queue, "bindingVersion": "0.3.0"]],
    ]
    return .object(keys)
  }

  private static var operations: JSONValue {
    var all: [String: JSONValue] = [
      "receiveCase": [
        "action": "receive", "channel": ["$ref": "#/channels/unit"], "summary": "A unit reads its queue.",
        "description":
          "Properties: message_id is the event's id, correlation_id the case's number, type the event's type.",
        "bindings": ["amqp": ["ack": true, "bindingVersion": "0.3.0"]],
      ],
      "sendReply": [
        "action": "send", "channel": ["$ref": "#/channels/replies"], "summary": "A unit answers.",
        "description": "The routing key and the property user_id are the unit's code, which the broker checks.",
        "bindings": [
          "amqp": ["userId": "{code}", "deliveryMode": 2, "mandatory": true, "bindingVersion": "0.3.0"]
        ],
      ],
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
          "bindingVersion": "0.3.0",
        ]
      ],
    ]
  }

  private static func references(_ messages: [String]) -> JSONValue {
    .object(Dictionary(uniqueKeysWithValues: messages.map { ($0, ["$ref": .text("#/components/messages/\($0)")]) }))
  }
}
