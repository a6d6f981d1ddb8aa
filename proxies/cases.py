"""What must work, and what must not, through each proxy. A case returns what it saw, or raises a Failure."""

import gzip
import http.client
import itertools
import queue
import socket
import threading
import time
import zlib

import wire
from service import Failure, send

METRICS = b"# HELP"
MAX_EVENT_SECONDS = 1.0
NUMBERS = itertools.count(1)


def links(proxy, service, public_url):
    """Link and Location begin with the public URL, and lead to the resource through the proxy."""
    created = through(proxy, service, "admin", "POST", "/models", {
        "name": f"Model {next(NUMBERS)}", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
        "identifier": "custom_openai/mixtral"})
    expect(created.status == 201, f"POST /models returned {created.status}")
    location = created.headers["location"]
    expect(location.startswith(public_url + "/models/"), f"Location is {location}")
    found = through(proxy, service, "viewer", "GET", location.removeprefix(public_url))
    expect(found.status == 200, f"GET of the Location returned {found.status}")
    link = through(proxy, service, "viewer", "GET", "/models?per_page=1").headers["link"]
    expect(all(part.strip().startswith(f"<{public_url}/models?") for part in link.split(",")), f"Link is {link}")
    return location


def if_match(proxy, service, _):
    """A caller can write with the tag that it read from a compressed response, and only until the next change."""
    tag = compressed(proxy, service, "/features").headers["etag"]
    written = choose(proxy, service, tag)
    expect(written.status == 200, f"the tag {tag} of a read got {written.status}")
    again = choose(proxy, service, tag)
    expect(again.status == 412, f"the tag {tag} of before the change got {again.status}")
    expect(choose(proxy, service, written.headers["etag"]).status == 200, "the tag of a write got no 200")
    return f"{tag} -> 200, 412"


