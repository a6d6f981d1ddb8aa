"""Attacks by servers that the service asks: a GitLab, and the OIDC issuer."""

import collections
import concurrent.futures
import contextlib
import json
import multiprocessing
import time

import upstream
from attack import Attack
from issuer import SigningKey
from service import send

TOKEN = "glpat-of-the-attack"


class _AskedByAdmins(Attack):
    """Administrators who ask again and again, as often as the service lets them."""

    seconds = 15.0
    admins = 4
    expected = ("502", "429")

    def ask(self, service):
        """Sends one request that makes the service ask the server."""
        raise NotImplementedError

    def run(self, service, end):
        seen = collections.Counter()
        with concurrent.futures.ThreadPoolExecutor(self.admins) as pool:
            while time.monotonic() < end:
                seen.update(str(status) for status in pool.map(lambda _: self.ask(service).status, range(self.admins)))
        return seen


class EndlessPages(_AskedByAdmins):
    """A GitLab whose lists of models never end: each page is nearly as large as allowed, and announces another one."""

    name = "gitlab-endless-pages"
    page = ('{"data": {"aiSelfHostedModels": {"nodes": [' + "{}," * 340_000
            + '{}], "pageInfo": {"hasNextPage": true, "endCursor": "x"}}}}').encode()

    def __init__(self):
        self.gitlab = upstream.Upstream(lambda handler: upstream.send_json(handler, self.page))

    @contextlib.contextmanager
    def environment(self):
        self.gitlab.start()
        try:
            yield {}
        finally:
            self.gitlab.stop()

    def prepare(self, service):
        service.demand("admin", "POST", "/subscription/sync")
        service.demand("admin", "PATCH", "/gateway", {"outbound_allowlist": ["127.0.0.0/8"]})

    def ask(self, service):
        return service.call("admin", "POST", "/configuration/imports/gitlab?dry_run=true",
                            {"url": self.gitlab.url, "token": TOKEN})


class ManyAddOns(_AskedByAdmins):
    """A GitLab with 58,000 add-ons in one response."""

    name = "gitlab-58000-add-ons"
    add_ons = 58_000

    def __init__(self):
        body = ('{"data": {"currentLicense": {"type": "online_cloud", "plan": "ultimate"}, "addOnPurchases": ['
                + ",".join(["{\"name\": \"A\"}"] * self.add_ons) + "]}}").encode()
        self.gitlab = upstream.Upstream(lambda handler: upstream.send_json(handler, body))

    @contextlib.contextmanager
    def environment(self):
        self.gitlab.start()
        try:
            yield {"DUO_SUBSCRIPTION_SOURCE": "gitlab", "DUO_SUBSCRIPTION_GITLAB_URL": self.gitlab.url,
                   "DUO_SUBSCRIPTION_GITLAB_TOKEN": TOKEN}
        finally:
            self.gitlab.stop()

    def ask(self, service):
        return service.call("admin", "POST", "/subscription/sync")


class EndlessKeys(Attack):
    """An issuer whose key set never ends, once the service has started; forged tokens make the service ask for it."""

    name = "issuer-endless-keys"
    seconds = 20.0
    connections = 8
    # 401 and 503: a token cannot be verified while the key that it names cannot be looked up.
    expected = ("401", "503")

    def __init__(self):
        self.key = SigningKey()
        self.hostile = multiprocessing.get_context("fork").Event()
        self.issuer = upstream.Upstream(self.respond)

    def respond(self, handler):
        if handler.path.startswith("/.well-known/"):
            upstream.send_json(handler, {
                "issuer": self.issuer.url, "jwks_uri": self.issuer.url + "/keys",
                "token_endpoint": self.issuer.url + "/token",
                "authorization_endpoint": self.issuer.url + "/authorize"})
        elif self.hostile.is_set():
            key = json.dumps(self.key.public("another")).encode()
            upstream.send_without_end(handler, b'{"keys": [' + key, b"," + key)
        else:
            upstream.send_json(handler, {"keys": [self.key.public("good")]})

    @contextlib.contextmanager
    def environment(self):
        self.issuer.start()
        try:
            yield {"DUO_OIDC_ISSUER": self.issuer.url, "DUO_OIDC_KEY_REFRESH": "1s"}
        finally:
            self.issuer.stop()

    def token(self, service):
        return self.key.token(self.issuer.url, "good", "resolver")

    def prepare(self, service):
        self.hostile.set()

    def run(self, service, end):
        seen = collections.Counter()
        with concurrent.futures.ThreadPoolExecutor(self.connections) as pool:
            while time.monotonic() < end:
                seen.update(str(status) for status in pool.map(lambda _: self.ask(service), range(self.connections)))
        return seen

    def ask(self, service):
        token = self.key.token(self.issuer.url, f"unknown-{time.monotonic_ns()}", "admin")
        return send("GET", service.url + "/gateway", headers={"Authorization": "Bearer " + token}).status


ATTACKS = (EndlessPages, ManyAddOns, EndlessKeys)
