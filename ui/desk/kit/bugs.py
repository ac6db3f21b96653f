"""A bug is told by a number, with the details to copy; the log has them too."""

from __future__ import annotations

import logging
import traceback
import uuid

from PySide6.QtGui import QGuiApplication

from resources.texts import Texts
from ui.desk.kit.toasts import Toasts

log = logging.getLogger(__name__)

_TOLD = "told to the clerk"


def tell_bug(error: BaseException, toasts: Toasts, _: Texts) -> None:
    """Tell the clerk of a bug by an id, with the details to copy, and log them."""
    if _TOLD in getattr(error, "__notes__", ()):
        # Two places heard of one failed work; it is one bug.
        return
    number = uuid.uuid4().hex[:8].upper()
    details = "".join(traceback.format_exception(error))
    error.add_note(_TOLD)
    log.error("Bug %s\n%s", number, details)
    toasts.show(
        _("Something went wrong in the program ({number}). Nothing was half done.", number=number),
        "bad",
        action=_("Copy details"),
        then=lambda: QGuiApplication.clipboard().setText(f"{number}\n{details}"),
    )
