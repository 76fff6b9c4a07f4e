#!/usr/bin/python3
"""Puts the parts' figures together: report.py FOLDER prints JSON, report.py --table FILE prints that as a table."""
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time


def read(folder, name):
    with open(f"{folder}/{name}.json") as file:
        return json.load(file)


def first_line(path, key):
    with open(path) as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith(key)), "unknown")


def sync_milliseconds(folder):
    """What one durable write costs here: every commit pays it at least once."""
    times = []
    with open(f"{folder}/sync", "wb", buffering=0) as file:
        for _ in range(100):
            file.write(bytes(4096))
            start = time.monotonic()
            os.fdatasync(file.fileno())
            times.append((time.monotonic() - start) * 1000)
    return round(statistics.median(times), 2)


def machine(folder):
    return {
        "cores": len(os.sched_getaffinity(0)), "processor": first_line("/proc/cpuinfo", "model name"),
        "memory_mb": int(first_line("/proc/meminfo", "MemTotal").split()[0]) // 1024, "kernel": platform.release(),
        "sync_ms": sync_milliseconds(folder)}


def versions():
    command = ["dpkg-query", "-W", "-f", "${source:Upstream-Version}", "rabbitmq-server"]
    broker = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Python's module and the services use one library.
    return {"rabbitmq": broker, "sqlite": sqlite3.sqlite_version}


def http(folder, services, connections):
    found = read(folder, f"http-{services}-{connections}")
    accepted = found["answers"] - found["not_2xx"]
    return {
        "services": services, "connections": connections,
        "reports_per_second": round(accepted / found["seconds"], 1), **found}


def document(folder):
    bare, pipeline = read(folder, "bare"), read(folder, "pipeline")
    for part in (bare, pipeline):
        part["cases_per_second"] = round(part["cases"] / part["seconds"], 1)
    return {
        "machine": machine(folder), "versions": versions(), "bare": bare, "pipeline": pipeline,
        "pipeline_to_bare": round(pipeline["cases_per_second"] / bare["cases_per_second"], 3),
        "http": [http(folder, services, connections) for services in ("all", "alone") for connections in (16, 256)],
        "latency": read(folder, "latency"),
        "rule_books": [read(folder, f"rules-{count}") for count in (25, 1000, 10000)],
        "backtest": read(folder, "backtest"),
        "classifier": {**read(folder, "classifier-speed"), **read(folder, "classifier-start")},
        "memory_mb": {"after_pipeline": read(folder, "memory-pipeline"), "at_the_end": read(folder, "memory-end")}}


def table(found):
    machine, versions = found["machine"], found["versions"]
    yield (f"{machine['cores']} cores of {machine['processor']}, {machine['memory_mb']} MB, "
           f"Linux {machine['kernel']}, fdatasync {machine['sync_ms']} ms")
    yield f"RabbitMQ {versions['rabbitmq']}, SQLite {versions['sqlite']}"
    yield ""
    bare, pipeline = found["bare"], found["pipeline"]
    yield row("(a) bare broker, without services", bare["cases_per_second"], "cases/s",
              f"{bare['cases']} cases in {bare['seconds']:.1f} s")
    yield row("(b) backlog at intake to the units", pipeline["cases_per_second"], "cases/s",
              f"{pipeline['cases']} cases in {pipeline['seconds']:.1f} s, "
              f"all done after {pipeline['seconds_until_all_is_done']:.1f} s")
    yield row("    (b) / (a)", found["pipeline_to_bare"] * 100, "%", "")
    for part in found["http"]:
        where = {"all": "all services on", "alone": "intake alone"}[part["services"]]
        yield row(f"(c) HTTP, {where}, {part['connections']} connections", part["reports_per_second"], "reports/s",
                  f"p50 {part['p50_ms']} ms, p99 {part['p99_ms']} ms, "
                  f"not 2xx: {part['not_2xx']}, broken: {part['broken']}")
    latency = found["latency"]
    yield row(f"(d) 201 to the unit, {latency['cases_per_second']:.0f} cases/s, p50", latency["p50_ms"], "ms",
              f"p99 {latency['p99_ms']} ms, max {latency['max_ms']} ms, "
              f"{latency['arrived']} of {latency['accepted']} arrived")
    for book in found["rule_books"]:
        yield row(f"(e) {book['rules']} rules", book["decisions_per_second"], "decisions/s",
                  f"read in {book['read_seconds']:.2f} s, checked in {book['check_seconds']:.2f} s")
    backtest = found["backtest"]
    yield row("(e) past cases replayed under a new book", backtest["cases"] / backtest["seconds"], "cases/s",
              f"{backtest['cases']} cases in {backtest['seconds']:.1f} s, {backtest['changed']} change")
    classifier = found["classifier"]
    yield row("(f) texts of 400 characters, one core", classifier["texts_per_second"], "texts/s",
              f"with 91,047 places: ready in {classifier['ready_seconds']:.2f} s, {classifier['memory_mb']} MB")
    yield ""
    names = list(found["memory_mb"]["at_the_end"])
    yield f"{'resident memory, MB':<46}" + "".join(f"{name:>11}" for name in names)
    for moment, sizes in found["memory_mb"].items():
        yield f"{'    ' + moment.replace('_', ' '):<46}" + "".join(f"{sizes[name]:>11}" for name in names)


def row(what, figure, unit, more):
    digits = 0 if figure >= 100 else 1
    return f"{what:<46}{figure:>11.{digits}f} {unit:<10} {more}".rstrip()


def main():
    match sys.argv[1:]:
        case ["--table", path]:
            with open(path) as file:
                print(*table(json.load(file)), sep="\n")
        case [folder]: print(json.dumps(document(folder), indent=2))
        case _: sys.exit(__doc__)


if __name__ == "__main__":
    main()
