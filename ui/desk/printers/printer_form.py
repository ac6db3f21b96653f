"""What there is to say about one printer: by which road, on which paper, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.printing import (
    MOST_COPIES,
    MOST_MARGIN_MM,
    MOST_NAME,
    Paper,
    PrinterKind,
    PrinterProfile,
    PrintStyle,
)
from resources.texts import N_, Texts
from ui.desk.kit.fields import ChoiceField, LineField, SegmentField, WholeNumberField
from ui.desk.kit.form import Form
from ui.desk.kit.printing import LANGUAGES_OF, language_of, language_options, paper_options
from ui.desk.kit.theme import Theme
from ui.desk.printers.logo_field import LogoField

_KINDS: dict[PrinterKind, str] = {
    PrinterKind.SYSTEM: N_("Printer of the system"),
    PrinterKind.NETWORK: N_("Receipt printer on the network"),
    PrinterKind.FOLDER: N_("Folder for PDF files"),
}
#: In which field the place of a printer stands.
_PLACE_FIELDS = {
    PrinterKind.SYSTEM: "system",
    PrinterKind.NETWORK: "address",
    PrinterKind.FOLDER: "folder",
}
_MOST_PATH = 500
_NEW = PrinterProfile("-")


class PrinterForm(Form):
    """Hands out a :class:`PrinterProfile`; shows the fields that its kind has."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(columns=2)
        self.kind = ChoiceField(theme)
        self.system = ChoiceField(theme)
        self.folder = LineField(most=_MOST_PATH)
        self.logo = LogoField(theme)
        self._cuts, self._answers = SegmentField(look="chip"), SegmentField(look="chip")
        self._paper, self._languages = SegmentField(look="chip"), SegmentField(look="chip")
        self._add_fields()
        self._offer(Texts())
        self.kind.changed.connect(self._show_fields)
        self._show_fields()

    @property
    def is_folder(self) -> bool:
        """Whether the printer is a folder for files."""
        return self.kind.value() is PrinterKind.FOLDER

    def profile(self) -> PrinterProfile:
        """Return the printer that the form tells of; raises what is wrong with it."""
        values, refusals = self.read()
        for refusal in refusals.values():
            raise refusal
        kind: PrinterKind = self.kind.value()
        return PrinterProfile(
            name=values["name"],
            kind=kind,
            place=values[_PLACE_FIELDS[kind]],
            style=PrintStyle(
                values["paper"],
                LANGUAGES_OF[values["languages"]],
                values["left_mm"] or 0,
                values["top_mm"] or 0,
                values["logo"],
            ),
            copies=values.get("copies") or 1,
            cuts=values.get("cuts", True),
            answers=values.get("answers", True),
        )

    def show_profile(self, profile: PrinterProfile | None) -> None:
        """Show a printer; None: what a new one begins with."""
        shown = profile or _NEW
        self._offer_system_printer(shown)
        style = shown.style
        values: dict[str, Any] = {
            "name": profile.name if profile else "",
            "kind": shown.kind,
            "system": "",
            "address": "",
            "folder": "",
            "paper": style.paper,
            "languages": language_of(style.languages),
            "copies": shown.copies,
            "left_mm": style.left_mm,
            "top_mm": style.top_mm,
            "logo": style.logo,
            "cuts": shown.cuts,
            "answers": shown.answers,
        }
        self.show_values(values | {_PLACE_FIELDS[shown.kind]: shown.place})
        self._show_fields()

    def show_system_printers(self, names: Sequence[str], _: Texts) -> None:
        """Offer the printers that the system knows, its default one first."""
        chosen = self.system.value()
        self.system.blockSignals(True)
        self.system.set_options([("", _("The default printer")), *((name, name) for name in names)])
        if chosen:
            self.system.offer(chosen, chosen)
            self.system.show_value(chosen)
        self.system.blockSignals(False)

    def field_of(self, refusal: Exception) -> str:
        """Return under which field a refusal belongs, or nothing."""
        name = str(getattr(refusal, "field", ""))
        kind: PrinterKind = self.kind.value()
        name = _PLACE_FIELDS[kind] if name == "place" else name
        return name if name in self.names else ""

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._offer(_)
        self.logo.retranslate(_)
        super().retranslate(_)

    def _add_fields(self) -> None:
        self.add("name", LineField(most=MOST_NAME), N_("Name at this desk"), span=2)
        self.add("kind", self.kind, N_("Kind"), span=2)
        self.add("system", self.system, N_("Printer"), span=2)
        address = LineField(most=_MOST_PATH)
        self.add("address", address, N_("Address (host:port)"), hint="192.168.1.50:9100", span=2)
        self.add("folder", self.folder, N_("Folder"), span=2)
        self.add("paper", self._paper, N_("Paper"), span=2)
        self.add("languages", self._languages, N_("Language of the receipt"), span=2)
        self.add("copies", WholeNumberField(1, MOST_COPIES), N_("Copies"))
        self.add("cuts", self._cuts, N_("Cut the paper"))
        margin = (-MOST_MARGIN_MM, MOST_MARGIN_MM)
        self.add("left_mm", WholeNumberField(*margin), N_("Move to the right (mm)"))
        self.add("top_mm", WholeNumberField(*margin), N_("Move down (mm)"))
        self.add("answers", self._answers, N_("Wait until it says it has printed"), span=2)
        # Enter on its button would ask for a file; who wants a logo goes there by Tab or Alt+L.
        self.add("logo", self.logo, N_("Logo"), span=2, is_passed_by=True)

    def _offer(self, _: Texts) -> None:
        yes_or_no = [(True, _("Yes")), (False, _("No"))]
        self.kind.set_options([(kind, _(words)) for kind, words in _KINDS.items()])
        self._paper.set_options(paper_options(_))
        self._languages.set_options(language_options(_))
        self._cuts.set_options(yes_or_no)
        self._answers.set_options(yes_or_no)

    def _offer_system_printer(self, profile: PrinterProfile) -> None:
        """Offer a printer that the system does not know now as well: it may be switched off."""
        if profile.kind is PrinterKind.SYSTEM and profile.place:
            self.system.offer(profile.place, profile.place)

    def _show_fields(self) -> None:
        kind: PrinterKind = self.kind.value()
        for one, name in _PLACE_FIELDS.items():
            self.show_field(name, one is kind)
        for name in ("cuts", "answers"):
            self.show_field(name, kind is PrinterKind.NETWORK)
        self.show_field("copies", kind is not PrinterKind.FOLDER)
        if kind is PrinterKind.NETWORK and self._paper.value() is Paper.A4:
            self._paper.show_value(Paper.ROLL_80)
