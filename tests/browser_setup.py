"""Install Debian's chromium for the browser tests where that is allowed; otherwise those tests skip and say so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of a Chromium on this machine, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> str | None:
    """Try the system's package manager once, as root only; the path of the browser, or None."""
    if chromium() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return chromium()
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"browser tests: {' '.join(command)} failed; they will be skipped", file=sys.stderr)
            return None
    return chromium()


if __name__ == "__main__":
    found = install()
    print(f"browser tests: {found or 'no chromium here, they will be skipped'}", file=sys.stderr)
