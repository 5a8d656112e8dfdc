"""The switch that renews golden answers."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def update_golden() -> bool:
    """Whether golden answers are written anew: UPDATE_GOLDEN=1 in the environment."""
    return os.environ.get("UPDATE_GOLDEN") == "1"
