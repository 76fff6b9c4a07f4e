"""Adds a service to the tree in the current folder, as CONTRIBUTING.md says and from its own samples: nothing else is touched
than what the guide names."""
import pathlib
import re
import sys

here = pathlib.Path(sys.argv[1])


def put(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def change(path, old, new):
    text = pathlib.Path(path).read_text()
    if old not in text:
        sys.exit(f"{path}: found no {old!r} any more")
    pathlib.Path(path).write_text(text.replace(old, new, 1))


guide = pathlib.Path("CONTRIBUTING.md").read_text()
samples = [re.sub(r"(?m)^   ", "", block) for block in re.findall(r"```swift\n(.*?)   ```", guide, re.S)]
main = next(sample for sample in samples if "@main struct CounterCommand" in sample)
stage = next(sample for sample in samples if "struct CountStage" in sample)
put("Services/Counter/Main.swift", main)
put("Services/Counter/Stages/CountStage.swift", "import Cases\nimport GRDB\nimport Messaging\n\n" + stage)
for source, target in (("Settings", "Settings"), ("Schema", "Schema"), ("CountTable", "Tables/CountTable")):
    put(f"Services/Counter/{target}.swift", (here / f"Counter/{source}.swift").read_text())
put("compose/counter.env", "# Settings of the counter; `counter check` prints all there are.\nCOUNTER_LOG_LEVEL=info\n")
put("Tests/Counter/CounterFactTests.swift", pathlib.Path("Tests/Notifier/NotifierFactTests.swift").read_text()
    .replace("Notifier", "Counter").replace("notifier", "counter"))

change("Package.swift", '    .executable(name: "notifier", targets: ["NotifierService"]),\n',
       '    .executable(name: "notifier", targets: ["NotifierService"]),\n'
       '    .executable(name: "counter", targets: ["CounterService"]),\n')
change("Package.swift", "    core(\n      \"Notifier\"",
       "    shell(\n      \"Counter\",\n      [\"Cases\", \"Contract\", \"Messaging\", \"Operations\", sqlite, lifecycle, logging, commandLine],"
       "\n      exclude: []),\n    core(\n      \"Notifier\"")
change("Package.swift", '    tests("Notifier",',
       '    tests("Counter", ["CounterService", "Contract", "Messaging"]),\n    tests("Notifier",')
change("Shared/Contract/ServiceName.swift", "case intake, classifier, router, notifier", "case intake, classifier, router, notifier, counter")
for event, hearers in (("CaseClassified", ".router, .intake"), ("CaseCorrected", ".classifier, .intake")):
    flow = pathlib.Path("Shared/Contract/Flow.swift").read_text()
    row = re.search(rf"Flow\({event}\.self, by: \.\w+, to: \[{re.escape(hearers)}\]", flow)
    if not row:
        sys.exit(f"Flow.swift: found no row of {event}")
    change("Shared/Contract/Flow.swift", row[0], row[0].replace(hearers, hearers + ", .counter"))
