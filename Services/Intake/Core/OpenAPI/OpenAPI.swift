package import Cases

/// What the public door takes and answers, as an OpenAPI 3.1 document.
package struct OpenAPI: Sendable {
  private let services: [String]
  private let address: String

  /// - Parameters:
  ///   - services: the codes that a report may name.
  ///   - address: how the door is reached from outside.
  package init(services: [TopicCode], address: String) {
    self.services = [DraftCheck.anyService] + services.map(\.text)
    self.address = address
  }

  package var document: JSONValue {
    [
      "openapi": "3.1.0",
      "info": [
        "title": "Disposisi", "version": "1",
        "description": "Reports about cooperatives, and where they stand. Problems are told in English and Indonesian.",
      ],
      "servers": [["url": .text(address)]],
      "paths": .object(cases.merging(open311) { first, _ in first }.merging(pages) { first, _ in first }),
      "components": [
        "securitySchemes": ["key": ["type": "http", "scheme": "bearer", "description": "A channel's key."]],
        "schemas": .object(Schemas(services: services).all),
      ],
    ]
  }

  // MARK: JSON for channels

  private var cases: [String: JSONValue] {
    [
      "/cases": [
        "post": Operation("postCase", "Send a report.", isForKeys: true)
          .header("Idempotency-Key", ["type": "string", "pattern": "^[!-~]{1,200}$"])
          .body(["application/json": "CasePost", "multipart/form-data": "CaseForm"])
          .answers([201: "Receipt"], problems: [400, 401, 403, 408, 413, 415, 422, 429, 503, 507]).json
      ],
      "/cases/{number}": [
        "get": Operation("getCase", "Where a case stands.", isForKeys: true)
          .path("number", ["type": "string", "pattern": "^[0-9]{10}$"])
          .answers([200: "Case"], problems: [400, 401, 403, 404, 429, 503]).json
      ],
      "/cases/{number}/attachments/{id}": [
        "get": Operation("getAttachment", "What came with a case, for the unit that has it.", isForKeys: true)
          .path("number", ["type": "string", "pattern": "^[0-9]{10}$"])
          .path("id", ["type": "string", "pattern": "^[0-9a-f]{32}$"])
          .answers([:], problems: [401, 403, 404, 429, 503]).file(MediaKind.allCases.map(\.rawValue)).json
      ],
    ]
  }

  // MARK: Open311

  private var open311: [String: JSONValue] {
    var paths: [String: JSONValue] = [:]
    for format in [Operation.Format.json, .xml] {
      func operation(_ name: String, _ summary: String, isForKeys: Bool = false) -> Operation {
        Operation("\(name)As\(format.rawValue.capitalized)", summary, isForKeys: isForKeys, format: format)
      }
      let name = format.rawValue
      let list = operation(
        "listRequests",
        "Where reports stand, without what they say; by service, or closed ones, among the newest 20,000 of the days."
      )
      .query(
        "service_request_id", "status", "service_code", "start_date", "end_date", "page", "page_size", "jurisdiction_id"
      )
      .answers([200: "Open311List"], problems: [400, 404, 429, 503], as: "Open311Errors")
      let post = operation("postRequest", "Send a report.", isForKeys: true)
        .header("Idempotency-Key", ["type": "string", "pattern": "^[!-~]{1,200}$"])
        .body(["application/x-www-form-urlencoded": "Open311Post", "multipart/form-data": "Open311Post"])
        .answers(
          [201: "Open311List"], problems: [400, 403, 404, 408, 413, 415, 422, 429, 503, 507], as: "Open311Errors")
      paths["/open311/v2/requests.\(name)"] = ["get": list.json, "post": post.json]
      let updates = operation("listUpdates", "What has become of the requests that a key sent.", isForKeys: true)
        .query("start_date", "end_date", "page", "page_size", "api_key")
        .answers([200: "Open311List"], problems: [400, 403, 404, 429, 503], as: "Open311Errors")
      let update = operation("postUpdate", "Pass on what a request's reporter says.", isForKeys: true)
        .body(["application/x-www-form-urlencoded": "Open311Update", "multipart/form-data": "Open311Update"])
        .answers(
          [201: "Open311List"], problems: [400, 403, 404, 408, 413, 415, 429, 503, 507], as: "Open311Errors")
      paths["/open311/v2/servicerequestupdates.\(name)"] = ["get": updates.json, "post": update.json]
      for (path, what) in [
        ("discovery", "The door itself."), ("v2/discovery", "The door itself."),
        ("v2/services", "What may be reported."),
      ] {
        paths["/open311/\(path).\(name)"] = [
          "get": operation(path.split(separator: "/").joined(separator: "_"), what)
            .answers([200: "Any"], problems: [429], as: "Open311Errors").json
        ]
      }
      for (path, what) in [
        ("services", "What a report of a service may say."), ("requests", "Where a case stands."),
        ("tokens", "The number of a report."),
      ] {
        paths["/open311/v2/\(path)/{id}.\(name)"] = [
          "get": operation("get_\(path)", what).path("id", ["type": "string", "pattern": "^[A-Za-z0-9_.]{1,60}$"])
            .answers([200: "Any"], problems: [404, 429, 503], as: "Open311Errors").json
        ]
      }
    }
    return paths
  }

  // MARK: Pages

  private var pages: [String: JSONValue] {
    func page(_ name: String, _ summary: String) -> Operation { Operation(name, summary, format: .html) }
    let form: [String: String] = ["application/x-www-form-urlencoded": "WebForm", "multipart/form-data": "WebForm"]
    let track: [String: String] = [
      "application/x-www-form-urlencoded": "TrackForm", "multipart/form-data": "TrackForm",
    ]
    return [
      "/": [
        "get": page("form", "The form.").answers([200: "Page"], problems: [429], as: "Page").json,
        "post": page("sendForm", "Send the form.").body(form)
          .answers([201: "Page"], problems: [400, 403, 408, 413, 415, 422, 429, 503, 507], as: "Page").json,
      ],
      "/lacak": [
        "get": page("track", "Where a case stands.").query("nomor")
          .answers([200: "Page"], problems: [404, 429, 503], as: "Page").json,
        "post": page("trackAsReporter", "All of a case for who reported it, and the reporter's own word.").body(track)
          .answers([200: "Page"], problems: [400, 403, 404, 408, 413, 415, 422, 429, 503], as: "Page").json,
      ],
      "/privasi": [
        "get": page("privacy", "What is kept of persons.").answers([200: "Page"], problems: [429], as: "Page").json
      ],
      "/openapi.json": ["get": Operation("description", "This document.").answers([200: "Any"], problems: [429]).json],
    ]
  }
}
