import Cases

extension OpenAPI {
  /// The shapes of bodies.
  struct Schemas {
    let services: [String]

    var all: [String: JSONValue] {
      [
        "CasePost": casePost, "CaseForm": caseForm, "Open311Update": Self.open311Update, "Receipt": Self.receipt,
        "Case": Self.known, "Problems": Self.problems, "Any": [:],
        "Page": ["type": "string"], "Open311Post": open311Post, "Open311List": ["type": "array"],
        "Open311Errors": Self.open311Errors, "WebForm": webForm, "TrackForm": Self.trackForm,
      ]
    }

    private var service: JSONValue {
      ["type": ["string", "null"], "enum": .list(services.map { .text($0) } + [.null])]
    }

    private var casePost: JSONValue {
      [
        "type": "object", "required": ["text"],
        "properties": [
          "text": Self.text, "channel": Self.word(Channel.self), "service_code": service,
          "form": [
            "type": ["object", "null"],
            "properties": [
              "region": Self.region, "cooperative": Self.short(200), "membership_area": Self.word(MembershipArea.self),
              "kind": Self.word(CaseKind.self),
            ],
          ],
          "privacy": Self.word(Privacy.self), "language": Self.word(Language.self),
          "received_at": Self.letter(["string", "null"]), "reference": Self.short(100),
          "reporter": [
            "type": ["object", "null"],
            "properties": ["name": Self.short(100), "phone": Self.phone, "email": Self.email],
          ],
        ],
      ]
    }

    private var caseForm: JSONValue {
      [
        "type": "object", "required": ["text"],
        "properties": [
          "text": Self.text, "channel": Self.choice(Channel.self),
          "service_code": ["type": "string", "enum": .list(services.map { .text($0) })],
          "form[region]": Self.plainRegion, "form[cooperative]": Self.plain(200),
          "form[membership_area]": Self.choice(MembershipArea.self), "form[kind]": Self.choice(CaseKind.self),
          "privacy": Self.choice(Privacy.self), "language": Self.choice(Language.self),
          "reporter[name]": Self.plain(100), "reporter[phone]": Self.plainPhone, "reporter[email]": ["type": "string"],
          "received_at": Self.letter(["string"]), "reference": Self.plain(100),
          "media": ["type": "array", "items": ["type": "string", "format": "binary"]],
        ],
      ]
    }

    private var open311Post: JSONValue {
      [
        "type": "object", "required": ["service_code", "description"],
        "properties": [
          "service_code": ["type": "string", "enum": .list(services.map { .text($0) })], "description": Self.text,
          "attribute[region]": Self.plainRegion, "attribute[cooperative]": Self.plain(200),
          "attribute[membership_area]": Self.choice(MembershipArea.self), "attribute[kind]": Self.choice(CaseKind.self),
          "attribute[privacy]": Self.choice(Privacy.self), "first_name": Self.plain(50), "last_name": Self.plain(49),
          "phone": Self.plainPhone, "email": ["type": "string"], "address_string": Self.plain(500),
          "jurisdiction_id": Self.plain(100),
          "media_url": ["type": "string", "format": "uri", "maxLength": 1000],
          "lat": ["type": "number", "minimum": -90, "maximum": 90],
          "long": ["type": "number", "minimum": -180, "maximum": 180],
        ],
      ]
    }

    private var webForm: JSONValue {
      [
        "type": "object", "required": ["text"],
        "properties": [
          "text": Self.text, "service_code": ["type": "string", "enum": .list(services.map { .text($0) })],
          "region": Self.plainRegion, "cooperative": Self.plain(200),
          "membership_area": Self.choice(MembershipArea.self), "kind": Self.choice(CaseKind.self),
          "privacy": Self.choice(Privacy.self), "name": Self.plain(100), "phone": Self.plainPhone,
          "email": ["type": "string"], "language": Self.choice(Language.self), "kunci": Self.plain(200),
        ],
      ]
    }
  }
}

