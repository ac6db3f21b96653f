"""A draft being written: the form at the left, at the right the worked month and the impact."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QTabWidget, QVBoxLayout, QWidget

from domain.tariff_draft import MOST_TITLE, TariffDraft
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.parts import Button, Card, ConfirmStrip, Label, Pill, scrolling
from ui.desk.tariffs.example_view import ExampleView
from ui.desk.tariffs.form_view import TariffFormView
from ui.desk.tariffs.impact_view import ImpactView
from ui.desk.tariffs.tables import draft_badge

_GAP_PX = 12
_LEAST_SIDE_PX = 380
#: How form and figures share what room there is, at first and when the window grows.
_SHARES, _WIDE = (9, 10), 1_000


class EditorView(QWidget):
    """Shows one draft; says what was typed and what is wanted."""

    #: Something was typed or chosen, in the form or as the draft's name.
    typed_changed = Signal()
    ask_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._draft: TariffDraft | None = None
        self.back = Button(desk.theme, N_("Back"), icon="chevron-left", look="quiet", key="Esc")
        self.title = LineField(most=MOST_TITLE)
        self.state = Pill()
        self.saved = Label("", "muted")
        self.strip = ConfirmStrip(desk.theme)
        self.note = Label("", "", wraps=True)
        self.note.show_tone("warning")
        self.form = TariffFormView(desk)
        self.example = ExampleView(desk)
        self.impact = ImpactView(desk)
        self.faults = Label("", "muted", wraps=True)
        self.ask = Button(desk.theme, icon="check", look="primary", key="Ctrl+A")
        self.tabs = QTabWidget()
        self._asks_another = False
        self._lay_out()
        self.title.changed.connect(self.typed_changed)
        self.form.typed_changed.connect(self.typed_changed)
        self.form.accept_requested.connect(self.ask_requested)
        self.form.leave_requested.connect(self.leave_requested)
        self.back.clicked.connect(self.leave_requested)
        self.ask.clicked.connect(self.ask_requested)

    @property
    def draft(self) -> TariffDraft | None:
        return self._draft

    def show_draft(self, draft: TariffDraft, *, asks_another: bool, may_ask: bool) -> None:
        """Show how a draft stands; what is typed in the form stays as it is."""
        self._draft, self._asks_another = draft, asks_another
        for part in (self.form, self.title):
            part.setEnabled(draft.is_open and may_ask)
        self.ask.setVisible(draft.is_open and may_ask)
        self.retranslate_head()

    def show_title(self, title: str) -> None:
        """Put the name of the draft into its field; nobody is told."""
        self.title.blockSignals(True)
        self.title.setText(title)
        self.title.blockSignals(False)

    def show_saved(self, words: str, tone: str = "") -> None:
        """Say when what is typed was kept."""
        self.saved.setText(words)
        self.saved.show_tone(tone)

    def show_faults(self, count: int) -> None:
        """Say how many mistakes are left."""
        _ = self._texts
        self.faults.setText(
            _("Mistakes or gaps left: {count}", count=count)
            if count
            else _("It can be charged by as it stands.")
        )
        self.faults.show_tone("warning" if count else "good")

    def show_impact_tab(self) -> None:
        """Bring the impact up."""
        self.tabs.setCurrentIndex(1)

    def show_next_tab(self) -> None:
        """Bring the other part at the right up."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())
        (self.example.form if self.tabs.currentIndex() == 0 else self.impact.months).setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.back, self.form, self.example, self.impact):
            part.retranslate(_)
        self.title.setAccessibleName(_("Name of the draft"))
        self.title.setPlaceholderText(_("Name of the draft"))
        self.tabs.setTabText(0, _("A worked month"))
        self.tabs.setTabText(1, _("Impact"))
        self.tabs.tabBar().setAccessibleName(_("What is seen of the draft"))
        self.retranslate_head()

    def retranslate_head(self) -> None:
        """Word what stands above and below the form."""
        _, draft = self._texts, self._draft
        words = _("Ask for approval") if self._asks_another else _("Take over")
        self.ask.setText(f" {words}   Ctrl+A")
        self.ask.setAccessibleName(words)
        if draft is None:
            return
        self.state.show_badge(draft_badge(draft, _))
        told = ""
        if not draft.is_open:
            told = _("It is not changed any more. Duplicate it to write another one.")
        elif draft.note:
            told = _("Put aside: {note}", note=draft.note)
        self.note.setText(told)
        self.note.setVisible(bool(told))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for part, stretch in ((self.back, 0), (self.title, 1), (self.state, 0), (self.saved, 0)):
            head.addWidget(part, stretch)
        left = Card()
        left.body.setContentsMargins(14, 10, 6, 10)
        left.body.addWidget(scrolling(self.form), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.faults, 1)
        foot.addWidget(self.ask)
        left.body.addLayout(foot)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        example = QWidget()
        inner = QVBoxLayout(example)
        inner.setContentsMargins(0, 10, 8, 0)
        inner.addWidget(self.example)
        self.tabs.addTab(scrolling(example), "")
        self.tabs.addTab(self.impact, "")
        right = Card()
        right.body.setContentsMargins(12, 6, 8, 10)
        right.body.addWidget(self.tabs, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(_GAP_PX)
        for place, side in enumerate((left, right)):
            split.addWidget(side)
            split.setStretchFactor(place, _SHARES[place])
            side.setMinimumWidth(_LEAST_SIDE_PX)
        split.setSizes([share * _WIDE for share in _SHARES])
        # A sentence above that wraps would else have the page as high as all would like to be.
        split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.note)
        column.addWidget(split, 1)
