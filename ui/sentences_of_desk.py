"""The sentences of what can go wrong with lists, imports, drafts, notes and forecasts."""

from __future__ import annotations

from domain import errors

SENTENCES: dict[type[errors.Trouble], str] = {}