def not_modified(proxy, service, _):
    """A conditional read of a compressed response gets a 304."""
    tags = []
    for path in ("/features", "/features/duo_chat/effective-model", "/models", "/configuration"):
        response = through(proxy, service, "admin", "GET", path, headers={"Accept-Encoding": "gzip"})
        tag = response.headers.get("etag")
        if tag is None:
            continue
        again = through(proxy, service, "admin", "GET", path, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
        expect(again.status == 304, f"GET {path} with {tag} returned {again.status}")
        expect(not again.body, f"GET {path} with {tag} returned a body")
        tags.append(tag)
    expect(len(tags) > 1, "the responses have no tags")
    return f"{', '.join(dict.fromkeys(tags))} -> 304"


def events(proxy, service, _):
    """An event arrives within a second, also at a client that accepts compressed responses."""
    times = [event(proxy, service, port) for port in (proxy.port, proxy.careless_port)]
    return ", ".join(f"{seconds * 1000:.0f} ms" for seconds in times)


def event(proxy, service, port):
    """The seconds from a change to its event."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", proxy.prefix + "/events", headers={
        "PRIVATE-TOKEN": service.token("viewer"), "Accept": "text/event-stream", "Accept-Encoding": "gzip"})
    response = connection.getresponse()
    try:
        expect(response.status == 200, f"GET /events returned {response.status}")
        received = queue.Queue()
        threading.Thread(target=read_events, args=(response, received), daemon=True).start()
        drain(received)
        begun = time.monotonic()
        revision = change(proxy, service)
        while next_event(received, MAX_EVENT_SECONDS) < revision:
            pass
        seconds = time.monotonic() - begun
        expect(seconds <= MAX_EVENT_SECONDS, f"the event took {seconds:.1f} s")
        return seconds
    finally:
        connection.sock and connection.sock.shutdown(socket.SHUT_RDWR)
        connection.close()


def console(proxy, service, public_url):
    """The root leads to the console below the public URL, whose pages keep their headers and get a 304."""
    for path in ("/", "/console"):
        received = exchange(proxy.port, wire.head("GET", proxy.prefix + path, [("Connection", "close")]))
        location = next((line.split(b": ", 1)[1].decode() for line in received.split(b"\r\n")
                         if line.lower().startswith(b"location: ")), None)
        expect(location == public_url + "/console/", f"GET {path} led to {location}")
    page = send("GET", proxy.url + "/console/", headers={"Accept-Encoding": "gzip"})
    expect(page.status == 200, f"GET /console/ returned {page.status}")
    expect(page.headers.get("content-encoding") == "gzip", "the page is not compressed")
    expect(b"<title>Duo Config</title>" in gzip.decompress(page.body), "the page is another one")
    expect(page.headers["cache-control"] == "no-cache", f"Cache-Control is {page.headers['cache-control']}")
    policy = page.headers["content-security-policy"]
    expect("script-src 'self';" in policy and "frame-ancestors 'none'" in policy, f"the policy is {policy}")
    tag = page.headers["etag"]
    again = send("GET", proxy.url + "/console/", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    expect(again.status == 304 and not again.body, f"GET /console/ with {tag} returned {again.status}")
    documentation = send("GET", proxy.url + "/console/config.json").json()["documentation_url"]
    expect(documentation.startswith(public_url + "/"), f"the documentation is at {documentation}")
    return f"{tag} -> 304"


def shared_cache(proxy, service, _):
    """The response to one caller's token is not served to others, in whichever header the token was."""
    paths = ("/features", "/models", "/gateway", "/features/duo_chat/effective-model")
    for path in paths:
        for header in ("PRIVATE-TOKEN", "Authorization"):
            token = service.token("admin")
            asked = {header: token if header == "PRIVATE-TOKEN" else "Bearer " + token}
            for headers, status in ((asked, 200), ({}, 401), (asked, 200), ({header: "Bearer forged"}, 401)):
                response = send("GET", proxy.careless_url + path, headers=headers)
                expect(response.status == status, f"GET {path} returned {response.status} instead of {status}")
    return f"{len(paths)} paths, 200 and 401 in turns"


def denied(proxy, service, _):
    """What is below /q, except the contract and its pages, stays inside, however its path is spelled."""
    spellings = ("/q/metrics", "/q", "/q/", "//q/metrics", "/./q/metrics", "/%71/metrics", "/models/../q/metrics",
                 "/models/%2e%2e/q/metrics", "/q%2fmetrics", "/q/./metrics", "/q//metrics", "/a%0a/../q/metrics",
                 "/%2571/metrics", "/q;a=b/metrics", "/;a/../q/metrics", "/../duo-config/q/metrics", "/q/health/ready",
                 "/q/openapi/../metrics", "/q/swagger-ui/../metrics", "/q/swagger-ui/%2e%2e/metrics", "/q/openapi/x",
                 "/q/swagger-ui/..%2fmetrics", "/q/swagger-ui/..;/metrics", "/%71/openapi/..%2fmetrics", "/%2e/q/metrics", "/models/..;/q/metrics", "/models/..%2fq/metrics")
    for spelling in spellings:
        received = exchange(proxy.port, wire.head("GET", proxy.prefix + spelling, [("Connection", "close")]))
        expect(METRICS not in received and wire.status(received) != "200",
               f"GET {spelling} returned {wire.status(received)}")
    return f"{len(spellings)} spellings, no 200"


def upgrade(proxy, service, _):
    """An Upgrade to cleartext HTTP/2 opens no tunnel past the rules of the proxy."""
    settings = ("HTTP2-Settings", "AAMAAABkAAQAAP__")
    for connection in ("Upgrade, HTTP2-Settings", "upgrade"):
        request = wire.head("GET", proxy.prefix + "/gateway", [
            ("PRIVATE-TOKEN", service.token("viewer")), ("Connection", connection), ("Upgrade", "h2c"), settings])
        tunneled = (wire.PREFACE + wire.window(65535) + wire.frame(
            wire.HEADERS, wire.END_STREAM | wire.END_HEADERS, 3, wire.header_block("/q/metrics")))
        for port in (proxy.port, proxy.careless_port):
            received = exchange(port, request, tunneled)
            expect(wire.status(received) == "200", f"the request with the Upgrade returned {wire.status(received)}")
            expect(METRICS not in received, "the metrics came through the tunnel")
    return "200, no tunnel"


def refused(proxy, service, _):
    """The service itself refuses a request with two lengths, and closes the connection."""
    statuses = [received[9:12] for received in smuggle(proxy, service)]
    expect(set(statuses) == {b"400"}, f"the responses are {statuses}")
    return f"{len(statuses)} attempts, 400"


def smuggling(proxy, service, _):
    """A request with two lengths hides no second request from the proxy."""
    return " ".join(wire.status(received) for received in smuggle(proxy, service)) + ", nothing hidden was served"


def smuggle(proxy, service):
    """Attempts to hide a request for the metrics, and yields what came back for each."""
    hidden = b"GET /q/metrics HTTP/1.1\r\nHost: duo.example.com\r\n\r\n"
    chunked = b"0\r\n\r\n" + hidden
    # One chunk that holds the hidden request, for a server that goes by a Content-Length that ends before it.
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden)
    length = ("Content-Length", str(len(chunked)))
    coding = ("Transfer-Encoding", "chunked")
    attempts = (
        ([length, coding], chunked), ([coding, length], chunked),
        ([("Content-Length", "4"), coding], chunk), ([length, ("Transfer-Encoding", "xchunked")], chunked),
        ([length, ("Transfer-Encoding", "chunked, identity")], chunked),
        ([length, ("Transfer-Encoding ", "chunked")], chunked), ([length, ("Transfer-Encoding", "\x0bchunked")], chunked),
        ([length, coding, ("Transfer-Encoding", "identity")], chunked),
        ([("Content-Length", "0"), length], chunked), ([("Content-Length", f"0, {len(chunked)}")], chunked))
    for headers, body in attempts:
        head = wire.head("POST", proxy.prefix + "/subscription/sync?dry_run=true", [
            ("PRIVATE-TOKEN", service.token("admin")), *headers])
        received = exchange(proxy.port, head + body, hidden)
        expect(METRICS not in received, f"the hidden request was served: {headers}")
        yield received


