"""Others who use the service during an attack: how long they wait, and what they get."""

import http.client
import threading
import time

PREPARED = "/features/duo_chat/effective-model"
TIMEOUT_SECONDS = 20
PAUSE_SECONDS = 0.05


class Probe:
    """Asks for one path again and again, each time on a new connection, and keeps the longest time."""

    def __init__(self, service, path, headers=None):
        self.port = service.port
        self.path = path
        self.headers = headers or {}
        self.longest = 0.0
        self.failures = []

    def ask(self):
        """Asks once, and returns the seconds that it took."""
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("GET", self.path, headers=self.headers)
            response = connection.getresponse()
            response.read()
            outcome = response.status
        except (OSError, http.client.HTTPException) as error:
            outcome = type(error).__name__
        finally:
            connection.close()
        seconds = time.monotonic() - begun
        self.longest = max(self.longest, seconds)
        if outcome != 200:
            self.failures.append(outcome)
        return seconds

    def warm_up(self):
        for _ in range(30):
            self.ask()
        self.reset()

    def reset(self):
        """Forgets what was measured."""
        self.longest = 0.0
        self.failures.clear()

    def fault(self, limit):
        """The reason why these callers cannot be content, or None."""
        if self.failures:
            return f"{self.path} failed {len(self.failures)} times ({self.failures[0]})"
        if self.longest > limit:
            return f"{self.path} took {self.longest:.1f} s"
        return None


class Watch:
    """All probes of one attack, each in a thread of its own."""

    def __init__(self, service, probes):
        self.service = service
        self.probes = probes
        self.memory = 0
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._repeat, args=(probe,)) for probe in probes]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, probe):
        while not self._end.wait(PAUSE_SECONDS):
            probe.ask()
            self.memory = max(self.memory, self.service.peak_memory())
