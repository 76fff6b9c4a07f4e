"""Compares what was accepted with what came out. It knows the contract, and nothing of how the services keep it."""
import json
from collections import Counter, defaultdict

# From which state a fact leads to which.
STEPS = {
    "case.received.v1": ({None}, "received"), "case.classified.v1": ({"received"}, "classified"),
    "case.routed.v1": ({"classified"}, "routed"), "case.accepted.v1": ({"routed"}, "in_progress"),
    "case.answered.v1": ({"routed", "in_progress"}, "answered"), "case.closed.v1": ({"answered"}, "closed")}


def lines(path):
    with open(path) as file:
        return [json.loads(line) for line in file]


def check(run, notifier_deaths, states):
    """Returns problems, and figures for the report. `states` asks intake where a case stands."""
    problems = []
    accepted = lines(run / "accepted.jsonl")
    numbers = {entry["number"]: entry for entry in accepted}
    if len(numbers) != len(accepted):
        problems.append(f"{len(accepted) - len(numbers)} numbers were given twice")
    messages = lines(run / "units.jsonl")
    figures = {"accepted": len(accepted), "sent more than once": sum(entry["tries"] > 1 for entry in accepted)}
    figures |= check_units(numbers, messages, problems)
    check_facts(numbers, [entry for entry in messages if entry["queue"] == "audit"], problems)
    figures |= check_mails(numbers, messages, lines(run / "mails.jsonl"), notifier_deaths, problems)
    check_states(numbers, states, problems)
    return problems, figures


def check_units(numbers, messages, problems):
    """Each case at just the unit that must answer and at those that get a copy, as one event each."""
    found = defaultdict(lambda: defaultdict(set))
    last = {}
    deliveries = Counter()
    for entry in messages:
        if entry["queue"] == "audit":
            continue
        key = (entry["queue"], entry["id"])
        deliveries[key] += 1
        if entry["type"] == "case.routed.v1":
            found[entry["number"]][entry["queue"]].add((entry["id"], entry["unit"], tuple(entry["cc"])))
        # Who the reporter is comes from intake: only one speaker's facts have an order.
        if deliveries[key] == 1 and entry["type"] != "contact.disclosed.v1":
            place = (entry["queue"], entry["number"])
            if entry["sequence"] <= last.get(place, 0):
                problems.append(f"{place}: {entry['type']} came after what follows it")
            last[place] = entry["sequence"]
        if entry["type"] == "reply.refused.v1":
            problems.append(f"{entry['number']}: a right reply was refused: {entry['reason']}")
    for number, entry in numbers.items():
        queues = found.pop(number, {})
        events = {event for events in queues.values() for event in events}
        if len(events) != 1:
            problems.append(f"{number}: routed as {len(events)} events, expected 1")
            continue
        _, unit, copies = events.pop()
        if unit != entry["unit"]:
            problems.append(f"{number}: went to {unit}, expected {entry['unit']}")
        wanted = {f"unit.{unit}"} | {f"unit.{copy}" for copy in copies}
        if set(queues) != wanted:
            problems.append(f"{number}: came to {sorted(queues)}, expected {sorted(wanted)}")
    problems += [f"{number}: a unit has a case that nobody was promised" for number in found if number.isdigit()]
    return {"messages at units": len(deliveries), "of these delivered again": sum(deliveries.values()) - len(deliveries)}


def check_facts(numbers, audit, problems):
    """Each case's facts, by their sequence: no place taken twice, and each step one that may follow."""
    facts = defaultdict(lambda: defaultdict(set))
    for entry in audit:
        if entry["sequence"] > 0:
            facts[entry["number"]][entry["sequence"]].add((entry["id"], entry["type"]))
    for number in numbers:
        state = None
        for sequence in sorted(facts[number]):
            kinds = {kind for _, kind in facts[number][sequence]} - {"contact.recorded.v1"}
            identities = {identity for identity, kind in facts[number][sequence] if kind != "contact.recorded.v1"}
            if len(identities) != 1:
                problems.append(f"{number}: {len(identities)} facts at sequence {sequence}")
                continue
            before, after = STEPS.get(next(iter(kinds)), (set(), None))
            if state not in before:
                problems.append(f"{number}: {kinds} in state {state}")
            state = after
        if sorted(facts[number]) != list(range(1, len(facts[number]) + 1)) or not facts[number]:
            problems.append(f"{number}: facts with sequences {sorted(facts[number])}")


def check_mails(numbers, messages, mails, deaths, problems):
    """A receipt, a notice of the unit, an answer and a closing, as the case went: each once. Once more where the mail
    server kept it and the answer was lost, or the notifier died between its sending and its noting."""
    wanted = set()
    for entry in messages:
        if entry["queue"] == "audit" and entry["number"] in numbers and numbers[entry["number"]]["mail"]:
            if entry["type"] in ("case.received.v1", "case.routed.v1", "case.answered.v1", "case.closed.v1"):
                wanted.add(entry["id"])
    answered, unanswered = Counter(), Counter()
    for mail in mails:
        (answered if mail["answered"] else unanswered)[mail["id"].strip("<>").rsplit("@", 1)[0]] += 1
    problems += [f"{identity}: no mail came" for identity in wanted if not answered[identity]]
    problems += [f"{identity}: a mail that nobody owed" for identity in (answered + unanswered) if identity not in wanted]
    again = {identity: count - 1 for identity, count in answered.items() if count > 1}
    problems += [f"{identity}: {count + 1} mails" for identity, count in again.items() if count > 1]
    # The notifier has two connections to the mail server: so many may be in doubt when it dies.
    if sum(again.values()) > 2 * deaths:
        problems.append(f"{sum(again.values())} mails twice, with {deaths} deaths of the notifier")
    return {"mails": len(wanted), "of these sent again in doubt": sum(again.values()) + sum(unanswered.values())}


def check_states(numbers, states, problems):
    """Every fourth case was answered and closed; what a citizen sees of it agrees."""
    for number in numbers:
        if int(number) % 4 == 0 and (found := states(number)) != "closed":
            problems.append(f"{number}: its unit closed it, intake says {found}")
