"""Bytes on connections, for requests that no HTTP client would send."""

import socket
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS, HEADERS, CONTINUATION = 4, 1, 9
INITIAL_WINDOW_SIZE = 4
END_STREAM, END_HEADERS = 1, 4


def connect(service, timeout=10.0, receive_buffer=None):
    connection = socket.socket()
    if receive_buffer:
        # Before the connection exists, because it decides the window that the service is told.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(timeout)
    connection.connect(("127.0.0.1", service.port))
    return connection


def head(method, path, headers=(), end=b"\r\n"):
    """The head of an HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: duo.example.com", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n" + end


def status(data):
    """The status of the first response in the data; "closed" without one."""
    line = bytes(data).split(b"\r\n", 1)[0].split(b" ")
    return line[1].decode() if len(line) > 1 and line[0].startswith(b"HTTP/") else "closed"


def read_status(connection):
    """Reads the beginning of a response, and returns its status; "closed" or "silence" without one."""
    try:
        return status(connection.recv(4096))
    except TimeoutError:
        return "silence"
    except OSError:
        return "closed"


def push(connections, data, end):
    """Sends the same data on all connections, as far as the service takes it, until a time. Returns the bytes taken."""
    view = memoryview(data)
    sent = {connection: 0 for connection in connections}
    for connection in connections:
        connection.setblocking(False)
    while time.monotonic() < end:
        for connection, done in list(sent.items()):
            if done is None or done == len(view):
                continue
            try:
                sent[connection] = done + connection.send(view[done:done + 65536])
            except BlockingIOError:
                pass
            except OSError:
                sent[connection] = None
        time.sleep(0.005)
    return sum(done or 0 for done in sent.values())


def frame(kind, flags=0, stream=0, payload=b""):
    """A frame of HTTP/2 (RFC 9113, section 4.1)."""
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def window(size):
    """A SETTINGS frame with the number of bytes that the service may send on each stream."""
    return frame(SETTINGS, payload=INITIAL_WINDOW_SIZE.to_bytes(2, "big") + size.to_bytes(4, "big"))


def header_block(path):
    """GET http://duo.example.com/<path> in HPACK: indexed fields, and literals without indexing."""
    authority = b"duo.example.com"
    return (b"\x82\x86" + bytes([0x04, len(path)]) + path.encode()
            + bytes([0x01, len(authority)]) + authority)
