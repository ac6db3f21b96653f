"""The page of one consumer: head with balance, days left, status and why; and its tabs."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.consumer import Consumer
from domain.forecasting import Forecast
from domain.policy_book import Standing
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.consumers.arrears_view import ArrearsTab
from ui.desk.consumers.charges_view import ChargesTab
from ui.desk.consumers.details_view import ConsumerForm, DetailsTab
from ui.desk.consumers.lasting_view import LastingLine
from ui.desk.consumers.ledger_view import LedgerTab
from ui.desk.consumers.likeness_hint import LikenessHint
from ui.desk.consumers.overview_view import OverviewTab
from ui.desk.consumers.reads_view import ReadsTab
from ui.desk.consumers.reasons import since_when, why, why_cut_or_not
from ui.desk.consumers.tag_strip import TagStrip
from ui.desk.consumers.timeline_view import TimelineTab
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import Button, Card, ElidedLabel, Figure, Label, Pill, scrolling
from ui.desk.kit.words import status_badge
from ui.lasting_words import days_words, until_words

TABS = ("overview", "timeline", "charges", "ledger", "arrears", "reads", "details")
_TAB_NAMES = (
    *(N_("Overview"), N_("Timeline"), N_("Charges"), N_("Ledger")),
    *(N_("Arrears"), N_("Reads"), N_("Details")),
)


#: Below this height the head says only what must be seen.
_LOW_PX = 520


class ConsumerView(Card):
    """Shows one consumer; each tab says when it is looked at for the first time."""

    #: A tab came to be looked at: its name, one of TABS.
    tab_requested = Signal(str)
    recharge_requested = Signal(str)
    #: The clerk wants the page wide, or beside the list again.
    width_requested = Signal()
    close_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self._today, self._theme = desk.today, theme
        self._consumer: Consumer | None = None
        self._standing: Standing | None = None
        self._forecast: Forecast | None = None
        self.name = ElidedLabel("title")
        self.facts = ElidedLabel("muted")
        self.tags = TagStrip(desk)
        self.likeness = LikenessHint(theme, desk.texts)
        self.recharge = Button(theme, N_("Recharge"), icon="zap", look="primary", key="F5")
        self.wide = Button(theme, icon="panel-left", look="quiet")
        self.close_it = Button(theme, icon="x", look="quiet")
        self.balance = Figure(N_("Balance"))
        self.days_left = Figure(N_("Days left"))
        self.status_label = Label(N_("Status"), "muted")
        self.status = Pill()
        self.why = Label("", "muted", wraps=True)
        self.lasting = LastingLine(desk)
        self.standing = Label("", "", wraps=True)
        self._below = QWidget()
        self.overview = OverviewTab(desk)
        self.timeline = TimelineTab(desk)
        self.charges = ChargesTab(desk)
        self.ledger = LedgerTab(desk)
        self.arrears = ArrearsTab(desk)
        self.reads = ReadsTab(desk)
        self.details = DetailsTab(desk)
        if not desk.may(Act.RECHARGE):
            self.recharge.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._parts = (
            *(self.overview, self.timeline, self.charges, self.ledger),
            *(self.arrears, self.reads, self.details),
        )
        for part in self._parts:
            self.tabs.addTab(part, "")
        self._lay_out()
        self._connect()

    @property
    def tab(self) -> str:
        """The name of the tab that is looked at."""
        return TABS[self.tabs.currentIndex()]

    @property
    def consumer(self) -> Consumer | None:
        """Who is shown."""
        return self._consumer

    def show_tab(self, name: str) -> None:
        """Bring up a tab."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def step_tab(self, by: int) -> None:
        """Bring up the tab before or after, round the corner."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(TABS))
        self.tabs.currentWidget().setFocus()

    def show_consumer(self, consumer: Consumer, _: Texts) -> None:
        """Show the head, and the form of the details."""
        self._consumer = consumer
        self._show_head(consumer, self._today(), _)
        self.details.show_consumer(consumer)

    def show_standing(self, standing: Standing | None, _: Texts) -> None:
        """Show why somebody below zero is or is not cut; None: it is not known or not asked."""
        self._standing = standing
        words = why_cut_or_not(standing, _)
        self.standing.setText(words)
        self.standing.setVisible(bool(words))
        self.standing.show_tone("" if standing is None or standing.reasons else "bad")
        if standing is not None and words:
            self.why.setText(since_when(standing, _))

    def show_forecast(self, forecast: Forecast | None, _: Texts) -> None:
        """Show how long the balance lasts; without a forecast it is still being worked out."""
        self._forecast = forecast
        self.lasting.show_forecast(forecast)
        self._show_days_left(_)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.lasting.retranslate(_)
        for place, name in enumerate(_TAB_NAMES):
            self.tabs.setTabText(place, _(name))
        self.tags.retranslate(_)
        self.likeness.retranslate(_)
        for part in (*self._parts, self.recharge, self.balance, self.days_left, self.status_label):
            part.retranslate(_)
        self.tabs.setAccessibleName(_("The consumer's page"))
        for button, words in (
            (self.wide, _("Wide or beside the list")),
            (self.close_it, _("Close")),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
        if self._consumer:
            self._show_head(self._consumer, self._today(), _)
            self.show_standing(self._standing, _)

    def step_back(self) -> bool:
        """Close what lies open in the tab; False when nothing does."""
        return self.tab == "charges" and self.charges.step_back()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """Leave the head brief on a low screen, so that a tab shows more than a row."""
        is_low = self.height() < self._theme.px(_LOW_PX)
        is_brief = is_low and self.tab != "overview"
        notes = (self.balance.label, self.balance.note, self.status_label, self.why)
        for part in (*notes, self.days_left, self._below):
            part.setHidden(is_brief)

    def _show_head(self, consumer: Consumer, today: date, _: Texts) -> None:
        self.name.setText(consumer.name)
        facts = [
            consumer.number,
            consumer.category,
            formats.kilowatts(consumer.load_w),
            consumer.meter_serial,
            consumer.mobile,
        ]
        self.facts.setText(" · ".join(fact for fact in facts if fact))
        charged = consumer.last_charged_on
        note = ""
        if charged:
            note = _("Charged to {day}", day=formats.day(charged, _.month_names))
        self.balance.show_amount(consumer.balance, note)
        self._show_days_left(_)
        self.status.show_badge(status_badge(consumer.status, _, consumer.emergency_until))
        self.why.setText(why(consumer, today, _))

    def _show_days_left(self, _: Texts) -> None:
        if self._forecast is None:
            self.days_left.show_text("…", "")
            return
        lasting = self._forecast.lasting()
        self.days_left.show_text(days_words(lasting, _), until_words(lasting, _))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.facts)
        head.addLayout(names, 1)
        for button in (self.recharge, self.wide, self.close_it):
            head.addWidget(button)
        status = QVBoxLayout()
        status.setSpacing(2)
        for part in (self.status_label, self.status, self.why):
            status.addWidget(part)
        status.addStretch(1)
        figures = QHBoxLayout()
        figures.setSpacing(20)
        figures.addWidget(self.balance, 3)
        figures.addWidget(self.days_left, 4)
        figures.addLayout(status, 4)
        self.body.addLayout(head)
        self.body.addWidget(self.tags)
        self.body.addWidget(self.likeness)
        self.body.addLayout(figures)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.lasting)
        below.addWidget(self.standing)
        self.standing.hide()
        self.body.addWidget(self._below)
        self.body.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _place: self._on_tab_changed())
        self.recharge.clicked.connect(self._on_recharge_clicked)
        self.wide.clicked.connect(self.width_requested)
        self.close_it.clicked.connect(self.close_requested)

    def _on_tab_changed(self) -> None:
        self._fit_head()
        self.tab_requested.emit(self.tab)

    def _on_recharge_clicked(self) -> None:
        if self._consumer:
            self.recharge_requested.emit(self._consumer.number)


class NewConsumerView(Card):
    """The form for a new consumer; what is typed stays until it is accepted."""

    #: What of the form tells that somebody is known already.
    TOLD_BY = ("name", "guardian", "address", "mobile", "email", "meter_serial")

    close_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("New consumer"))
        self.form = ConsumerForm(desk, is_new=True)
        self.close_it = Button(desk.theme, icon="x", look="quiet")
        self.likeness = LikenessHint(desk.theme, desk.texts)
        self.head.addWidget(self.close_it)
        self.body.addWidget(self.likeness)
        self.body.addWidget(scrolling(self.form), 1)
        self.close_it.clicked.connect(self.close_requested)
        self.form.leave_requested.connect(self.close_requested)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        super().retranslate(_)
        self.form.retranslate(_)
        self.likeness.retranslate(_)
        self.close_it.setAccessibleName(_("Close"))
