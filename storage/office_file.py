"""The file of an office whose database is on a server: where that is, and which office is meant.

``office.toml`` stands where ``office.db`` stands otherwise::

    database = "postgresql+psycopg://desk@10.0.0.5:5432/bijli"
    code = "PAT1"
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from domain.errors import Refusal
from domain.errors_of_trust import OfficeFileUnreadable, PasswordInAddress
from storage.server import ServerAddress

OFFICE_FILE = "office.toml"


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """Where an office's database is served, and the office's code in it."""

    address: ServerAddress
    code: str

    def write(self, folder: Path) -> None:
        """Put the file into the folder, whole or not at all."""
        building = folder / f"{OFFICE_FILE}.building"
        # Text as JSON writes it is text as TOML reads it.
        building.write_text(
            f"database = {json.dumps(str(self.address), ensure_ascii=False)}\n"
            f"code = {json.dumps(self.code)}\n",
            encoding="utf-8",
        )
        building.replace(folder / OFFICE_FILE)

    @classmethod
    def read(cls, folder: Path) -> OfficeFile:
        """Return what the file says; :class:`OfficeFileUnreadable` when that is not clear.

        :class:`PasswordInAddress` when a password stands in it.
        """
        path = folder / OFFICE_FILE
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls(ServerAddress.parse(str(told["database"])), str(told["code"]))
        except PasswordInAddress:
            raise
        except (Refusal, ValueError, KeyError):
            raise OfficeFileUnreadable(str(path)) from None
