"""Attacks by callers who have a token."""

import collections
import concurrent.futures
import contextlib
import time

import wire
from attack import Attack
from watch import PREPARED


class HostileCondition(Attack):
    """Sends a condition that a parser with backtracking reads again and again."""

    name = "hostile-if-none-match"
    seconds = 8.0
    connections = 16
    blanks = 14_000
    expected = ("400",)

    def run(self, service, end):
        head = wire.head("GET", PREPARED, [
            ("PRIVATE-TOKEN", service.token("resolver")), ("If-None-Match", '"a"' + " " * self.blanks + "x")])
        seen = collections.Counter()
        while time.monotonic() < end:
            connections = [wire.connect(service, timeout=30) for _ in range(self.connections)]
            for connection in connections:
                connection.sendall(head)
            for connection in connections:
                seen[wire.read_status(connection)] += 1
                connection.close()
        return seen


class LargeDryRuns(Attack):
    """Sends documents with a great many small items, all at once."""

    name = "large-dry-runs"
    seconds = 20.0
    documents = 30
    items = 300_000
    expected = ("422", "429")

    def run(self, service, end):
        body = ('{"gateway": {}, "models": [' + ",".join(["{}"] * self.items) + '], "features": []}').encode()
        request = wire.head("PUT", "/configuration?dry_run=true", [
            ("Authorization", "Bearer " + service.token("admin")), ("Content-Type", "application/json"),
            ("Connection", "close"), ("Content-Length", str(len(body)))]) + body
        seen = collections.Counter()
        with concurrent.futures.ThreadPoolExecutor(self.documents) as pool:
            while time.monotonic() < end - self.seconds / 2:
                seen.update(pool.map(lambda _: self.send(service, request), range(self.documents)))
        return seen

    @staticmethod
    def send(service, request):
        connection = wire.connect(service, timeout=60)
        # The service may respond before it has read the whole body.
        with contextlib.suppress(OSError):
            connection.sendall(request)
        try:
            return wire.read_status(connection)
        finally:
            connection.close()


class EndlessBodies(Attack):
    """Announces bodies, and sends them one byte at a time."""

    name = "endless-bodies"
    seconds = 20.0
    connections = 250
    watched = ("/models",)
    # Closed: the byte after the response resets the connection, and takes the response with it.
    expected = ("400", "closed")

    def run(self, service, end):
        request = wire.head("PATCH", "/gateway", [
            ("Authorization", "Bearer " + service.token("admin")), ("Content-Type", "application/json"),
            ("Content-Length", "1000")]) + b"{"
        seen = collections.Counter()
        connections = [wire.connect(service) for _ in range(self.connections)]
        for connection in connections:
            connection.sendall(request)
            connection.setblocking(False)
        while connections and time.monotonic() < end:
            connections = [connection for connection in connections if not self.is_ended(connection, seen)]
            time.sleep(0.5)
        if connections:
            seen["still open"] += len(connections)
        return seen

    @staticmethod
    def is_ended(connection, seen):
        """Sends another byte, unless the service has responded or closed the connection."""
        try:
            seen[wire.status(connection.recv(4096))] += 1
        except BlockingIOError:
            with contextlib.suppress(OSError):
                connection.send(b" ")
            return False
        except OSError:
            seen["closed"] += 1
        connection.close()
        return True


ATTACKS = (HostileCondition, LargeDryRuns, EndlessBodies)
