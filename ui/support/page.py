"""*Pågående stöd*: the own open support cards, the chosen one, and what is left of closed ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.access.model import StaffId
from familjecentral.changes import Changes, Kind
from familjecentral.contacts.caseload import CardSeen, CardStep, Caseload, Offered
from familjecentral.contacts.closed import ClosedHalfYear
from familjecentral.contacts.support import CardId, Reason
from familjecentral.contacts.undo import Undone
from ui.concern import concern_button
from ui.desk import Desk
from ui.page import WIDE, Page
from ui.support.below import ClosedCards, Figures
from ui.support.closing import ClosingBanner
from ui.support.dialogs import CloseCardDialog, HandOverDialog, NewCardDialog, RatingDialog
from ui.support.panel import CardPanel
from ui.support.presenter import SupportPresenter
from ui.support.rows import CardsModel, CardsTable
from ui.support.words import count_text, limit_line, limit_of, offered_words
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.combo import Choice
from ui.widgets.feedback import Banner, EmptyState
from ui.widgets.form import ElidedLabel
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.table import ROW_HEIGHT
from ui.widgets.text import Card, row, rule, text_label
from ui.widgets.theme import px


class SupportPage(Page):
    """Only the owner sees a card."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("support", "")
        self.title.setText(self.tr("Pågående stöd"))
        self.setAccessibleName(self.tr("Pågående stöd"))
        self.subtitle.setText(self.tr("Dina öppna stödkort · bara du ser dem"))
        self._desk = desk
        self._presenter = SupportPresenter(self, desk)
        self._load: Caseload | None = None
        self._chosen: CardId | None = None
        self._dialog: NewCardDialog | None = None
        self._asked_word = ""
        self._wide: bool | None = None
        self._build_widgets()
        self._build_layout()
        self._connect()

    def _build_widgets(self) -> None:
        self._concern = concern_button(self._desk, "support")
        self._new = KeyButton(
            self.tr("Nytt stödkort"),
            name="support_new_btn",
            look="primary",
            icon="plus",
            key="Ctrl N",
            bind=False,
        )
        self._tabs = SegmentedControl(
            self.tr("Del av sidan"),
            (Choice("list", self.tr("Lista")), Choice("one", self.tr("Valt kort"))),
            name="support_part_seg",
        )
        self._tabs.set_value("list")
        self._about = Banner(name="support_about_banner")
        self._about.say(
            "info",
            self.tr(
                "Ett stödkort räknar samtal. Det innehåller inga kontakter och inget om vem "
                "familjen är."
            ),
            self.tr(
                "Kodordet är slumpat. När du avslutar kortet förstörs det, och bara summan blir "
                "kvar. Det finns inget sätt att få tillbaka kortet efter ångertiden."
            ),
        )
        self._offer = Banner(name="support_offer_banner")
        self._limit = ElidedLabel("", ink="text2")
        self._limit.setObjectName("support_limit_lbl")
        self._ended = Banner(name="support_ended_banner")
        self.closing = ClosingBanner(self, self._presenter.reopen, self._on_expired)
        self.model = CardsModel()
        self.table = CardsTable(self.tr("Stödkort"), name="support_list_tbl")
        self.table.setModel(self.model)
        self.table.set_widths(
            (
                "SILVRIG-HAMN",
                "W" * 7 + " 7 av 5",
                "MM Universell",
                "Skattning 0–10",
                "kvartal 4 2026",
                "M Gränsen är passerad",
            ),
            (1, 1, 1, 1, 1, 2),
            strong=0,
        )
        self._empty = EmptyState("heart-handshake", name="support_list_empty")
        self._empty.say(
            self.tr("Inga pågående stöd."),
            self.tr("Skapa ett kort när en familj ska komma fler gånger."),
        )
        self._empty_new = KeyButton(
            self.tr("Nytt stödkort"),
            name="support_empty_btn",
            icon="plus",
            key="Ctrl N",
            bind=False,
        )
        self._empty.set_action(self._empty_new)
        self._figures = Figures()
        self._closed_cards = ClosedCards()
        self.panel = CardPanel()

    def _build_layout(self) -> None:
        for part in (self._concern, self._tabs, self._new):
            self.head.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        for banner in (self._about, self._offer, self._ended, self.closing):
            self.outer.addWidget(banner)
        self._list = Card(name="support_list_card", margin=1)
        self._list.body.setContentsMargins(1, 1, 1, 0)
        self._list.body.setSpacing(0)
        column = QWidget()
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.table)
        inner.addWidget(self._empty)
        inner.addWidget(self._figures)
        self._line = rule()
        inner.addWidget(self._line)
        inner.addWidget(self._closed_cards)
        inner.addStretch(1)
        self._list.body.addWidget(scrolled(column), 1)
        foot = self._list.add_foot()
        foot.addWidget(self._limit, 1)
        self._keys = QWidget()
        parts = []
        for key, text in (("+", self.tr("ett samtal till")), ("F2", self.tr("ändra"))):
            parts.append(row(KeyCap(key), text_label(text, role="small", ink="text2")))
        self._keys.setLayout(row(*parts, spacing=14))
        foot.addWidget(self._keys)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(px(16))
        self._columns.addWidget(self._list, 73)
        self._columns.addWidget(self.panel, 27)
        self.outer.addLayout(self._columns, 1)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_card)
        self._empty_new.clicked.connect(self.new_card)
        self._tabs.changed.connect(self._show_part)
        self.table.talk_asked.connect(self.talk)
        self.table.opened.connect(self.change)
        self.table.delete_asked.connect(self.close_card)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        panel = self.panel
        panel.talk_asked.connect(self.talk)
        panel.rating_asked.connect(self.rate)
        panel.close_asked.connect(self.close_card)
        panel.refer_asked.connect(self.refer)
        panel.hand_asked.connect(self.hand_over)
        panel.level_chosen.connect(self._on_level)
        panel.service_chosen.connect(self._on_service)
        plus = QShortcut(QKeySequence("+"), panel)
        plus.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        plus.activated.connect(self.talk)

    # --- the page of the frame ------------------------------------------------------------------

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here. Right after a talk was counted Ctrl N goes to
        the log, as the hint says."""
        return {"new": self._log_talk if self._asked_word else self.new_card}

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        return (self.table, self.panel)

    def opened(self) -> None:
        """Read anew, and be ready for a code word."""
        self._forget_question()
        self._presenter.load()
        self.table.focus_field()

    def receive(self, given: object) -> None:
        """Go to a card."""
        self._chosen = given  # type: ignore[assignment]

    def changed(self, changes: Changes) -> None:
        """Read anew when cards, services or lists changed."""
        if changes.kinds & {Kind.CARDS, Kind.SERVICES, Kind.CODES}:
            self._presenter.load()

    def undone(self, undone: Undone, *, again: bool) -> bool:
        """A card that is back is no longer about to be destroyed; closed again it is."""
        step = undone.step
        if isinstance(step, CardStep) and step.is_closing:
            if again and step.before is not None:
                self.closing.add(step.card_id, step.before.word)
            else:
                self.closing.drop(step.card_id)
        return False

    def locked(self) -> None:
        """The undo steps go, and with them what is left of closed cards."""
        self.closing.clear()
        self._forget_question()

    def closed(self) -> None:
        """Stop counting."""
        self.closing.clear()

    # --- acts -----------------------------------------------------------------------------------

    @property
    def chosen(self) -> CardSeen | None:
        """The card that is chosen in the list."""
        rows = self.table.chosen_rows()
        return self.model.cards[rows[0]] if rows and rows[0] < len(self.model.cards) else None

    def new_card(self) -> None:
        """Draw a word and ask for level and service."""
        if self._load is None:
            return
        dialog = NewCardDialog(
            self._load, self._presenter.draw_word, self._presenter.open, self.window()
        )
        self._dialog = dialog
        dialog.finished.connect(self._on_dialog_left)
        dialog.open()
        self._presenter.draw_word()

    def _on_dialog_left(self) -> None:
        self._dialog = None
        self.table.focus_field()

    def talk(self) -> None:
        """Count a talk on the chosen card."""
        if self.chosen is not None:
            self._presenter.talk(self.chosen.card.id)

    def change(self) -> None:
        """Go to what can be changed."""
        if self.chosen is not None:
            self._tabs.set_value("one")
            self._show_part()
            self.panel.focus_level()

    def rate(self) -> None:
        """Ask for a rating."""
        seen = self.chosen
        if seen is not None:
            card = seen.card.id
            dialog = RatingDialog(
                seen.card.word, lambda value: self._presenter.rate(card, value), self.window()
            )
            dialog.open()

    def close_card(self) -> None:
        """Ask whether to close the chosen card."""
        self._ask_close(Reason.DONE)

    def refer(self) -> None:
        """Close the chosen card because the family goes on elsewhere."""
        self._ask_close(Reason.REFERRED)

    def _ask_close(self, reason: Reason) -> None:
        seen = self.chosen
        if seen is not None:
            card = seen.card.id
            dialog = CloseCardDialog(
                seen.card.word,
                self._desk.clock.today(),
                reason,
                lambda why: self._presenter.close(card, why),
                self.window(),
            )
            dialog.open()

    def hand_over(self) -> None:
        """Ask whose the card becomes."""
        seen = self.chosen
        if seen is None or self._load is None:
            return
        card = seen.card.id

        def give(to: StaffId) -> None:
            self._presenter.hand_over(card, to)

        HandOverDialog(seen.card.word, self._load.receivers, give, self.window()).open()

    def _log_talk(self) -> None:
        self._forget_question()
        self._desk.voice.open_page("today")

    def _forget_question(self) -> None:
        self._asked_word = ""
        self.panel.hint_log("")

    def _on_level(self, level: str) -> None:
        seen = self.chosen
        if seen is not None and level and level != seen.card.level:
            self._presenter.set_level(seen.card.id, level)

    def _on_service(self, service: str | None) -> None:
        seen = self.chosen
        if seen is not None and service != seen.card.service:
            self._presenter.set_service(seen.card.id, service)

    def _on_expired(self, card: CardId) -> None:
        self._presenter.destroy(card, lambda: self.closing.drop(card))

    def _on_selected(self) -> None:
        seen = self.chosen
        if seen is not None:
            self._chosen = seen.card.id
            if seen.card.word != self._asked_word:
                self._forget_question()
        self._show_chosen()

    def _show_chosen(self) -> None:
        load = self._load
        if load is not None:
            self.panel.show_card(self.chosen, load.codes, load.services)
            text = limit_line(load.services, self.chosen)
            for show in (
                self._limit.setText,
                self._limit.setToolTip,
                self._limit.setAccessibleName,
            ):
                show(text)

    # --- the view of the presenter --------------------------------------------------------------

    def show_cards(self, load: Caseload, closed: tuple[ClosedHalfYear, ...]) -> None:
        """Show the cards; the chosen one stays."""
        self._load = load
        kept = self._chosen
        self.model.set_cards(load.cards, load.codes, load.today)
        ids = [seen.card.id for seen in load.cards]
        self.table.choose_row(ids.index(kept) if kept in ids else 0)
        self._chosen = kept if kept in ids else (ids[0] if ids else None)
        self.table.setFixedHeight(px(ROW_HEIGHT) * (len(ids) + 1) + 2)
        self.table.setVisible(bool(ids))
        self._empty.setVisible(not ids)
        for part in (self._figures, self._line, self._keys):
            part.setVisible(bool(ids))
        self._figures.show_cards(load.cards)
        self._closed_cards.show_half_years(closed)
        self._show_offer(load.offered)
        self._show_ended(load.ended)
        self._show_chosen()

    def _show_offer(self, offered: Offered) -> None:
        if not offered.is_any:
            self._offer.hide()
            return
        self._offer.say(
            "info",
            offered_words(offered),
            self.tr("Det hör till en kollega som har slutat. Ingen har läst det."),
        )
        for name, words, accept in (
            ("support_offer_btn_take", self.tr("Ta över"), True),
            ("support_offer_btn_leave", self.tr("Inte jag"), False),
        ):
            button = KeyButton(words, name=name, look="link", height=28)
            button.clicked.connect(self._on_take if accept else self._on_leave)
            self._offer.add_link(button)
        self._offer.links.addStretch(1)

    def _on_take(self) -> None:
        self._presenter.answer_offer(True)

    def _on_leave(self) -> None:
        self._presenter.answer_offer(False)

    def _show_ended(self, count: int) -> None:
        if count:
            text = (
                self.tr("Ett kort utan samtal på sex månader har avslutats av sig självt.")
                if count == 1
                else self.tr("{n} kort utan samtal på sex månader har avslutats av sig själva.")
            )
            self._ended.say("info", text.format(n=count), self.tr("Bara summan finns kvar."))
        else:
            self._ended.hide()

    def show_word(self, word: str) -> None:
        """Show the word in the dialog of a new card."""
        if self._dialog is not None:
            self._dialog.show_word(word)

    def show_kept(self, step: CardStep) -> None:
        """Say what was kept."""
        voice, before, after = self._desk.voice, step.before, step.after
        self._forget_question()
        if after is None and before is not None:
            self.closing.add(step.card_id, before.word)
            voice.saved(self.tr("{word} är avslutat.").format(word=before.word))
            return
        assert after is not None
        self._chosen = after.id
        text = self.tr("{word}: ändringen sparades.")
        if before is None:
            text = self.tr("Kortet {word} skapades.")
        elif after.talks > before.talks:
            self._asked_word = after.word
            self.panel.hint_log(self.tr("Loggade du samtalet? Ctrl N"))
            seen = next((s for s in self.model.cards if s.card.id == after.id), None)
            count = count_text(after.talks, limit_of(seen) if seen else None)
            limited = seen is not None and limit_of(seen) is not None
            said = f"{self.tr('samtal')} {count}" if limited else count
            voice.saved(f"{after.word}: {said}. {self.tr('Loggade du samtalet? Ctrl N')}")
            return
        voice.saved(text.format(word=after.word))

    def show_parted(self, text_of: str) -> None:
        """Say that cards, or all that was left, changed hands."""
        texts = {
            "handed": self.tr("Kortet är överlämnat."),
            "taken": self.tr("Det är ditt nu."),
            "left": self.tr("Det väntar på någon annan."),
        }
        self._desk.voice.told(texts[text_of])

    # --- size -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and card side by side where there is room, otherwise tabs."""
        super().resizeEvent(event)
        wide = self.logical_width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            self._tabs.setVisible(not wide)
            self._show_part()

    def _show_part(self) -> None:
        part = self._tabs.value()
        self._list.setVisible(bool(self._wide) or part == "list")
        self.panel.setVisible(bool(self._wide) or part == "one")
