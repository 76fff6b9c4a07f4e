import Cases

extension OpenAPI {
  /// One method of one path.
  struct Operation {
    enum Format: String {
      case json, xml, html

      var mediaType: String {
        switch self {
        case .json: "application/json"
        case .xml: "text/xml"
        case .html: "text/html"
        }
      }
    }

    private let format: Format
    private var keys: [String: JSONValue]
    private var parameters: [JSONValue] = []

    init(_ id: String, _ summary: String, isForKeys: Bool = false, format: Format = .json) {
      self.format = format
      keys = ["operationId": .text(id), "summary": .text(summary)]
      // The second says that it goes without, unless the operator wants keys.
      if isForKeys { keys["security"] = [["key": []], [:]] }
    }

    var json: JSONValue { .object(keys.merging(parameters.isEmpty ? [:] : ["parameters": .list(parameters)]) { $1 }) }

    func path(_ name: String, _ schema: JSONValue) -> Operation { with("path", name, schema, isRequired: true) }

    func header(_ name: String, _ schema: JSONValue) -> Operation { with("header", name, schema) }

    func query(_ names: String...) -> Operation {
      names.reduce(self) { $0.with("query", $1, ["type": "string"]) }
    }

    /// - Parameter contents: media types and the names of their schemas.
    func body(_ contents: [String: String]) -> Operation {
      var copy = self
      copy.keys["requestBody"] = ["required": true, "content": .object(contents.mapValues(Self.content))]
      return copy
    }

    /// - Parameter problems: statuses of refusals, which look like `schema`.
    func answers(_ good: [Int: String], problems: [Int], as schema: String = "Problems") -> Operation {
      var responses: [String: JSONValue] = [:]
      for (status, name) in good { responses[String(status)] = response("Done.", name) }
      for status in problems { responses[String(status)] = response("Refused; the body says why.", schema) }
      var copy = self
      copy.keys["responses"] = .object(responses)
      return copy
    }

    /// After `answers`: a file of one of these media types.
    func file(_ types: [String]) -> Operation {
      var copy = self
      guard case .object(var responses)? = copy.keys["responses"] else { return copy }
      let contents = Dictionary(uniqueKeysWithValues: types.map { ($0, [:] as JSONValue) })
      responses["200"] = ["description": "The file.", "content": .object(contents)]
      copy.keys["responses"] = .object(responses)
      return copy
    }

    private func response(_ description: String, _ schema: String) -> JSONValue {
      [
        "description": .text(description),
        "content": .object([format.mediaType: Self.content(format == .json ? schema : "Page")]),
      ]
    }

    private static func content(_ schema: String) -> JSONValue {
      ["schema": ["$ref": .text("#/components/schemas/\(schema)")]]
    }

    private func with(_ place: String, _ name: String, _ schema: JSONValue, isRequired: Bool = false) -> Operation {
      var copy = self
      copy.parameters.append(
        ["name": .text(name), "in": .text(place), "required": .bool(isRequired), "schema": schema])
      return copy
    }
  }
}
