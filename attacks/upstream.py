"""Servers that the service asks, and that mean it harm. Each runs in a process of its own."""

import http.server
import json
import multiprocessing


class Upstream:
    """An HTTP server on the loopback interface; `respond` gets the handler of each request, with its body read."""

    def __init__(self, respond):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.request_body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                try:
                    respond(self)
                except OSError:
                    self.close_connection = True

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._process = None

    def start(self):
        self._process = multiprocessing.get_context("fork").Process(target=self._server.serve_forever, daemon=True)
        self._process.start()
        self._server.socket.close()

    def stop(self):
        if self._process is not None:
            self._process.kill()
            self._process.join()


def send_json(handler, body):
    """Sends a value, or bytes that are JSON already."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def send_without_end(handler, begin, repeated):
    """Sends a body that goes on as long as it is read."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    part = repeated * (32768 // len(repeated))
    data = begin
    while True:
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        data = part
