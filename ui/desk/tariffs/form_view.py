"""The form of a tariff: a field for everything that one can say, shown as far as it applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.tariff_form import DEFAULTS, MOST_SCHEMES, Place, TypedTariff
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, DateField, LineField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Label
from ui.desk.kit.sight import scroll_to
from ui.desk.tariffs.rows_field import RowsField
from ui.tariff_words import BASES, BILLABLE_LOADS, DUTY_BASES, WAIVERS

_RATE = N_("Rupees a unit")
_PERCENT = N_("Percent")
_UPTO_UNITS = N_("Up to so many units a month")
_SLABS = (_UPTO_UNITS, _RATE)
_BANDS = (N_("Up to so many kW"), N_("Rupees a kW and month"))
_TIERS = (_UPTO_UNITS, N_("Percent of the bill"), N_("At most, rupees a month"))
_LEVY_KINDS = (
    ("", N_("None")),
    ("per_unit", N_("So much a unit")),
    ("percent", N_("A percentage")),
)
_YES_NO = (("true", N_("Yes")), ("false", N_("No")))
#: The choices by the last step of their way.
_CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    "per": (
        ("", N_("None")),
        ("kw", N_("For each kW of load")),
        ("connection", N_("For the connection")),
        ("kw_by_load", N_("For each kW, by load band")),
    ),
    "basis": tuple(BASES.items()),
    "billable_load": tuple(BILLABLE_LOADS.items()),
    "when_disconnected": _YES_NO,
    "base": tuple(DUTY_BASES.items()),
    "posted": (("daily", N_("Every day")), ("month_end", N_("With the last day of the month"))),
    "waives_duty": _YES_NO,
    "waives_fixed_charge": (("", N_("No")), *WAIVERS.items()),
}
_SCHEME_KINDS = (
    ("", N_("None")),
    ("per_unit", N_("A part of each unit")),
    ("free_units", N_("The first units free")),
    ("cliff", N_("A share of the bill up to a use")),
)
#: Each has one field for its amount, whichever of the two it is.
_LEVIES = ("fuel", "duty", "rebate")
_AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Told:
    """A fault as it is told at its place; ``is_missing``: nothing was typed there yet."""

    place: Place
    sentence: str
    is_missing: bool


class TariffFormView(QWidget):
    """Shows what is typed of a tariff and hands it out; knows no rule of tariffs."""

    typed_changed = Signal()
    accept_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._theme = desk, desk.theme
        self._stated: frozenset[str] = frozenset()
        self._told: Sequence[Told] = ()
        self._is_showing = False
        self.form = Form(columns=2)
        self.rest = Label("", "problem", wraps=True)
        self.rest.hide()
        self._add_fields()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.rest)
        column.addWidget(self.form)
        self.form.changed.connect(self._on_changed)
        self.form.accept_requested.connect(self.accept_requested)
        self.form.leave_requested.connect(self.leave_requested)

    def typed(self) -> TypedTariff:
        """Return what stands in the form, right or wrong."""
        texts, tables = {}, {}
        for name in self.form.names:
            field = self.form.field(name)
            if isinstance(field, RowsField):
                tables[name] = field.value()
            else:
                texts[name] = _text_of(field)
        for levy in _LEVIES:
            texts[f"{levy}.{texts[f'{levy}.kind']}"] = texts.pop(f"{levy}.{_AMOUNT}")
        return TypedTariff(texts, tables, self._stated)

    def show_typed(self, typed: TypedTariff) -> None:
        """Put what was typed into the form; nobody is told."""
        self._is_showing = True
        self._stated = typed.stated
        for name in self.form.names:
            field = self.form.field(name)
            if isinstance(field, RowsField):
                field.show_value(typed.tables.get(name, ()))
            else:
                _show_text(field, _typed_at(name, typed))
        self._is_showing = False
        self.show_told(())
        self._show_what_applies()

    def show_told(self, told: Sequence[Told]) -> None:
        """Say at every field what is wrong with it, without moving anybody's focus."""
        self._told = told = [replace(one, place=_in_form(one.place)) for one in told]
        self.form.clear_problems()
        places = {one.place.way: one for one in reversed(told)}
        for name in self.form.names:
            one = places.get(name)
            self.form.show_note(name, one.sentence if one else "", _tone(one))
            if one and not one.is_missing:
                self._mark(name, one)
        lost = [one.sentence for one in told if one.place.way not in self.form.names]
        self.rest.setText(" ".join(lost))
        self.rest.setVisible(bool(lost))

    def show_note(self, name: str, words: str) -> None:
        """Say something of a field that is in order."""
        if name not in {one.place.way for one in self._told}:
            self.form.show_note(name, words)

    def go_to_first_fault(self) -> None:
        """Put the focus where the first thing is wrong."""
        order = {name: number for number, name in enumerate(self.form.names)}
        known = [one for one in self._told if one.place.way in order]
        if not known:
            return
        first = min(known, key=lambda one: order[one.place.way])
        field = self.form.field(first.place.way)
        target = field.cell(first.place.row, first.place.column) if _is_table(field) else field
        target.setFocus(Qt.FocusReason.TabFocusReason)
        scroll_to(target)

    def start(self) -> None:
        """Put the focus into the first field."""
        self.form.start()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._is_showing = True
        self.form.retranslate(_)
        for name in self.form.names:
            field = self.form.field(name)
            if isinstance(field, ChoiceField):
                field.set_options([(value, _(words)) for value, words in _options_of(name)])
            elif isinstance(field, RowsField | DateField):
                field.retranslate(_)
        self._is_showing = False
        self._show_what_applies()

    def _mark(self, name: str, one: Told) -> None:
        field = self.form.field(name)
        if _is_table(field) and one.place.row >= 0:
            field.show_problem_at(one.place.row, one.place.column, one.sentence)
        else:
            field.show_problem(one.sentence)

    def _on_changed(self, _name: str) -> None:
        if self._is_showing:
            return
        self._show_what_applies()
        self.typed_changed.emit()

    def _show_what_applies(self) -> None:
        """Show the fields that what is chosen asks for."""
        value = self._value
        per = value("fixed_charge.per")
        show = self.form.show_field
        for name in ("basis", "billable_load", "when_disconnected"):
            show(f"fixed_charge.{name}", bool(per))
        show("fixed_charge.rate", per in ("kw", "connection"))
        show("fixed_charge.bands", per == "kw_by_load")
        for levy in _LEVIES:
            kind = value(f"{levy}.kind")
            show(f"{levy}.{_AMOUNT}", bool(kind))
            words = _PERCENT if kind == "percent" else _RATE
            self.form.name_field(f"{levy}.{_AMOUNT}", self._desk.texts(words))
        show("duty.base", value("duty.kind") == "percent")
        show("rebate.posted", bool(value("rebate.kind")))
        is_wanted = True
        for number in range(1, MOST_SCHEMES + 1):
            is_wanted = self._show_scheme(f"subsidies[{number}]", is_wanted=is_wanted)

    def _show_scheme(self, way: str, *, is_wanted: bool) -> bool:
        """Show the fields of a subsidy, and return whether the next one may be chosen."""
        kind = self._value(f"{way}.kind")
        show = self.form.show_field
        show(f"{way}.kind", is_wanted or bool(kind))
        show(f"{way}.slabs", kind == "per_unit")
        show(f"{way}.tiers", kind == "cliff")
        for name in ("units", "waives_duty", "waives_fixed_charge"):
            show(f"{way}.{name}", kind == "free_units")
        return bool(kind)

    def _value(self, name: str) -> Any:
        return self.form.field(name).value()

    # --- the fields -------------------------------------------------------------------------

    def _add_fields(self) -> None:
        self._add_head()
        self.form.add_heading(N_("Energy charge"))
        self._rows("energy", N_("Slabs of the month"), _SLABS)
        self._add_fixed_charge()
        self._add_levies()
        self.form.add_heading(N_("Subsidies, in the order in which they are paid"))
        for number in range(1, MOST_SCHEMES + 1):
            self._add_scheme(f"subsidies[{number}]")

    def _add_head(self) -> None:
        self.form.add_heading(N_("This version"))
        self._line("id", N_("Name of this version"), hint=N_("such as BR-DS2-2026"))
        self._line("schedule", N_("Schedule"), hint=N_("empty: the same name"))
        self._line("category", N_("Category in the order"))
        self._line("state", N_("State or territory"))
        self._day("valid_from", N_("First day"))
        self._day("valid_until", N_("First day no longer valid"))
        self._line("source", N_("Source: the order, with its date"), span=2)

    def _add_fixed_charge(self) -> None:
        way = "fixed_charge"
        self.form.add_heading(N_("Fixed charge"))
        self._choice(f"{way}.per", N_("Charged"))
        self._number(f"{way}.rate", N_("Rupees a month"))
        self._choice(f"{way}.basis", N_("A day's part of the month"))
        self._choice(f"{way}.billable_load", N_("Load that is billed"))
        self._rows(f"{way}.bands", N_("Load bands"), _BANDS)
        self._choice(f"{way}.when_disconnected", N_("Also while disconnected"))

    def _add_levies(self) -> None:
        self.form.add_heading(N_("Fuel, duty, rent and rebate"))
        for way, name in (
            ("fuel", N_("Fuel surcharge")),
            ("duty", N_("Electricity duty")),
            ("rebate", N_("Rebate")),
        ):
            self._choice(f"{way}.kind", name)
            self._number(f"{way}.{_AMOUNT}", _RATE)
            if way == "duty":
                self._choice("duty.base", N_("Of what"), span=2)
                self._number("meter_rent.monthly", N_("Meter rent, rupees a month"), span=2)
        self._choice("rebate.posted", N_("Shown"), span=2)

    def _add_scheme(self, way: str) -> None:
        self._choice(f"{way}.kind", N_("What is paid"), span=2)
        self._rows(f"{way}.slabs", N_("Slabs of the subsidy"), _SLABS)
        self._rows(f"{way}.tiers", N_("Tiers of use"), _TIERS, is_open=False)
        self._number(f"{way}.units", N_("Free units a month"))
        self._choice(f"{way}.waives_duty", N_("Pays their duty"))
        self._choice(f"{way}.waives_fixed_charge", N_("Pays the fixed charge"), span=2)

    def _line(self, name: str, label: str, *, hint: str = "", span: int = 1) -> None:
        self.form.add(name, LineField(most=300), label, hint=hint, span=span)

    def _number(self, name: str, label: str, *, span: int = 1) -> None:
        field = LineField(most=40)
        field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.form.add(name, field, label, span=span)

    def _day(self, name: str, label: str) -> None:
        self.form.add(name, DateField(self._desk.today, self._desk.texts), label)

    def _choice(self, name: str, label: str, *, span: int = 1) -> None:
        self.form.add(name, ChoiceField(self._theme), label, span=span)

    def _rows(self, name: str, label: str, heads: Sequence[str], *, is_open: bool = True) -> None:
        self.form.add(name, RowsField(self._theme, heads, is_open=is_open), label, span=2)