def through(proxy, service, role, method, path, body=None, headers=None):
    return send(method, proxy.url + path, body, {"PRIVATE-TOKEN": service.token(role), **(headers or {})})


def choose(proxy, service, condition):
    """Changes the setting of a feature under a condition."""
    current = through(proxy, service, "viewer", "GET", "/features/duo_chat").json()["provider"]
    provider = "unassigned" if current == "disabled" else "disabled"
    return through(proxy, service, "admin", "PUT", "/features/duo_chat", {"provider": provider}, {"If-Match": condition})


def change(proxy, service):
    """Makes a new revision, and returns its number."""
    written = choose(proxy, service, "*")
    expect(written.status == 200, f"the change returned {written.status}")
    return int(written.headers["config-revision"])


def compressed(proxy, service, path):
    response = through(proxy, service, "viewer", "GET", path, headers={"Accept-Encoding": "gzip"})
    expect(response.headers.get("content-encoding") == "gzip", f"the response to GET {path} is not compressed")
    expect(gzip.decompress(response.body).startswith(b"["), f"the response to GET {path} is no list")
    return response


def read_events(response, received):
    """Puts the revision of each event into a queue, as soon as it arrives."""
    decoder = zlib.decompressobj(wbits=31) if response.headers.get("Content-Encoding") == "gzip" else None
    text = b""
    try:
        while data := response.read1(65536):
            text += decoder.decompress(data) if decoder else data
            *lines, text = text.split(b"\n")
            for line in lines:
                if line.startswith(b"id:"):
                    received.put(int(line.removeprefix(b"id:")))
    except (OSError, ValueError, AttributeError, http.client.HTTPException):
        # The case is over, and has closed the connection.
        pass


def next_event(received, seconds):
    try:
        return received.get(timeout=seconds)
    except queue.Empty:
        raise Failure(f"no event within {seconds:.0f} s") from None


def drain(received):
    """Takes the events of now, until there is none for a while."""
    while True:
        try:
            received.get(timeout=0.5)
        except queue.Empty:
            return


def exchange(port, *parts):
    """Sends the parts, each after what the proxy says to the one before, and returns all that came back."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        for part in parts:
            try:
                connection.sendall(part)
                while data := connection.recv(65536):
                    received += data
            except TimeoutError:
                continue
            except OSError:
                break
    return received


def expect(condition, failure):
    if not condition:
        raise Failure(failure)


DIRECT = {"smuggling": refused}

ALL = {
    "links": links,
    "if-match": if_match,
    "not-modified": not_modified,
    "events": events,
    "console": console,
    "shared-cache": shared_cache,
    "denied": denied,
    "h2c-upgrade": upgrade,
    "smuggling": smuggling,
}
