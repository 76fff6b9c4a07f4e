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

  /// Hands each message to a command; the broker forgets it when the command has succeeded. Not by `amqp-consume`, which
  /// takes the password as an argument, for every user of the machine to read.
  var shell: String {
    """
    #!/bin/sh
    # Hands what \(unit.code) receives to a command, on its standard input: sh unit.sh COMMAND..., or to cat.
    # Needs Debian's python3-pika.
    exec /usr/bin/python3 /dev/fd/3 "$@" 3<<'END'
    import subprocess, sys
    \(connection)
    def received(channel, method, properties, body):
        subprocess.run(sys.argv[1:] or ["cat"], input=body + b"\\n", check=True)
        channel.basic_ack(method.delivery_tag)

    channel = connect().channel()
    channel.basic_qos(prefetch_count=1)
    channel.basic_consume("\(unit.code.queue)", received)
    channel.start_consuming()
    END

    """
  }

  /// How its programs reach the broker: the password in the file, which only the unit may read.
  private var connection: String {
    """
    import os, ssl
    import pika

    UNIT, PASSWORD = "\(unit.code)", "\(password)"
    HOST, PORT, VIRTUAL_HOST = "\(broker.host)", \(broker.port), "\(broker.virtualHost)"

    def connect():
        tls = \(broker.usesTLS
          ? #"pika.SSLOptions(ssl.create_default_context(cafile=os.environ.get("AMQP_CA")), HOST)"# : "None")
        account = pika.PlainCredentials(UNIT, PASSWORD)
        return pika.BlockingConnection(pika.ConnectionParameters(HOST, PORT, VIRTUAL_HOST, account, ssl_options=tls))

    """
  }

  /// Accepts each new case, and shows how to answer one.
  var python: String {
    """
    #!/usr/bin/python3
    \"\"\"Receives the cases of \(unit.code) (\(unit.name)) and accepts each. Needs Debian's python3-pika.

      unit.py                                  waits for cases
      unit.py accept NUMBER                    and other replies, one a call:
      unit.py ask|answer|close NUMBER TEXT     (close: or without)
      unit.py transfer NUMBER TEXT UNIT
      unit.py correct NUMBER TEXT KEY=VALUE... keys: topic, kind, region, membership_area

    Ids of events that were handled are kept in \(unit.code).sqlite beside this file: after a crash on the way the same event
    comes again. The queue is the operator's: never declare it (what a program declares, it must not).\"\"\"
    import json, sqlite3, sys, time, uuid
    \(connection)
    WORDS = {"accept": 1, "ask": 2, "answer": 2, "close": 1, "transfer": 3, "correct": 3}

    def reply(channel, number, action, text=None, *rest, id=None):
        body = {"number": number, "action": action}
        if text is not None: body["text"] = text
        for word in rest:
            key, is_field, value = word.partition("=")
            body[key if is_field else "to"] = value if is_field else word
        channel.basic_publish(
            "replies", UNIT, json.dumps(body), mandatory=True,
            properties=pika.BasicProperties(
                user_id=UNIT, message_id=id or str(uuid.uuid4()), content_type="application/json", delivery_mode=2))

    def show(*words):
        # What others wrote moves no cursor and rings no bell here.
        line = " ".join(map(str, words))
        print("".join(c if c == "\\n" or c.isprintable() else " " for c in line), flush=True)

    def handle(channel, event):
        data = event["data"]
        if event["type"] == "case.routed.v1":
            show(data["number"], data["classification"]["topic"], "by", data["deadline"]["due"], data["reason"])
            show("  ", data["report"]["text"])
            if data["unit"] == UNIT:
                # The same id for the same event: a reply that comes twice counts once.
                reply(channel, data["number"], "accept", id="accept." + event["id"])
        else:
            show(event["type"], json.dumps(data, ensure_ascii=False))

    def receive(channel, seen):
        def received(channel, method, properties, body):
            try:
                event = json.loads(body)
                if not seen.execute("SELECT 1 FROM seen WHERE id = ?", (event["id"],)).fetchone():
                    handle(channel, event)
                    with seen: seen.execute("INSERT INTO seen VALUES (?)", (event["id"],))
            except (ValueError, KeyError, TypeError) as problem:
                # Not understood: the broker keeps it among its dead letters, for the operator.
                show("refused:", repr(problem))
                return channel.basic_reject(method.delivery_tag, requeue=False)
            channel.basic_ack(method.delivery_tag)

        channel.basic_qos(prefetch_count=20)
        channel.basic_consume("\(unit.code.queue)", received)
        channel.start_consuming()

    def open_channel():
        channel = connect().channel()
        channel.confirm_delivery()
        return channel

    def wait_for_cases():
        seen = sqlite3.connect(os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), UNIT + ".sqlite"))
        seen.execute("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)")
        while True:
            try:
                receive(open_channel(), seen)
            except (pika.exceptions.ProbableAuthenticationError, pika.exceptions.ProbableAccessDeniedError):
                raise  # a wrong password does not mend itself
            except (pika.exceptions.AMQPError, OSError) as problem:
                # The broker is restarted now and then.
                show("connection lost, again in 3 s:", repr(problem))
                time.sleep(3)

    words = sys.argv[1:]
    if not words:
        wait_for_cases()
    elif words[0] in WORDS and len(words) > WORDS[words[0]]:
        reply(open_channel(), words[1], words[0], *words[2:])
        print("sent")
    else:
        sys.exit(__doc__)

    """
  }

  /// Keeps the subscriber running, as its own user.
  var systemd: String {
    """
    # /etc/systemd/system/\(unit.code).service: python3 /opt/\(unit.code)/unit.py, always
    [Unit]
    Description=Cases of \(unit.code)
    After=network-online.target
    Wants=network-online.target

    [Service]
    ExecStart=/usr/bin/python3 /opt/\(unit.code)/unit.py
    WorkingDirectory=/opt/\(unit.code)
    ReadWritePaths=/opt/\(unit.code)
    User=disposisi-unit
    Restart=always
    RestartSec=5
    NoNewPrivileges=true
    PrivateTmp=true
    ProtectHome=true
    ProtectSystem=strict

    [Install]
    WantedBy=multi-user.target

    """
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
    """
    ## Subscriber for the shell (`disposisi unit kit \(unit.code) --shell`)

    ```sh
    \(shell)```

    ## Subscriber in Python (`disposisi unit kit \(unit.code) --python`)

    ```python
    \(python)```

    ## To keep it running (`disposisi unit kit \(unit.code) --systemd`)

    ```ini
    \(systemd)```
    """
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
    In copies, personal numbers (NIK, phone, account) are masked.

    ```json
    \(try MessageSchemas.replySchema().rendered())```

    \(programs)
    """
  }
}