def _in_form(place: Place) -> Place:
    """Return a place as the form has it: what a levy comes to stands in one field."""
    levy, _dot, last = place.way.partition(".")
    is_amount = levy in _LEVIES and last in ("per_unit", "percent")
    return replace(place, way=f"{levy}.{_AMOUNT}") if is_amount else place


def _typed_at(name: str, typed: TypedTariff) -> str:
    """Return what is typed for a field; what is meant anyway where nothing is said."""
    levy, _dot, last = name.partition(".")
    if last == _AMOUNT:
        return typed.text(f"{levy}.{typed.text(f'{levy}.kind')}")
    return typed.text(name) or DEFAULTS.get(name.rpartition(".")[2], "")


def _is_table(field: object) -> bool:
    return isinstance(field, RowsField)


def _tone(one: Told | None) -> str:
    return "" if one is None or one.is_missing else "bad"


def _options_of(name: str) -> Sequence[tuple[str, str]]:
    last = name.rpartition(".")[2]
    if last == "kind":
        return _SCHEME_KINDS if name.startswith("subsidies") else _LEVY_KINDS
    return _CHOICES[last]


def _text_of(field: Any) -> str:
    """Return what stands in a field as the document says it: a day by ISO."""
    if isinstance(field, DateField):
        day = field.day()
        return day.isoformat() if day else field.text().strip()
    return str(field.value() or "")


def _show_text(field: Any, text: str) -> None:
    if isinstance(field, DateField):
        _show_day(field, text)
    else:
        field.show_value(text)


def _show_day(field: DateField, text: str) -> None:
    try:
        field.show_value(date.fromisoformat(text) if text else None)
    except ValueError:
        field.setText(text)
