"""A receipt's way to a printer on the network or into a folder, from the very file that is kept."""

from __future__ import annotations

import re
from pathlib import Path

from domain.printing import PrinterKind, PrinterProfile
from integrations.documents.preview import thermal_image
from integrations.files import replacing
from integrations.printing import network_printer
from integrations.printing.escpos_bytes import receipt_bytes

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_NAMELESS = "document.pdf"


def send(profile: PrinterProfile, pdf: bytes, file_name: str) -> None:
    """Bring a receipt to a printer without the system's help; return when it is there.

    ``file_name`` is its name in a folder. Raises what :mod:`domain.errors_of_printing` has of
    printers on the network, :class:`domain.errors_of_files.FileNotWritten` of folders.
    """
    if profile.kind is PrinterKind.NETWORK:
        bitmap = thermal_image(pdf, profile.style.paper.dots)
        content = receipt_bytes(bitmap, copies=profile.copies, cuts=profile.cuts)
        network_printer.send(profile.address(), content, answers=profile.answers)
    else:
        with replacing(Path(profile.place) / _plain(file_name)) as file:
            file.write(pdf)


def _plain(file_name: str) -> str:
    """Return a name that leads to no other folder, whatever number or reference is in it."""
    return _NOT_IN_NAMES.sub("-", file_name).lstrip(".-") or _NAMELESS