extension OpenAPI.Schemas {
  private static let text: JSONValue = [
    "type": "string", "minLength": 1, "maxLength": .integer(DraftCheck.maximumCharacters),
  ]
  private static let plainRegion: JSONValue = ["type": "string", "pattern": "^[0-9]{2}([.][0-9]{2})?$"]
  private static let region: JSONValue = ["type": ["string", "null"], "pattern": "^[0-9]{2}([.][0-9]{2})?$"]
  private static let plainPhone: JSONValue = ["type": "string", "pattern": "^[0-9]{8,15}$"]
  private static let phone: JSONValue = ["type": ["string", "null"], "pattern": "^[0-9]{8,15}$"]
  private static let email: JSONValue = ["type": ["string", "null"], "format": "email"]

  private static func plain(_ limit: Int) -> JSONValue { ["type": "string", "maxLength": .integer(limit)] }

  private static func short(_ limit: Int) -> JSONValue { ["type": ["string", "null"], "maxLength": .integer(limit)] }

  private static func choice<Choice: WordChoice>(_ type: Choice.Type) -> JSONValue {
    ["type": "string", "enum": .list(Choice.allCases.map { .text($0.rawValue) })]
  }

  private static func word<Choice: WordChoice>(_ type: Choice.Type) -> JSONValue {
    ["type": ["string", "null"], "enum": .list(Choice.allCases.map { .text($0.rawValue) } + [.null])]
  }

  private static func letter(_ types: [String]) -> JSONValue {
    [
      "type": .list(types.map { .text($0) }),
      "description": "When a letter came in, a day or a time of the last 366 days; by a key alone, as reference.",
    ]
  }

  private static let open311Update: JSONValue = [
    "type": "object", "required": ["service_request_id", "update_id", "description"],
    "properties": [
      "service_request_id": ["type": "string", "pattern": "^[0-9]{10}$"], "update_id": plain(100),
      "description": text, "status": ["type": "string"], "api_key": ["type": "string"],
    ],
  ]

  private static let nullableText: JSONValue = ["type": ["string", "null"]]

  private static let receipt: JSONValue = [
    "type": "object", "required": ["number", "code", "state", "track"],
    "properties": [
      "number": ["type": "string", "pattern": "^[0-9]{10}$"], "code": ["type": "string"], "state": ["type": "string"],
      "state_text": ["type": "string"], "track": ["type": "string"],
    ],
  ]

  private static let known: JSONValue = [
    "type": "object", "required": ["number", "state", "state_text", "received_at", "updated_at"],
    "properties": [
      "number": ["type": "string"],
      "state": ["type": "string", "enum": .list(CaseState.allCases.map { .text($0.rawValue) })],
      "state_text": ["type": "string"], "unit": nullableText, "handed_on": nullableText,
      "received_at": ["type": "string"], "updated_at": ["type": "string"], "due_at": nullableText,
    ],
  ]

  private static let problems: JSONValue = [
    "type": "object", "required": ["errors"],
    "properties": [
      "errors": [
        "type": "array",
        "items": [
          "type": "object", "required": ["field", "reason", "alasan", "example"],
          "properties": [
            "field": ["type": "string"], "reason": ["type": "string"], "alasan": ["type": "string"],
            "example": ["type": "string"],
          ],
        ],
      ]
    ],
  ]

  private static let open311Errors: JSONValue = [
    "type": "array",
    "items": [
      "type": "object", "required": ["code", "description"],
      "properties": ["code": ["type": "integer"], "description": ["type": "string"]],
    ],
  ]

  private static let trackForm: JSONValue = [
    "type": "object",
    "properties": [
      "nomor": ["type": "string"], "kode": ["type": "string"],
      "aksi": ["type": "string", "enum": .list(ReporterResponse.allCases.map { .text($0.rawValue) })],
      "text": plain(DraftCheck.maximumCharacters),
    ],
  ]
}
