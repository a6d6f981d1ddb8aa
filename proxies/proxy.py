"""Real proxies, with the configurations of docs/reverse-proxy.md."""

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

# Around the configuration of the page, without TLS. The first port has it as it is. The second one is that of a careless
# administrator: with a shared cache that keeps all that it may, everything compressed, and every Upgrade passed on.

NGINX = """
daemon off;
master_process off;
pid {directory}/pid;
error_log {directory}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {directory}/bodies;
    proxy_temp_path {directory}/temporary;
    proxy_cache_path {directory}/cache keys_zone=shared:1m;
    server {{
        listen 127.0.0.1:{port};
        {page}
    }}
    server {{
        listen 127.0.0.1:{careless_port};
        proxy_cache shared;
        proxy_cache_valid any 10m;
        {careless_page}
    }}
}}
"""

APACHE = """
ServerName example.com
ServerRoot {directory}
PidFile {directory}/pid
ErrorLog {directory}/error.log
Listen 127.0.0.1:{port}
Listen 127.0.0.1:{careless_port}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule filter_module /usr/lib/apache2/modules/mod_filter.so
LoadModule deflate_module /usr/lib/apache2/modules/mod_deflate.so
LoadModule cache_module /usr/lib/apache2/modules/mod_cache.so
LoadModule cache_disk_module /usr/lib/apache2/modules/mod_cache_disk.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
User nobody
Group nogroup
<VirtualHost *:{port}>
{page}
</VirtualHost>
<VirtualHost *:{careless_port}>
CacheRoot {directory}/cache
CacheEnable disk /
CacheDefaultExpire 600
{careless_page}
</VirtualHost>
"""

HAPROXY = """
defaults
    mode http
    timeout connect 5s
    timeout client 50s
    timeout server 50s

cache shared
    total-max-size 4
    max-age 600
{page}
{careless_page}
"""

CADDY = """
{{
    admin off
    auto_https off
    default_bind 127.0.0.1
}}
{page}
{careless_page}
"""


class Kind:
    """One proxy: its package, the language of its configuration on the page, and how it is started.

    Of the replacements, those in `test` make the configuration of the page listen on a port without TLS, and those in
    `careless` make it careless.
    """

    def __init__(self, command, language, around, start, test=(), careless=()):
        self.command = command
        self.language = language
        self.around = around
        self.start = start
        self.test = test
        self.careless = careless

    def configuration(self, directory, port, careless_port, upstream):
        blocks = re.findall(rf"```{self.language}\n(.*?)```", (ROOT / "docs/reverse-proxy.md").read_text(), re.DOTALL)
        if len(blocks) != 1:
            raise Failure(f"docs/reverse-proxy.md has {len(blocks)} configurations in {self.language}")
        page = blocks[0].replace("127.0.0.1:8080", f"127.0.0.1:{upstream}")
        return self.around.format(
            directory=directory, port=port, careless_port=careless_port,
            page=_replaced(page, self.test, port),
            careless_page=_replaced(page, (*self.test, *self.careless), careless_port))


def _replaced(page, replacements, port):
    for old, new in replacements:
        if old not in page:
            raise Failure(f"docs/reverse-proxy.md no longer has: {old}")
        page = page.replace(old, new.replace("<port>", str(port)))
    return page


KINDS = {
    "nginx": Kind(
        "nginx", "nginx", NGINX, ("nginx", "-p", "{directory}", "-c", "{file}"),
        careless=[("gzip_types application/json application/problem+json application/yaml", "gzip_types *"),
                  ('proxy_set_header Connection "";',
                   "proxy_set_header Connection $http_connection; proxy_set_header Upgrade $http_upgrade;")]),
    "apache2": Kind(
        "apache2", "apache", APACHE, ("apache2", "-f", "{file}", "-DFOREGROUND"),
        careless=[("AddOutputFilterByType DEFLATE application/json application/problem+json application/yaml",
                   "SetOutputFilter DEFLATE"), ("timeout=90", "timeout=90 upgrade=ANY")]),
    # HAProxy passes on an Upgrade by itself, as Caddy does.
    "haproxy": Kind(
        "haproxy", "haproxy", HAPROXY, ("haproxy", "-db", "-f", "{file}"),
        test=[("bind :443 ssl crt /etc/haproxy/example.com.pem", "bind 127.0.0.1:<port>")],
        careless=[("    compression type application/json application/problem+json application/yaml\n", ""),
                  ("frontend https", "frontend careless"), ("use_backend duo_config", "use_backend careless"),
                  ("backend duo_config\n", "backend careless\n    http-request cache-use shared\n"
                   "    http-response cache-store shared\n")]),
    # Debian's Caddy has no cache, and compresses all text by itself.
    "caddy": Kind(
        "caddy", "caddyfile", CADDY, ("caddy", "run", "--adapter", "caddyfile", "--config", "{file}"),
        test=[("example.com {", ":<port> {")]),
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
        self.process = None

    def __enter__(self):
        self.directory.mkdir()
        cache = self.directory / "cache"
        cache.mkdir()
        cache.chmod(0o777)
        file = self.directory / "configuration"
        file.write_text(self.kind.configuration(self.directory, self.port, self.careless_port, self.upstream))
        command = [part.format(directory=self.directory, file=file) for part in self.kind.start]
        with (self.directory / "log").open("wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                            cwd=self.directory, env={**_paths(), "HOME": str(self.directory)})
        try:
            self._await()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _await(self):
        end = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            if self.process.poll() is not None or time.monotonic() > end:
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
