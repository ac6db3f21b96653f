"""The policies that travel with the program: examples by state, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.policy_reading import documents_in
from resources import locate


def shipped_policies(state: str = "") -> Sequence[Mapping[str, Any]]:
    """Return the examples as documents, those of a state (its code) before all others."""
    found: list[Mapping[str, Any]] = []
    for path in sorted(locate("policies").glob("*.json")):
        found.extend(documents_in(path.name, path.read_text("utf-8")))
    return sorted(found, key=lambda one: one["state"] != state)
