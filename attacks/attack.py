"""The form of an attack, and its run against a service of its own."""

import collections
import contextlib
import dataclasses
import multiprocessing
import time

from service import Service
from watch import PREPARED, Probe, Watch

MAX_SECONDS = 1.0
MAX_MEMORY_MIB = 512
QUIET_SECONDS = 3
RECOVERY_SECONDS = 10
# Connections to the database and files that the service opens as it goes along; those of an attack count in hundreds.
MAX_MORE_FILES = 40


class Skipped(Exception):
    """The attack cannot run here; the message says what is missing."""


class Attack:
    """One attack. It runs in a process of its own, so that it does not slow the callers who measure."""

    name = ""
    seconds = 15.0
    # Paths that are watched besides health and a prepared response, by a viewer.
    watched = ()
    # Outcomes that the attacker may see; None if there is nothing to see.
    expected = None

    @contextlib.contextmanager
    def environment(self):
        """Starts what has to be there before the service, and yields the settings that name it."""
        yield {}

    def prepare(self, service):
        """Brings the started service into the state that the attack needs."""

    def token(self, service):
        """The token of the caller who reads the prepared response."""
        return service.token("resolver")

    def run(self, service, end):
        """Attacks until a time of time.monotonic() or until done, and returns the outcomes with their counts."""
        raise NotImplementedError


@dataclasses.dataclass
class Result:
    """The figures of one attack."""

    quiet: float
    live: float
    ready: float
    prepared: float
    memory: int
    out_of_memory: int
    after: str
    seen: collections.Counter
    faults: list


def execute(attack):
    """Runs an attack against a new service."""
    with attack.environment() as environment, Service(environment) as service:
        service.start()
        attack.prepare(service)
        probes = _probes(attack, service)
        for probe in probes:
            probe.warm_up()
        with Watch(service, probes):
            time.sleep(QUIET_SECONDS)
        quiet = max(probe.longest for probe in probes)
        for probe in probes:
            probe.reset()
        files = service.open_files()
        process, outcomes = _launch(attack, service)
        with Watch(service, probes) as watch:
            seen = _await(process, outcomes, attack.seconds)
            memory = max(watch.memory, service.peak_memory())
        time.sleep(RECOVERY_SECONDS)
        live, ready, prepared = (probe.longest for probe in probes[:3])
        out_of_memory = service.logged("OutOfMemoryError")
        after = _state(attack, service, files)
        faults = [fault for probe in probes if (fault := probe.fault(MAX_SECONDS))]
        faults += _faults(attack, seen, memory, out_of_memory, after)
        return Result(quiet, live, ready, prepared, memory, out_of_memory, after, seen, faults)


def _probes(attack, service):
    token = {"PRIVATE-TOKEN": attack.token(service)}
    return [Probe(service, "/q/health/live"), Probe(service, "/q/health/ready"), Probe(service, PREPARED, token),
            *(Probe(service, path, {"PRIVATE-TOKEN": service.token("viewer")}) for path in attack.watched)]


def _launch(attack, service):
    context = multiprocessing.get_context("fork")
    outcomes, sender = context.Pipe(duplex=False)
    process = context.Process(target=_attack, args=(attack, service, sender), daemon=True)
    process.start()
    sender.close()
    return process, outcomes


def _attack(attack, service, sender):
    try:
        sender.send(collections.Counter(attack.run(service, time.monotonic() + attack.seconds)))
    except Exception as error:  # Shown in the line of the attack.
        sender.send(collections.Counter({f"{type(error).__name__}: {error}": 1}))


def _await(process, outcomes, seconds):
    """Waits for the end of the attack, and ends it if it takes far longer than it should."""
    try:
        return outcomes.recv() if outcomes.poll(seconds + 60) else collections.Counter({"did not end": 1})
    except EOFError:
        return collections.Counter({"ended without a result": 1})
    finally:
        process.kill()
        process.join()


def _state(attack, service, files):
    if not service.is_running():
        return f"ended with exit code {service.process.returncode}"
    probes = _probes(attack, service)
    for probe in probes:
        for _ in range(3):
            probe.ask()
    faults = [fault for probe in probes if (fault := probe.fault(MAX_SECONDS))]
    more = service.open_files() - files
    if more > MAX_MORE_FILES:
        faults.append(f"{more} more open files")
    return "; ".join(faults) or "as before"


def _faults(attack, seen, memory, out_of_memory, after):
    if memory > MAX_MEMORY_MIB:
        yield f"RSS of {memory} MiB"
    if out_of_memory:
        yield "OutOfMemoryError in the log"
    if after != "as before":
        yield f"after {RECOVERY_SECONDS} s: {after}"
    if attack.expected is not None:
        unexpected = sorted(set(seen) - set(attack.expected))
        if unexpected or not seen:
            yield "the attacker saw " + (", ".join(unexpected) or "nothing")

