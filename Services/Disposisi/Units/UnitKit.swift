import AMQP
import Cases
import Contract
import RouterPolicy
import Units

/// All that a unit needs to receive cases and answer them with its own program.
struct UnitKit {
  let unit: ResponsibleUnit
  let broker: BrokerAddress
  let password: String

  /// A program as it is printed: a file of the folder `Kit`, with the unit's account filled in.
  func text(of program: UnitProgram) -> String {
    let values = [
      "UNIT": unit.code.text, "NAME": unit.name, "PASSWORD": password, "HOST": broker.host, "PORT": "\(broker.port)",
      "VHOST": broker.virtualHost, "SCHEME": broker.usesTLS ? "amqps" : "amqp", "QUEUE": unit.code.queue,
    ]
    return values.reduce(String(decoding: program.bytes, as: UTF8.self)) {
      $0.replacing("@\($1.key)@", with: $1.value)
    }
  }

  private static let messages = Flow.table.filter(\.tellsUnits).map { "- `\($0.type)`: \($0.event.summary)" }
    .joined(separator: "\n")

  /// What goes with an action: its text, and the unit it names.
  private static func fields(of action: UnitAction) -> (text: String, to: String) {
    switch action {
    case .accept: ("", "")
    case .ask: ("the question", "")
    case .answer: ("the answer", "")
    case .transfer: ("why it is that unit's", "unit code")
    case .close: ("a last word, or absent", "")
    case .correct: ("why it is so", "")
    }
  }

  private static let actions: String = {
    let rows = UnitAction.allCases.map { action in
      let (text, unit) = fields(of: action)
      let states = LifecycleStep(rawValue: action.rawValue).map(CaseLifecycle.states) ?? []
      return ["`\(action.rawValue)`", text, unit, states.map(\.rawValue).joined(separator: ", ")]
    }
    let heads = ["action", "text", "to", "allowed while the case is"]
    let line = { (cells: [String]) in "| " + cells.joined(separator: " | ") + " |" }
    return ([line(heads), line(heads.map { _ in "---" })] + rows.map(line)).joined(separator: "\n")
  }()

  private var programs: String {
    UnitProgram.allCases.map { program in
      """
      ## \(program.title) (`disposisi unit kit \(unit.code) --\(program.rawValue)`)

      ```\(program.rawValue)
      \(text(of: program))```

      """
    }.joined(separator: "\n")
  }

  func document() throws -> String {
    """
    # \(unit.code): \(unit.name)

    Account:  \(unit.code)
    Password: \(password)
    Address:  \(broker)
    Queue:    \(unit.code.queue)
    Replies:  exchange `replies`, routing key `\(unit.code)`, property `user_id` = `\(unit.code)`
    Clock:    working days in \(unit.zone.rawValue)

    Keep this page secret. With an amqps address, AMQP_CA names the file of the authority that signs the broker's
    certificate.

    ## What arrives

    CloudEvents 1.0 as JSON. `case.routed.v1` is a new case: if `data.unit` is \(unit.code), this unit answers, else it
    is a copy. `data.report` is what was told, `data.reason` why it came here, `data.deadline.due` by when to answer.
    The queue, the exchange and their bindings are the operator's: consume without declaring; a client that must declare
    does so passively. Unknown fields, words and types may come later: pass them over. After a crash on the way the same event may come
    again: the same `id` counts once.

    \(Self.messages)

    ## What to send

    \(Self.actions)

    `correct` says what the case really is about or where it belongs: `topic`, `kind`, `region`, `membership_area`, one or
    several. It is decided anew then, goes to another unit if need be, and the classifier learns from it.
    In copies, personal numbers (NIK, phone, account) are masked. What was taken comes back as the fact that it has become,
    what was not as `reply.refused.v1`.

    `disposisi unit try \(unit.code)` sends a sample of each event into the queue \(unit.code.trialQueue), which this account
    may read too: UNIT_QUEUE=\(unit.code.trialQueue) with any of the programs below.

    What came with a case (`data.report.attachments`): `GET INTAKE/cases/NUMBER/attachments/ID` with
    `Authorization: Bearer KEY`, a key that the operator makes for this unit.

    ```json
    \(try MessageSchemas.replySchema().rendered())```

    \(programs)
    """
  }
}
