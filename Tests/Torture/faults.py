"""What goes wrong, drawn from a seed: the same seed gives the same list."""
import os
import random
import sys
from dataclasses import dataclass

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../compose"))
import wiring

SERVICES = wiring.services()
# As in trap.c.
POINTS = {"before commit": 1, "after commit": 2, "before publish": 3, "after publish": 4, "before confirm": 5,
          "before ack": 6, "after ack": 7}


@dataclass
class Fault:
    kind: str
    target: str = ""
    detail: str = ""
    seconds: float = 0
    count: int = 0
    pause: float = 0

    def __str__(self):
        words = [self.kind, self.target, self.detail, f"{self.seconds:.1f} s" if self.seconds else "",
                 f"passing {self.count}" if self.count else ""]
        return " ".join(word for word in words if word)


def kill(chance):
    service = chance.choice(SERVICES)
    # Who says nothing publishes nothing.
    points = [point for point in POINTS if service in SPEAKERS or "publish" not in point and "confirm" not in point]
    return Fault("kill", service, chance.choice(points + ["anywhere"]), chance.uniform(0, 2), chance.randint(1, 12))


# Facts whose way to one hearer may be lost while the observer still has them.
TYPES = [kind for _, kind, hearers, _ in wiring.facts() if len(hearers) > 1]
# Queues whose loss the ledger sees, and owners mend.
LOSABLE = ["classifier", "router", "intake"]
SPEAKERS = [exchange.removesuffix(".facts") for exchange in wiring.exchanges()]


def mistakes(chance, seconds):
    """What operators do by mistake."""
    service = chance.choice(SERVICES)
    return [
        Fault("unbind", detail=chance.choice(TYPES), seconds=seconds),
        Fault("delete queue", chance.choice(LOSABLE), seconds=seconds),
        Fault("narrow queue", service, seconds=seconds), Fault("forbid", chance.choice(SPEAKERS), seconds=seconds),
        Fault("change password", service, seconds=seconds), Fault("lock file", service, seconds=seconds),
        Fault("second process", service), Fault("hang up", service)]


def other(chance):
    service = chance.choice(SERVICES)
    seconds = chance.uniform(1, 6)
    return chance.choice(mistakes(chance, seconds) + [
        Fault("terminate", service), Fault("freeze", service, seconds=seconds), Fault("disk full", service, seconds=seconds),
        Fault("line", service, "cut"), Fault("line", service, "delay", seconds), Fault("line", service, "slice", seconds),
        Fault("line", service, "silence", seconds), Fault("line", "door", "cut"), Fault("line", "door", "slice", seconds),
        Fault("mail", detail="refuse", seconds=seconds), Fault("mail", detail="hang", seconds=seconds),
        Fault("mail", detail="drop", seconds=seconds), Fault("broker", detail="freeze", seconds=seconds),
        Fault("broker", detail="alarm", seconds=seconds)])


def plan(seed, kills):
    """So many kills; after every three something else; all kinds at least once, and the broker's death rarely."""
    chance = random.Random(seed)
    faults = []
    every = [Fault("terminate", "router"), Fault("freeze", "router", seconds=3), Fault("disk full", "router", seconds=3),
             Fault("line", "router", "cut"), Fault("line", "classifier", "delay", 2), Fault("line", "intake", "slice", 2),
             Fault("line", "router", "silence", 3), Fault("line", "door", "cut"), Fault("mail", detail="refuse", seconds=2),
             Fault("mail", detail="hang", seconds=2), Fault("mail", detail="drop", seconds=3),
             Fault("broker", detail="freeze", seconds=3), Fault("broker", detail="alarm", seconds=3),
             Fault("broker", detail="kill"), Fault("broker", detail="restart")]
    every += mistakes(chance, 3)
    chance.shuffle(every)
    share = -(-len(every) // max(1, kills))
    for index in range(kills):
        faults.append(kill(chance))
        for _ in range(share if every else 0):
            if every:
                faults.append(every.pop())
        if not every and index % 3 == 2:
            faults.append(other(chance))
        if index % 50 == 49:
            faults.append(Fault("broker", detail=chance.choice(["kill", "restart"])))
    for fault in faults:
        fault.pause = chance.uniform(0.2, 1.5)
    return faults
