"""Real proxies, with the configurations in docs/examples/reverse-proxy."""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import time

from service import ROOT, Failure, free_port

PREFIX = "/duo-config"
START_SECONDS = 20
NO_START = "#!/bin/sh\nexit 101\n"
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")

# Around the configuration of the guide, whose TLS is left out. The first port has it as it is. The second one is that of a careless
# administrator: with a shared cache that keeps all that it may, everything compressed, and every Upgrade passed on.

NGINX = """
daemon off;
master_process off;
pid {directory}/pid-{port};
error_log {directory}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {directory}/bodies-{port};
    proxy_temp_path {directory}/temporary-{port};
    proxy_cache_path {directory}/cache-{port} keys_zone=shared:1m;
    {page}
}}
"""

APACHE = """
ServerRoot {directory}
PidFile {directory}/pid-{port}
ErrorLog {directory}/error.log
DefaultRuntimeDir {directory}
Listen 127.0.0.1:{port}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule filter_module /usr/lib/apache2/modules/mod_filter.so
LoadModule deflate_module /usr/lib/apache2/modules/mod_deflate.so
LoadModule cache_module /usr/lib/apache2/modules/mod_cache.so
LoadModule cache_disk_module /usr/lib/apache2/modules/mod_cache_disk.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
User nobody
Group nogroup
CacheRoot {directory}/cache
{page}
"""

CADDY = """
{{
    admin off
    auto_https off
    default_bind 127.0.0.1
}}
{page}
"""


class Kind:
    """One proxy: its package, its file in docs/examples, and how it is started.

    Of the replacements, those in `test` make the configuration listen on a port without TLS, and those in `careless` make it
    careless.
    """

    def __init__(self, command, example, around, start, test, careless=()):
        self.command = command
        self.example = ROOT / "docs/examples/reverse-proxy" / example
        self.around = around
        self.start = start
        self.test = test
        self.careless = careless

    def configuration(self, directory, port, upstream, careless):
        page = _replaced(self.example, (*self.test, *(self.careless if careless else ())), port)
        page = page.replace("127.0.0.1:8080", f"127.0.0.1:{upstream}")
        return self.around.format(directory=directory, port=port, page=page)


def _replaced(example, replacements, port):
    page = example.read_text()
    for old, new in replacements:
        if not re.search(old, page):
            raise Failure(f"{example} no longer has: {old}")
        page = re.sub(old, new.replace("<port>", str(port)), page)
    return page


KINDS = {
    "nginx": Kind(
        "nginx", "nginx.conf", NGINX, ("nginx", "-p", "{directory}", "-c", "{file}"),
        test=[("listen 443 ssl http2;", "listen 127.0.0.1:<port>;"), (r"\n *ssl_.*", "")],
        careless=[("gzip_types .*;", "gzip_types *;"),
                  (r"server_name example\.com;", "server_name example.com; proxy_cache shared; proxy_cache_valid any 10m;"),
                  ('proxy_set_header Connection "";',
                   "proxy_set_header Connection $http_connection; proxy_set_header Upgrade $http_upgrade;")]),
    "apache2": Kind(
        "apache2", "apache.conf", APACHE, ("apache2", "-f", "{file}", "-DFOREGROUND"),
        test=[(r"\*:443", "*:<port>"), (r"\n *(SSL|Protocols).*", "")],
        careless=[("AddOutputFilterByType DEFLATE .*", "SetOutputFilter DEFLATE"), ("timeout=90", "timeout=90 upgrade=ANY"),
                  (r"ServerName example\.com", "ServerName example.com\nCacheEnable disk /\nCacheDefaultExpire 600")]),
    # HAProxy passes on an Upgrade by itself, as Caddy does.
    "haproxy": Kind(
        "haproxy", "haproxy.cfg", "{page}", ("haproxy", "-db", "-f", "{file}"),
        test=[(r"bind :443 .*", "bind 127.0.0.1:<port>"), (r"\n *ssl-.*", "")],
        careless=[(r"\n *compression type .*", ""),
                  (r"\nbackend duo_config\n", "\ncache shared\n    total-max-size 4\n    max-age 600\n\nbackend duo_config\n"
                   "    http-request cache-use shared\n    http-response cache-store shared\n")]),
    # Debian's Caddy has no cache, and compresses all text by itself.
    "caddy": Kind(
        "caddy", "Caddyfile", CADDY, ("caddy", "run", "--adapter", "caddyfile", "--config", "{file}"),
        test=[(r"\nexample\.com {", r"\n:<port> {"), (r"\n\ttls .*", "")]),
}


class Direct:
    """The service without a proxy."""

    def __init__(self, service):
        self.port = service.port
        self.prefix = ""


class Proxy:
    """A running proxy in front of the service, below the path /duo-config."""

    def __init__(self, kind, service):
        self.kind = KINDS[kind]
        self.directory = service.directory / kind
        self.prefix = PREFIX
        self.port = free_port()
        self.careless_port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{PREFIX}"
        self.careless_url = f"http://127.0.0.1:{self.careless_port}{PREFIX}"
        self.upstream = service.port
        self.processes = []

    def __enter__(self):
        self.directory.mkdir()
        cache = self.directory / "cache"
        cache.mkdir()
        cache.chmod(0o777)
        try:
            for port in (self.port, self.careless_port):
                self._start(port)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self, port):
        file = self.directory / f"configuration-{port}"
        file.write_text(self.kind.configuration(self.directory, port, self.upstream, port == self.careless_port))
        command = [part.format(directory=self.directory, file=file) for part in self.kind.start]
        with (self.directory / "log").open("ab") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                       cwd=self.directory, env={**_paths(), "HOME": str(self.directory)})
        self.processes.append(process)
        self._await(process, port)

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _await(self, process, port):
        end = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            if process.poll() is not None or time.monotonic() > end:
                lines = [line for file in ("log", "error.log") if (self.directory / file).exists()
                         for line in (self.directory / file).read_text(errors="replace").splitlines()]
                raise Failure(f"{self.kind.command} did not start: " + " | ".join(lines[-5:]))
            time.sleep(0.1)


def install(kinds):
    """Installs the packages that are missing, without starting their services."""
    missing = [KINDS[kind].command for kind in kinds if shutil.which(KINDS[kind].command, path=_paths()["PATH"]) is None]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if os.getuid() != 0 or shutil.which("apt-get") is None:
        raise SystemExit("Missing: " + ", ".join(missing) + "; on Debian: " + " ".join(command))
    with _no_services(), open(os.devnull, "wb") as output:
        subprocess.run(command, check=True, stdout=output, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


@contextlib.contextmanager
def _no_services():
    """Keeps Debian from starting what it installs: the packages would all listen on port 80."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text(NO_START)
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def _paths():
    # Debian has most proxies in directories that only root's PATH names.
    return {"PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}
