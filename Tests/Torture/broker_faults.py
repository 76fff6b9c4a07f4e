"""What operators do to a broker by mistake, and undo later: bindings, queues, rights, passwords, limits."""
import json
import re
import sqlite3
import subprocess

import pika

from faults import wiring

ARGUMENTS = {"x-queue-type": "quorum", "x-single-active-consumer": True}


class BrokerFaults:
    def __init__(self, house):
        self.house = house
        self.changed = {}
        with open(house.run / "passwords") as file:
            self.passwords = dict(line.rstrip("\n").split("=", 1) for line in file)

    def channel(self):
        return pika.BlockingConnection(pika.ConnectionParameters(
            "127.0.0.1", self.house.broker_port, "disposisi",
            pika.PlainCredentials("operator", self.passwords["operator"]))).channel()

    def with_channel(self, body):
        channel = self.channel()
        body(channel)
        channel.connection.close()

    def unbind(self, type):
        """The way of a fact to the first of its hearers; the observer stands beside the last one. Returns the repair."""
        exchange, _, hearers, _ = next(fact for fact in wiring.facts() if fact[1] == type)
        queue, key = hearers[0], f"{hearers[0]}.{type}"
        self.with_channel(lambda channel: channel.queue_unbind(queue, exchange, key))
        return lambda: self.with_channel(lambda channel: channel.queue_bind(queue, exchange, key))

    def delete_queue(self, queue):
        """With all that is in it: the owners must say it again."""
        self.with_channel(lambda channel: channel.queue_delete(queue))

        def repair(channel):
            channel.queue_declare(queue, durable=True, arguments=ARGUMENTS)
            for exchange, key in wiring.keys():
                if key.startswith(f"{queue}."):
                    channel.queue_bind(queue, exchange, key)
        return lambda: self.with_channel(repair)

    def narrow(self, queue):
        """The queue refuses what comes while one message waits."""
        definition = {
            "max-length": 1, "overflow": "reject-publish", "delivery-limit": 1000, "dead-letter-exchange": "dead",
            "dead-letter-strategy": "at-least-once"}
        self.house.broker("ctl", "set_policy", "-p", "disposisi", "--priority", "9", "--apply-to", "queues",
                          f"narrow.{queue}", f"^{queue}$", json.dumps(definition))
        return lambda: self.house.broker("ctl", "clear_policy", "-p", "disposisi", f"narrow.{queue}")

    def forbid(self, service):
        """The account may write nowhere."""
        row = next(row for row in wiring.table() if row["service"] == service)
        read = "^(" + "|".join(re.escape(queue) for queue in row["queues"]) + ")$"
        self.house.broker("ctl", "set_permissions", "-p", "disposisi", service, "^$", "^$", read)
        write = f"^{re.escape(row['exchange'])}$"
        return lambda: self.house.broker("ctl", "set_permissions", "-p", "disposisi", service, "^$", write, read)

    def change_password(self, service):
        """At the broker first and in the file later, with all connections of the account closed."""
        password = self.passwords[service] + "x"
        self.passwords[service] = self.changed[service] = password
        self.house.broker("ctl", "change_password", service, password)
        subprocess.run([self.house.root / "compose/broker", "ctl", "-q", "close_all_user_connections", service, "changed"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return lambda: (self.house.run / "secrets" / service).write_text(password + "\n")

    def after_restart(self):
        """A broker that starts reads its definitions again, with the passwords of before."""
        for service, password in self.changed.items():
            self.house.broker("ctl", "change_password", service, password)

    def lock(self, service):
        """Somebody else's transaction on the service's file."""
        state = sqlite3.connect(self.house.run / "data" / service / "state.sqlite", isolation_level=None, timeout=20)
        state.execute("PRAGMA wal_autocheckpoint = 0")
        state.execute("BEGIN IMMEDIATE")
        return lambda: (state.execute("ROLLBACK"), state.close())
