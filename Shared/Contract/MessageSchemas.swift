package import Cases

/// The JSON Schemas of every message that crosses the broker.
package enum MessageSchemas {
  package static var events: [any Event.Type] { Flow.table.map(\.event) }

  /// The JSON Schema of an event in its envelope.
  package static func schema(of event: any Event.Type) throws -> JSONValue {
    envelope(type: event.type, summary: event.summary, data: try dataSchema(event))
  }

  /// The JSON Schema of what a unit sends to `replies`.
  package static func replySchema() throws -> JSONValue {
    try SchemaWalk.schema(of: UnitReply.self).merging([
      "$schema": .text(dialect), "title": "unit.reply.v1", "description": "What a unit sends to the exchange replies.",
      "additionalProperties": false, "allOf": .list(UnitAction.allCases.map(condition)),
    ])
  }

  /// What goes with an action, and what does not.
  private static func condition(_ action: UnitAction) -> JSONValue {
    let corrections = ["topic", "kind", "region", "membership_area"]
    var then: [String: JSONValue] = [:]
    switch action {
    case .accept, .close: break
    case .ask, .answer: then["required"] = ["text"]
    case .transfer: then["required"] = ["text", "to"]
    case .correct:
      then["required"] = ["text"]
      then["anyOf"] = .list(corrections.map { ["required": [.text($0)]] })
    }
    let strangers = (action == .transfer ? [] : ["to"]) + (action == .correct ? [] : corrections)
    then["properties"] = .object(Dictionary(uniqueKeysWithValues: strangers.map { ($0, .bool(false)) }))
    return [
      "if": ["properties": ["action": ["const": .text(action.rawValue)]], "required": ["action"]],
      "then": .object(then),
    ]
  }

  private static let dialect = "https://json-schema.org/draft/2020-12/schema"

  private static func dataSchema<Content: Event>(_ event: Content.Type) throws -> JSONValue {
    try SchemaWalk.schema(of: event)
  }

  private static func envelope(type: EventType, summary: String, data: JSONValue) -> JSONValue {
    [
      "$schema": .text(dialect), "title": .text(type.text), "description": .text(summary), "type": "object",
      "required": ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "sequence", "data"],
      "properties": [
        "specversion": ["const": "1.0"], "id": EventID.schema,
        "source": ["type": "string", "description": "The service that says it."], "type": ["const": .text(type.text)],
        "subject": ["type": "string", "description": "The case's number, where there is one."],
        "time": ["type": "string", "format": "date-time"], "datacontenttype": ["const": "application/json"],
        "sequence": [
          "type": "string", "pattern": "^[0-9]{10,}$",
          "description": "The event's place in the case's history; a late one can be told by it.",
        ],
        "data": data,
      ],
    ]
  }
}
