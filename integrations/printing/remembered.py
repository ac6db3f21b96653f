"""The printers of this machine, kept in one JSON file that is written whole or not at all.

A printer belongs to the machine: no backup of the office and no other desk knows it. The logo
lies inside, so that it is there as long as the printer is.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.errors import Refusal
from domain.errors_of_files import FileNotWritten
from domain.errors_of_printing import PrintersUnreadable
from domain.printing import DeskPrinters, Paper, PrinterKind, PrinterProfile, PrintStyle
from integrations.files import replacing
from integrations.printing.logo import refuse_unfit

FILE_NAME = "printers.json"
_FORMAT = 1
_MOST_BYTES = 16 * 1024 * 1024
_DAMAGED = ".damaged"


def load(path: Path) -> DeskPrinters:
    """Return the printers of this machine, none at first; :class:`PrintersUnreadable`."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return DeskPrinters()
    except OSError as trouble:
        raise PrintersUnreadable(str(path)) from trouble
    try:
        return _printers_of(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Refusal) as trouble:
        raise PrintersUnreadable(str(path)) from trouble


def keep(path: Path, printers: DeskPrinters) -> None:
    """Remember the printers; a file that nobody can read is put beside, not written over."""
    try:
        _make_room(path)
    except OSError as trouble:
        raise FileNotWritten(str(path), trouble.strerror or str(trouble)) from trouble
    said = {
        "format": _FORMAT,
        "default": printers.default,
        "printers": [_said(profile) for profile in printers.profiles],
    }
    with replacing(path) as file:
        file.write(json.dumps(said, ensure_ascii=False, indent=1).encode())


def _make_room(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        load(path)
    except PrintersUnreadable:
        path.replace(path.with_name(path.name + _DAMAGED))


def _said(profile: PrinterProfile) -> dict[str, Any]:
    said = asdict(profile)
    said["style"]["logo"] = base64.b64encode(profile.style.logo).decode()
    return said


def _printers_of(said: dict[str, Any]) -> DeskPrinters:
    if said["format"] != _FORMAT:
        raise ValueError(said["format"])
    profiles = tuple(_profile_of(one) for one in said["printers"])
    return DeskPrinters(profiles, _text(said["default"]))


def _profile_of(said: dict[str, Any]) -> PrinterProfile:
    style = said["style"]
    return PrinterProfile(
        name=_text(said["name"]),
        kind=PrinterKind(said["kind"]),
        place=_text(said["place"]),
        style=PrintStyle(
            paper=Paper(style["paper"]),
            languages=tuple(map(_text, style["languages"])),
            left_mm=_whole(style["left_mm"]),
            top_mm=_whole(style["top_mm"]),
            logo=_logo_of(_text(style["logo"])),
        ),
        copies=_whole(said["copies"]),
        cuts=_yes(said["cuts"]),
        answers=_yes(said["answers"]),
    )


def _logo_of(text: str) -> bytes:
    try:
        logo = base64.b64decode(text, validate=True)
    except binascii.Error as trouble:
        raise ValueError(text) from trouble
    if logo:
        refuse_unfit(logo, "logo")
    return logo


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value
