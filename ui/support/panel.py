"""The chosen card beside the list: one more talk, level, rating, service, and its end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.codes import CodeBook
from familjecentral.contacts.caseload import CardSeen
from familjecentral.contacts.services import OpenService
from ui.support.drawing import RatingCurve
from ui.support.words import count_text, decision_text, limit_of, ratings_text, since_text
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import Banner, EmptyState
from ui.widgets.form import Field
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Card, badge, row, text_label
from ui.widgets.theme import px


def level_choices(codes: CodeBook) -> tuple[Choice, ...]:
    """Return the three prevention levels."""
    known = codes.lists.get("prevention_level", {}).values()
    return tuple(Choice(code.key, code.label) for code in known)


def service_choices(
    services: tuple[OpenService, ...], held: OpenService | None = None
) -> tuple[Choice, ...]:
    """Return what can be chosen; a service that is no longer offered stays where it is held."""
    offered = [Choice(s.key or "", s.name) for s in services]
    if held is not None and held.key not in {service.key for service in services}:
        offered.append(Choice(held.key or "", held.name, retired=True))
    return tuple(offered)


class CardPanel(Card):
    """Every choice is kept at once and can be undone."""

    talk_asked = Signal()
    rating_asked = Signal()
    close_asked = Signal()
    refer_asked = Signal()
    hand_asked = Signal()
    level_chosen = Signal(str)
    service_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(" ", name="support_card_card")
        self._seen: CardSeen | None = None
        self._build_widgets()
        self._build_layout()
        self._connect()
        self.show_card(None, None, ())

    def _build_widgets(self) -> None:
        self._count = badge("", "info")
        self._since = text_label("", role="small", ink="text2", name="support_card_since_lbl")
        self._talk = KeyButton(
            self.tr("Ett samtal till"),
            name="support_talk_btn",
            look="primary",
            icon="plus",
            key="+",
            height=40,
            bind=False,
            help=self.tr("Räknar ett samtal. Loggar ingen kontakt."),
        )
        self._log_hint = text_label("", role="small", ink="info", wrap=True)
        self._log_hint.setObjectName("support_log_hint_lbl")
        self._log_hint.hide()
        self.level = SegmentedControl(self.tr("Nivå nu"), (), name="support_level_seg")
        self._first = text_label("", role="small", ink="text2")
        self.curve = RatingCurve()
        self._no_rating = text_label("", role="small", ink="muted")
        self._rate = KeyButton(self.tr("Lägg till skattning"), name="support_rate_btn", key="Alt S")
        self.service = CodedCombo(
            self.tr("Insats"),
            name="support_service_cmb",
            placeholder=self.tr("Ingen vald"),
            clearable=True,
        )
        self._decision = text_label("", role="small", ink="text2", wrap=True)
        self._missing = Banner(name="support_decision_banner")
        self._refer = KeyButton(
            self.tr("Lotsa vidare…"), name="support_refer_btn", icon="external-link"
        )
        self._close = KeyButton(self.tr("Avsluta kortet…"), name="support_close_btn", key="Del")
        self._hand = KeyButton(self.tr("Lämna över…"), name="support_hand_btn", look="link")
        self._empty = EmptyState("heart-handshake", name="support_card_empty")
        self._empty.say(self.tr("Inget kort är valt."), self.tr("Välj ett kort i listan."))

    def _build_layout(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self._count)
        self._content = QWidget()
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(0, 0, px(4), 0)
        inner.setSpacing(px(8))
        inner.addWidget(self._since)
        inner.addWidget(self._talk)
        inner.addWidget(self._log_hint)
        inner.addSpacing(px(6))
        inner.addWidget(Field(self.tr("Nivå nu"), self.level))
        inner.addWidget(self._first)
        inner.addSpacing(px(6))
        inner.addWidget(
            text_label(
                self.tr("Hur har familjen det? Egen skattning, 0–10"),
                role="small",
                weight=500,
                ink="text2",
                wrap=True,
            )
        )
        inner.addWidget(self._no_rating)
        inner.addWidget(self.curve)
        inner.addLayout(row(self._rate, 1))
        inner.addSpacing(px(6))
        inner.addWidget(Field(self.tr("Insats"), self.service))
        inner.addWidget(self._missing)
        inner.addWidget(self._decision)
        inner.addLayout(row(self._hand, 1))
        inner.addStretch(1)
        self._area = scrolled(self._content)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._empty, 1)
        foot = self.add_foot()
        foot.addWidget(self._refer)
        foot.addStretch(1)
        foot.addWidget(self._close)

    def _connect(self) -> None:
        self._talk.clicked.connect(self.talk_asked)
        self._rate.clicked.connect(self.rating_asked)
        self._refer.clicked.connect(self.refer_asked)
        self._close.clicked.connect(self.close_asked)
        self._hand.clicked.connect(self.hand_asked)
        self.level.changed.connect(self._on_level)
        self.service.changed.connect(self._on_service)

    def _on_level(self) -> None:
        self.level_chosen.emit(self.level.value() or "")

    def _on_service(self) -> None:
        self.service_chosen.emit(self.service.value())

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        self._talk.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_level(self) -> None:
        """Go to what can be changed (F2)."""
        self.level.focus_field()

    def hint_log(self, text: str) -> None:
        """Ask whether the talk was logged; an empty text takes the question away."""
        self._log_hint.setText(text)
        self._log_hint.setVisible(bool(text))

    def show_card(
        self, seen: CardSeen | None, codes: CodeBook | None, services: tuple[OpenService, ...]
    ) -> None:
        """Show a card, or that none is chosen."""
        self._seen = seen
        shown = seen is not None and codes is not None
        self._area.setVisible(shown)
        self._empty.setVisible(not shown)
        self._count.setVisible(shown)
        reason = "" if shown else self.tr("Välj ett kort först")
        for button in (self._talk, self._rate, self._refer, self._close, self._hand):
            button.disable(reason)
        if seen is None or codes is None:
            self.title.setText("")
            return
        card = seen.card
        self.title.setText(card.word)
        self._count.setText(count_text(card.talks, limit_of(seen)))
        when = since_text(card.since)
        since = self.tr("Senaste samtalet: {when}") if card.talks else self.tr("Öppnat: {when}")
        self._since.setText(since.format(when=when))
        self.level.set_choices(level_choices(codes))
        self.level.set_value(card.level.value)
        first = codes.label("prevention_level", card.first_level)
        self._first.setText(self.tr("Vid start: {level}").format(level=first))
        self.curve.setVisible(bool(card.ratings))
        self.curve.show_ratings(card.ratings, ratings_text(card), self.tr("samtal"))
        self._no_rating.setText("" if card.ratings else self.tr("Ingen skattning än."))
        self._no_rating.setVisible(not card.ratings)
        self.service.set_choices(service_choices(services, seen.service))
        self.service.set_value(card.service)
        self._show_decision(seen.service)

    def _show_decision(self, service: OpenService | None) -> None:
        if service is None:
            self._decision.setText(self.tr("Ingen gräns beslutad."))
            self._missing.hide()
            return
        if service.lacks_decision:
            self._missing.say("warn", self.tr("Nämndbeslut saknas."), service.name)
        else:
            self._missing.hide()
        text = decision_text(service)
        if service.limit is None:
            text = f"{text} {self.tr('Ingen gräns beslutad.')}"
        else:
            text = f"{text} {self.tr('Gränsen påminner, men stoppar aldrig.')}"
        self._decision.setText(text)
