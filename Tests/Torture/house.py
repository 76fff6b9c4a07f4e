"""The house under torture: real processes, started here so that they can be trapped, frozen and killed."""
import mmap
import os
import signal
import struct
import subprocess
import time
import urllib.request

from faults import POINTS, SERVICES


class Service:
    def __init__(self, name, house):
        self.name, self.house = name, house
        self.trap_file = house.run / f"{name}.trap"
        self.trap_file.write_bytes(bytes(12))
        self.file = open(self.trap_file, "r+b")
        self.trap = mmap.mmap(self.file.fileno(), 12)
        self.process = None
        self.began_on_full_disk = False
        self.deaths = 0

    def set_trap(self, point=0, count=0):
        self.trap[0:8] = struct.pack("ii", point, count)

    def fill_disk(self, is_full):
        self.trap[8:12] = struct.pack("i", int(is_full))
        if is_full:
            # One that is starting meets the full disk as one that is started on it.
            self.began_on_full_disk = self.began_on_full_disk or not self.is_live()
        elif self.began_on_full_disk:
            # It may be finding out just now: room that comes too late for it is a start again all the same.
            for _ in range(300):
                if self.is_live() or self.has_ended(0.1):
                    break
            if self.waits_for_room():
                self.start()
            # Once it runs, an end of its own is a fault again.
            self.began_on_full_disk = False

    def waits_for_room(self):
        """It could not start on a full disk, and said so: whoever supervises it starts it again."""
        return self.began_on_full_disk and self.process.poll() == 1

    def start(self):
        self.set_trap()
        self.began_on_full_disk = any(self.trap[8:12])
        upper = self.name.upper()
        settings = {
            "DATA": self.house.run / "data" / self.name, "ADMIN_PORT": self.house.ports[f"{self.name} admin"],
            "BROKER": f"amqp://{self.name}@127.0.0.1:{self.house.ports[f'{self.name} line']}/disposisi",
            "BROKER_PASSWORD_FILE": self.house.run / "secrets" / self.name, "LOG_LEVEL": "info"}
        if self.name == "intake":
            settings |= {"HTTP_PORT": self.house.ports["intake"], "UNLIMITED_ADDRESSES": "127.0.0.1"}
        if self.name == "notifier":
            settings |= {"SMTP_SERVER": f"smtp://127.0.0.1:{self.house.ports['mail']}", "SMTP_TLS": "optional",
                         "SMTP_TIMEOUT": 5}
        # Its own settings, and what any process may know.
        known = {key: value for key, value in os.environ.items()
                 if key in ("PATH", "HOME", "DISPOSISI_HOUSE") or key.startswith(f"{upper}_")}
        self.environment = known | {f"{upper}_{key}": str(value) for key, value in settings.items()}
        environment = self.environment | {"LD_PRELOAD": str(self.house.run / "trap.so"), "TRAP": str(self.trap_file)}
        with open(self.house.run / "log" / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen([str(self.house.bin / self.name)], env=environment, stdout=log, stderr=log)

    def signal(self, number):
        self.process.send_signal(number)

    def has_ended(self, seconds):
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False

    def kill(self, point, count):
        """At the boundary; or at once, if it does not come there in time. Returns whether it was at the boundary."""
        self.must_be_alive()
        at_boundary = False
        if point in POINTS:
            self.set_trap(POINTS[point], count)
            at_boundary = self.has_ended(3)
        if not at_boundary:
            self.signal(signal.SIGKILL)
            self.process.wait()
        self.must_have_ended_with(-signal.SIGKILL)
        self.deaths += 1
        return at_boundary

    def must_be_alive(self):
        if self.process.poll() is not None:
            raise SystemExit(f"{self.name} has ended by itself, with {self.process.returncode}: see its log")

    def must_have_ended_with(self, *codes):
        if self.process.returncode not in codes:
            raise SystemExit(f"{self.name} ended with {self.process.returncode}, expected {codes}: see its log")

    def is_live(self):
        """Whether its admin door is open: from then on it ends in order."""
        return self.answers("live")

    def must_refuse_a_second(self):
        """A second process on the same folder, with other ports."""
        environment = self.environment | {f"{self.name.upper()}_ADMIN_PORT": "0", "INTAKE_HTTP_PORT": str(self.house.ports["spare"])}
        second = subprocess.run([str(self.house.bin / self.name)], env=environment, capture_output=True, text=True, timeout=60)
        if second.returncode == 0 or f"is in use by process {self.process.pid}" not in second.stderr:
            raise SystemExit(f"a second {self.name} ended with {second.returncode}: {second.stderr[-500:]}")

    def is_ready(self):
        return self.answers("ready")

    def answers(self, page):
        try:
            address = f"http://127.0.0.1:{self.house.ports[f'{self.name} admin']}/health/{page}"
            return urllib.request.urlopen(address, timeout=2).status == 200
        except OSError:
            return False


class House:
    def __init__(self, root, run, bin):
        self.root, self.run, self.bin = root, run, bin
        env = dict(line.split("=", 1) for line in (run / "env").read_text().splitlines())
        self.broker_port = int(env["DISPOSISI_BROKER"].split(":")[2].split("/")[0])
        self.ports = self.free_ports()
        self.helpers = []
        self.services = {name: Service(name, self) for name in SERVICES}
        self.broker_deaths = 0

    @staticmethod
    def free_ports():
        import socket
        names = ["door", "intake", "mail", "spare"] + [f"{name} {what}" for name in SERVICES for what in ("admin", "line")]
        sockets = {name: socket.create_server(("127.0.0.1", 0)) for name in names}
        ports = {name: taken.getsockname()[1] for name, taken in sockets.items()}
        for taken in sockets.values():
            taken.close()
        return ports

    def helper(self, script, *words, **options):
        with open(self.run / "log" / f"{script}.log", "ab") as log:
            words = ["/usr/bin/python3", str(self.root / "Tests/Torture" / script)] + [str(word) for word in words]
            process = subprocess.Popen(words, stderr=log, stdout=log, **options)
        self.helpers.append(process)
        return process

    def start(self):
        lines = [f"{name}:{self.ports[f'{name} line']}:{self.broker_port}" for name in SERVICES]
        lines.append(f"door:{self.ports['door']}:{self.ports['intake']}")
        self.proxy = self.helper("proxy.py", *lines, stdin=subprocess.PIPE)
        self.set_mail("fine")
        self.helper("mail.py", self.ports["mail"], self.run / "mood", self.run / "mails.jsonl")
        for service in self.services.values():
            service.start()

    def set_line(self, name, mood):
        self.proxy.stdin.write(f"{name} {mood}\n".encode())
        self.proxy.stdin.flush()

    def set_mail(self, mood):
        (self.run / "mood.new").write_text(mood)
        os.replace(self.run / "mood.new", self.run / "mood")

    def broker(self, *words):
        subprocess.run([self.root / "compose/broker", *words], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def broker_process(self):
        return int((self.run / "broker.pid").read_text())

    def wait(self, what, seconds, holds):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise SystemExit(f"not within {seconds} s: {what}")
            time.sleep(0.3)

    def end(self):
        for service in self.services.values():
            if service.process and service.process.poll() is None:
                service.signal(signal.SIGTERM)
                if not service.has_ended(30):
                    service.signal(signal.SIGKILL)
        for helper in self.helpers:
            helper.kill()
