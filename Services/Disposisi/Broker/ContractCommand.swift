import ArgumentParser
import Cases
import Contract

struct ContractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contract", abstract: "Print the AsyncAPI document, or the JSON Schema of one message.")

  @Argument(help: "A message's type such as case.routed.v1 or unit.reply.v1; without it the AsyncAPI document.")
  var type: String?

  func run() throws {
    guard let type else { return print(try AsyncAPI.document().rendered(), terminator: "") }
    if type == "unit.reply.v1" { return print(try MessageSchemas.replySchema().rendered(), terminator: "") }
    guard let event = MessageSchemas.events.first(where: { $0.type.text == type }) else {
      let known = MessageSchemas.events.map { $0.type.text }.joined(separator: ", ")
      throw ValidationError("there is no message '\(type)', expected unit.reply.v1 or one of \(known)")
    }
    print(try MessageSchemas.schema(of: event).rendered(), terminator: "")
  }
}
