"""Which program this is: named in every event, so that a charge can be worked out again by it."""

from __future__ import annotations

VERSION = "0.1.0"
