import Cases
import Contract
import Foundation
import Places
import RouterPolicy
import Units
import Testing

@testable import DisposisiTool

@Suite struct DefinitionsTests {
  static func make(_ body: (Definitions, Passwords) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    defer { try? FileManager.default.removeItem(atPath: file) }
    let units = try Self.units()
    var passwords = try Passwords(file: file)
    try passwords.complete(for: Account.all(units).map(\.name))
    let kept = try Passwords(file: file)
    try body(Definitions(units: units) { try kept.hash(of: $0) }, kept)
    let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(rights == 0o600)
  }

  static func units() throws -> [UnitCode] { try UnitDirectory.shipped(Gazetteer.shipped()).all.map(\.code) }

  static func names(_ document: JSONValue, _ section: String, _ key: String) -> [String] {
    guard case .object(let sections) = document, case .list(let entries)? = sections[section] else { return [] }
    return entries.compactMap { entry in
      guard case .object(let fields) = entry, case .text(let name)? = fields[key] else { return nil }
      return name
    }
  }

  @Test func everyUnitHasAQueueABindingAndAnAccount() throws {
    try Self.make { definitions, _ in
      let document = try definitions.document()
      let queues = Set(Self.names(document, "queues", "name"))
      #expect(queues.count == 563 + ServiceName.allCases.count + 2)
      #expect(Set(Self.names(document, "bindings", "destination")) == queues)
      let users = Self.names(document, "users", "name")
      #expect(users.count == Set(users).count && users.count == 563 + ServiceName.allCases.count + 1)
      #expect(Set(Self.names(document, "permissions", "user")) == Set(users))
    }
  }

  @Test func nobodyButTheOperatorMayConfigure() throws {
    for account in Account.all(try Self.units())
    where account.name != Account.operatorName {
      #expect(account.configure == "^$", "\(account.name)")
    }
  }

  @Test func aUnitMayReadItsQueueAndWriteReplies() throws {
    let account = try #require(Account.all(Self.units()).first { $0.name == "dinas.35.78" })
    #expect(account.read == #"^(unit\.dinas\.35\.78|trial\.dinas\.35\.78)$"#)
    #expect(account.write == "^replies$")
    #expect(account.topics?.write == #"^dinas\.35\.78$"#)
  }

  @Test func passwordsAreHashedAsRabbitMQDoes() throws {
    try Self.make { _, passwords in
      let hash = try #require(Data(base64Encoded: try passwords.hash(of: "router")))
      #expect(hash.count == 36)
      #expect(try passwords.hash(of: "router") == passwords.hash(of: "router"))
      #expect(throws: PasswordsError.self) { try passwords.hash(of: "nobody") }
    }
  }
}
