"""The packaged service, started for one attack or one proxy: in a directory of its own, on a free port."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
START_SECONDS = 90
STOP_SECONDS = 30


class Failure(Exception):
    """An expectation that does not hold, in one sentence."""


def jar():
    """The packaged service: the JAR in the variable JAR, or the one that `mvn package` makes."""
    path = pathlib.Path(os.environ.get("JAR") or ROOT / "target/quarkus-app/quarkus-run.jar")
    if not path.is_file():
        raise SystemExit(f"There is no {path}; make it with: mvn -DskipTests package")
    return path


def java():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Response:
    """A response, with header names in lower case."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    def json(self):
        return json.loads(self.body)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def send(method, url, body=None, headers=None, timeout=30):
    """Sends a request on a new connection, and returns the response, whatever its status."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, dict(headers or {}), method=method)
    if data is not None and not request.has_header("Content-type"):
        request.add_header("Content-Type", "application/json")
    try:
        with _OPENER.open(request, timeout=timeout) as response:
            return Response(response.status, response.headers.items(), response.read())
    except urllib.error.HTTPError as error:
        return Response(error.code, error.headers.items(), error.read())


class Service:
    """One process of the service, with the embedded database unless the environment names another one."""

    def __init__(self, environment=None):
        self.environment = environment or {}
        # Open to others, so that only what the service does protects its files.
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="duo-attack."))
        self.directory.chmod(0o755)
        self.data = self.directory / "data"
        self.temporary = self.directory / "tmp"
        self.temporary.mkdir()
        self.temporary.chmod(0o1777)
        self.log = self.directory / "log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def start(self):
        """Starts the service, and waits until it is ready."""
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [java(), "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", f"-Djava.io.tmpdir={self.temporary}",
                 "-jar", str(jar())],
                env={**inherited, "QUARKUS_HTTP_PORT": str(self.port), "DUO_DATA_DIR": str(self.data),
                     **self.environment},
                cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                umask=0, start_new_session=True)
        end = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None:
                raise Failure("The service did not start: " + self._last_lines())
            if time.monotonic() > end:
                raise Failure(f"The service is not ready after {START_SECONDS} s: " + self._last_lines())
            time.sleep(0.1)

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def is_running(self):
        return self.process.poll() is None

    def token(self, role):
        return (self.data / "tokens" / role).read_text().strip()

    def call(self, role, method, path, body=None, headers=None, timeout=30):
        """Sends a request with the token of a role; None sends none."""
        token = {} if role is None else {"Authorization": "Bearer " + self.token(role)}
        return send(method, self.url + path, body, {**token, **(headers or {})}, timeout)

    def demand(self, role, method, path, body=None):
        """Sends a request that must succeed."""
        response = self.call(role, method, path, body)
        if response.status >= 300:
            raise Failure(f"{method} {path} returned {response.status}: {response.body[:300]!r}")
        return response

    def peak_memory(self):
        """The highest resident size of the process so far in MiB; 0 if it has ended."""
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0
        return sum(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))

    def open_files(self):
        try:
            return len(os.listdir(f"/proc/{self.process.pid}/fd"))
        except OSError:
            return 0

    def logged(self, text):
        """The number of lines of the log that contain a text."""
        with self.log.open(errors="replace") as log:
            return sum(text in line for line in log)

    def _is_ready(self):
        try:
            return send("GET", self.url + "/q/health/ready", timeout=5).status == 200
        except OSError:
            return False

    def _last_lines(self):
        return " | ".join(self.log.read_text(errors="replace").splitlines()[-3:])
