/// A closed list of words, written in JSON as the words themselves.
package protocol Word: Codable, Sendable, CaseIterable, RawRepresentable, SchemaDescribed where RawValue == String {}

extension Word {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let word = Self(rawValue: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "found '\(text.prefix(80))', expected one of \(Self.choices)")
    }
    self = word
  }

  package static var schema: JSONValue {
    ["type": "string", "enum": .list(allCases.map { .text($0.rawValue) })]
  }

  package static var schemaSample: Self { allCases.first! }

  /// The words, for error messages: `terbuka, rahasia, anonim`.
  package static var choices: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// What the reporter wants.
package enum CaseKind: String, Word {
  case complaint = "pengaduan"
  case question = "permintaan_informasi"
  case suggestion = "aspirasi"
}

/// Who may learn the reporter's name: the unit that answers, only the notifier, or nobody.
package enum Privacy: String, Word {
  case open = "terbuka"
  case confidential = "rahasia"
  case anonymous = "anonim"
}

/// Where the members of the cooperative live: that decides who supervises it.
package enum MembershipArea: String, Word {
  case regency = "kabkota"
  case province = "provinsi"
  case national = "nasional"
}

/// Whether somebody is harmed while the case waits.
package enum Urgency: String, Word {
  case ordinary = "biasa"
  case urgent = "mendesak"
}

/// A number that identifies a person.
package enum PersonalNumber: String, Word {
  case citizen = "nik"
  case phone = "telepon"
  case account = "rekening"
}

/// The door a case came in by.
package enum Channel: String, Word {
  case web, open311, api, whatsapp, phone, chatbot, email, letter, social, sms
}

/// The language of what the reporter reads.
package enum Language: String, Word {
  case indonesian = "id"
  case english = "en"
}
