import Cases
import Foundation
import Places
import RouterCore
import Testing

@testable import DisposisiService

@Suite struct DefinitionsTests {
  static func make(_ body: (Definitions) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    defer { try? FileManager.default.removeItem(atPath: file) }
    let units = try UnitDirectory.shipped(Gazetteer.shipped())
    var passwords = try Passwords(file: file)
    try passwords.complete(for: Account.all(units).map(\.name))
    try body(Definitions(units: units, passwords: try Passwords(file: file)))
    let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(rights == 0o600)
  }

  static func names(_ document: JSONValue, _ section: String, _ key: String) -> [String] {
    guard case .object(let sections) = document, case .list(let entries)? = sections[section] else { return [] }
    return entries.compactMap { entry in
      guard case .object(let fields) = entry, case .text(let name)? = fields[key] else { return nil }
      return name
    }
  }

  @Test func everyUnitHasAQueueABindingAndAnAccount() throws {
    try Self.make { definitions in
      let document = try definitions.document()
      let queues = Set(Self.names(document, "queues", "name"))
      #expect(queues.count == 563 + 6)
      #expect(Set(Self.names(document, "bindings", "destination")) == queues)
      let users = Self.names(document, "users", "name")
      #expect(users.count == Set(users).count && users.count == 563 + 5)
      #expect(Set(Self.names(document, "permissions", "user")) == Set(users))
    }
  }

  @Test func nobodyButTheOperatorMayConfigure() throws {
    for account in Account.all(try UnitDirectory.shipped(Gazetteer.shipped()))
    where account.name != Account.operatorName {
      #expect(account.configure == "^$", "\(account.name)")
    }
  }

  @Test func aUnitMayReadItsQueueAndWriteReplies() throws {
    let account = try #require(
      Account.all(UnitDirectory.shipped(Gazetteer.shipped())).first { $0.name == "dinas.35.78" })
    #expect(account.read == #"^unit\.dinas\.35\.78$"#)
    #expect(account.write == "^replies$")
    #expect(account.topics?.write == #"^dinas\.35\.78$"#)
  }

  @Test func passwordsAreHashedAsRabbitMQDoes() throws {
    try Self.make { definitions in
      let hash = try #require(Data(base64Encoded: try definitions.passwords.hash(of: "router")))
      #expect(hash.count == 36)
      #expect(try definitions.passwords.hash(of: "router") == definitions.passwords.hash(of: "router"))
      #expect(throws: PasswordsError.self) { try definitions.passwords.hash(of: "nobody") }
    }
  }
}
