#!/usr/bin/python3
"""Whether the checker sees what it must: a sound run passes, and each thing that can go wrong is found."""
import json
import pathlib
import sys
import tempfile

from checker import check
from faults import plan

NUMBER = "4827193056"
UNIT = "dinas.35.78"


def event(kind, sequence, queue="audit", **more):
    return {"queue": queue, "id": f"{NUMBER}.{sequence}.{kind}", "type": kind, "number": NUMBER, "sequence": sequence,
            "time": "", "unit": UNIT, "cc": ["deputi.pengawasan"], "reason": None, "handed_on": False} | more


def sound():
    kinds = ["case.received.v1", "case.classified.v1", "case.routed.v1", "case.accepted.v1", "case.answered.v1",
             "case.closed.v1"]
    facts = [event(kind, index + 1) for index, kind in enumerate(kinds)]
    routed = [event("case.routed.v1", 3, f"unit.{unit}") for unit in (UNIT, "deputi.pengawasan")]
    mails = [{"id": f"<{fact['id']}@example.org>", "to": "x", "answered": True} for fact in facts
             if fact["type"].split(".")[1] in ("received", "routed", "answered", "closed")]
    accepted = [{"index": 1, "number": NUMBER, "unit": UNIT, "tries": 1, "sent": 0, "mail": True}]
    return {"accepted": accepted, "units": facts + routed, "mails": mails}


def problems(run, deaths=0, state="closed"):
    with tempfile.TemporaryDirectory() as folder:
        for name, entries in run.items():
            pathlib.Path(folder, f"{name}.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
        return check(pathlib.Path(folder), deaths, lambda number: state)[0]


def broken(change):
    run = sound()
    change(run)
    return run


WRONG = {
    "a number given twice": lambda run: run["accepted"].append(run["accepted"][0]),
    "a case that no unit got": lambda run: run.update(units=[e for e in run["units"] if e["queue"] == "audit"]),
    "a copy that did not come": lambda run: run["units"].pop(),
    "another unit": lambda run: run["accepted"][0].update(unit="dinas.34.71"),
    "a case routed twice": lambda run: run["units"].append(event("case.routed.v1", 7, f"unit.{UNIT}")),
    "a case that nobody was promised": lambda run: run["accepted"].clear(),
    "an order turned round": lambda run: run["units"].extend(
        [event("case.reopened.v1", 9, f"unit.{UNIT}"), event("case.replied.v1", 8, f"unit.{UNIT}")]),
    "a fact that is missing": lambda run: run["units"].pop(3),
    "two facts in one place": lambda run: run["units"].append(event("case.closed.v1", 4, id="other")),
    "a step that may not follow": lambda run: run["units"].__setitem__(4, event("case.reopened.v1", 5)),
    "a reply that was refused": lambda run: run["units"].append(
        event("reply.refused.v1", 0, f"unit.{UNIT}", reason="x")),
    "a mail that did not come": lambda run: run["mails"].pop(),
    "a mail twice": lambda run: run["mails"].append(run["mails"][0]),
    "a mail that nobody owed": lambda run: run["mails"].append({"id": "<x@y>", "to": "x", "answered": True}),
    "a mail that was only tried": lambda run: run["mails"][0].update(answered=False),
}

failures = []
if found := problems(sound()):
    failures.append(f"a sound run: {found}")
for name, change in WRONG.items():
    if not problems(broken(change)):
        failures.append(f"not seen: {name}")
if not problems(sound(), state="answered"):
    failures.append("not seen: a state that citizens see wrong")
if problems(broken(WRONG["a mail twice"]), deaths=1):
    failures.append("a mail twice after the notifier died is no problem")
if problems(broken(lambda run: run["units"].append(run["units"][6]))):
    failures.append("the same event delivered again is no problem")
if str(plan(17, 30)) != str(plan(17, 30)) or str(plan(17, 30)) == str(plan(18, 30)):
    failures.append("the plan does not follow from its seed")
print("\n".join(failures) or f"{len(WRONG) + 5} checks of the checker")
sys.exit(1 if failures else 0)
