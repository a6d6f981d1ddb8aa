"""Attacks by another user of the machine."""

import os
import shutil
import subprocess

from attack import Attack, Skipped

USER = "nobody"
# The embedded PostgreSQL alone has more.
MIN_FILES = 500


class OtherUser(Attack):
    """Looks for files of the service that others can read or replace. The service runs with the umask 000."""

    name = "another-user"
    expected = ("0 readable", "0 writable")

    def __init__(self):
        if os.getuid() != 0 or shutil.which("su") is None:
            raise Skipped(f"needs root and su, to become {USER}")

    def prepare(self, service):
        service.demand("admin", "POST", "/subscription/sync")
        # The pages of Swagger UI are unpacked when they are first asked for.
        service.call(None, "GET", "/q/swagger-ui/index.html")

    def run(self, service, end):
        files = sum(len(names) for root in (service.data, service.temporary) for _, _, names in os.walk(root))
        if files < MIN_FILES:
            raise ValueError(f"there are {files} files to look for")
        return {f"{len(self.find(service, test))} {test}": 1 for test in ("readable", "writable")}

    @staticmethod
    def find(service, test):
        """The files in the data and temporary directories for which a test of find holds."""
        # The temporary directory itself is everybody's, like /tmp; what is in it is not.
        command = f"find '{service.data}' '{service.temporary}'/* ! -type l -{test} 2>/dev/null; true"
        found = subprocess.run(["su", USER, "-s", "/bin/sh", "-c", command],
                               check=True, capture_output=True, text=True, cwd="/")
        return found.stdout.splitlines()


ATTACKS = (OtherUser,)
