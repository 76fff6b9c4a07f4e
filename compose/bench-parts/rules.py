#!/usr/bin/python3
"""Writes rule books and past cases to measure with:
   rules.py book SHIPPED FOLDER COUNT   the shipped book with exceptions by place, kind and area, COUNT rules in all
   rules.py cases SHIPPED FILE COUNT    facts of COUNT cases, one JSON object a line, always the same"""
import itertools
import json
import pathlib
import random
import shutil
import sys

AREAS = ["kabkota", "provinsi", "nasional"]
KINDS = ["pengaduan", "permintaan_informasi", "aspirasi"]
# Kabupaten that no shipped example names.
REGIONS = [f"{province}.{number:02}" for province in (11, 12, 13, 16, 18, 32, 33, 35, 51, 61, 62, 73)
           for number in range(1, 6)]


def rule_ids(shipped):
    lines = (line for file in sorted((shipped / "rules").glob("*.yaml")) for line in file.read_text().splitlines())
    return [line.split()[-1] for line in lines if line.startswith("  - id: ")]


def rule(number, area, kind, region, topic):
    return f"""  - id: percobaan.{number}
    when: {{topic: {topic}, region: {region}, kind: {kind}, membership_area: {area}}}
    to: dinas of the place
    ministry: deputi.usaha
    cc: [deputi.pengawasan]
    deadline: biasa
    reason: Percobaan kecepatan.
    source: percobaan
    owner: sekretariat
    examples:
      - given: {{region: {region}, membership_area: {area}}}
    counterexamples:
      - given: {{topic: {topic}, kind: {kind}, region: 92}}
"""


def book(shipped, folder, count):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(shipped, folder)
    ids = rule_ids(shipped)
    combinations = itertools.product(AREAS, KINDS, REGIONS, ids)
    extra = list(itertools.islice(combinations, count - len(ids)))
    assert len(extra) == count - len(ids), "too few combinations for so many rules"
    if extra:
        text = "\n".join(rule(number, *values) for number, values in enumerate(extra))
        (folder / "rules" / "percobaan.yaml").write_text("rules:\n" + text)


def cases(shipped, file, count):
    ids, generator = rule_ids(shipped), random.Random(1)
    with open(file, "w") as lines:
        for _ in range(count):
            facts = {"topic": generator.choice(ids), "kind": generator.choice(KINDS),
                     "region": generator.choice(REGIONS), "membership_area": generator.choice(AREAS)}
            lines.write(json.dumps(facts) + "\n")


def main():
    match sys.argv[1:]:
        case ["book", shipped, folder, count]: book(pathlib.Path(shipped), pathlib.Path(folder), int(count))
        case ["cases", shipped, file, count]: cases(pathlib.Path(shipped), file, int(count))
        case _: sys.exit(__doc__)


if __name__ == "__main__":
    main()
