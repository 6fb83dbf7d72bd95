"""The first start, as a wizard of five steps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.preferences import store_folder
from ui.unlock.first_presenter import HOUSE_TEXTS, FirstStartPresenter, House, proposed_path
from ui.widgets import icons
from ui.widgets.buttons import KeyButton
from ui.widgets.form import Field, TextEdit
from ui.widgets.paint import box
from ui.widgets.text import IconLabel, frame, row, text_label
from ui.widgets.theme import font, px, theme

if TYPE_CHECKING:
    from familjecentral.clock import IdSource
    from familjecentral.errors import FamiljecentralError, FieldProblem
    from familjecentral.gate import OpenedStore, StoreGate
    from familjecentral.privacy import Reads
    from ui.runner import Runner
    from ui.unlock.choose import PassphraseChoice
    from ui.unlock.keypanel import KeyPanel
    from ui.widgets.feedback import Banner

_WELCOME, _HOUSE, _PASSPHRASE, _KEY, _DONE = range(5)


class StepList(QWidget):
    """The steps at the side: done ✓, present in bold, coming as numbers."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__()
        self._steps = steps
        self._now = 0
        self.setAccessibleName(self.tr("Steg"))

    def set_now(self, now: int) -> None:
        """Mark the present step."""
        self._now = now
        text = self.tr("Steg {n} av {of}: {title}").format(
            n=now + 1, of=len(self._steps), title=self._steps[now]
        )
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        """One row for each step."""
        return QSize(px(190), px(40) * len(self._steps))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps."""
        del event
        t = theme()
        painter = QPainter(self)
        for place, text in enumerate(self._steps):
            disc = QRectF(0, place * px(40) + px(7), px(26), px(26))
            past, now = place < self._now, place == self._now
            if past or now:
                box(painter, disc, radius=13, fill=t.colour("primary"))
            else:
                box(painter, disc, radius=13, border=t.colour("outline"))
            if past:
                inner = disc.adjusted(px(5), px(5), -px(5), -px(5))
                icons.draw(painter, "check", t.colour("on_primary"), inner)
            else:
                painter.setFont(font("body", 600))
                painter.setPen(t.colour("on_primary" if now else "text2"))
                painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(place + 1))
            painter.setFont(font("body", 600 if now else 400))
            painter.setPen(t.colour("text"))
            words = QRectF(disc.right() + px(10), place * px(40), self.width(), px(40))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class FirstStartCard(QFrame):
    """Welcome, centre, passphrase, recovery key, done. Enter goes on, Alt T goes back."""

    entered = Signal(object, str)
    sample_asked = Signal()
    open_asked = Signal()

    def __init__(
        self,
        runner: Runner,
        gate: Callable[[], StoreGate],
        ids: Callable[[], IdSource],
        guard: Callable[[], Reads],
        *,
        has_sample: bool,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "dialog")
        self.setObjectName("start_card")
        self.presenter = FirstStartPresenter(self, runner, gate, ids, guard)
        self._guard = guard
        self._path: Path | None = None
        self._banner: Banner | None = None
        self._choice: PassphraseChoice | None = None
        self._key_panel: KeyPanel | None = None
        self._house_fields: dict[str, Field] = {}
        titles = (
            self.tr("Välkommen"),
            self.tr("Familjecentral"),
            self.tr("Lösenfras"),
            self.tr("Återställningsnyckel"),
            self.tr("Klart"),
        )
        self._steps = StepList(titles)
        self._pages = QStackedWidget()
        self._pages.setObjectName("start_pages")
        self._bodies: list[QVBoxLayout] = []
        self._build_layout(len(titles))
        self._build_welcome(has_sample)
        self._go(_WELCOME)

    def _build_layout(self, count: int) -> None:
        self.setFixedSize(px(900), px(572))
        side = frame("side")
        side.setFixedWidth(px(230))
        left = QVBoxLayout(side)
        left.setContentsMargins(px(22), px(24), px(14), px(24))
        left.setSpacing(px(18))
        left.addLayout(
            row(
                IconLabel("mark", "text", 34),
                text_label("Familjecentral", role="h2"),
                1,
                spacing=12,
            )
        )
        left.addWidget(self._steps)
        left.addStretch(1)
        left.addWidget(
            text_label(
                self.tr("Allt lagras krypterat på den här datorn. Inget skickas någonstans."),
                role="small",
                ink="text2",
                wrap=True,
            )
        )
        for _ in range(count):
            page = QWidget()
            body = QVBoxLayout(page)
            body.setContentsMargins(px(32), px(26), px(32), px(16))
            body.setSpacing(px(8))
            self._bodies.append(body)
            self._pages.addWidget(page)
        self._back = KeyButton(self.tr("Tillbaka"), name="start_back_btn", key="Alt T")
        self._next = KeyButton(self.tr("Nästa"), name="start_next_btn", look="primary", key="Enter")
        foot = frame("foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(px(32), px(14), px(32), px(14))
        line.addWidget(self._back)
        line.addStretch(1)
        line.addWidget(self._next)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._pages, 1)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(px(32), 0, px(32), px(10))
        right.addLayout(self._messages)
        right.addWidget(foot)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addWidget(side)
        outer.addLayout(right, 1)
        self._back.clicked.connect(self._on_back)
        self._next.clicked.connect(self._on_next)

    def _head(self, step: int, title: str, text: str) -> QVBoxLayout:
        body = self._bodies[step]
        number = self.tr("Steg {n} av {of}").format(n=step + 1, of=len(self._bodies))
        body.addWidget(text_label(number, role="small", ink="text2"))
        body.addWidget(text_label(title, role="h1"))
        body.addWidget(text_label(text, ink="text2", wrap=True))
        body.addSpacing(px(8))
        return body

    # --- the steps ------------------------------------------------------------------------------

    def _build_welcome(self, has_sample: bool) -> None:
        body = self._head(
            _WELCOME,
            self.tr("Välkommen."),
            self.tr("Fem korta steg, sedan kan du logga första kontakten."),
        )
        points = (
            ("list-checks", self.tr("Det du loggar är koder och antal, aldrig namn eller text.")),
            ("lock", self.tr("Lagret krypteras med en lösenfras som bara du känner till.")),
            ("file-text", self.tr("Kvartalsrapporten skyddas så att ingen kan pekas ut i den.")),
        )
        for icon, text in points:
            body.addLayout(
                row(IconLabel(icon, "primary", 20), text_label(text, wrap=True), spacing=12)
            )
        body.addSpacing(px(14))
        sample = KeyButton(
            self.tr("Prova med exempeldata"),
            name="start_sample_btn",
            icon="table",
            key="Alt P",
        )
        opener = KeyButton(
            self.tr("Öppna ett lager som finns"),
            name="start_open_btn",
            icon="folder-open",
            key="Alt O",
        )
        sample.clicked.connect(self.sample_asked)
        opener.clicked.connect(self.open_asked)
        body.addLayout(row(sample, opener, 1))
        sample.setVisible(has_sample)
        body.addStretch(1)

    def _build_house(self) -> None:
        from ui.widgets.guarded import GuardedEdit, GuardedField  # late: not before the first frame

        edit: TextEdit
        field: Field
        body = self._head(
            _HOUSE,
            self.tr("Er familjecentral och du"),
            self.tr("Namnen står på rapporten. Du blir systemansvarig, rådgivare och chef."),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(12))
        fields = (
            ("name", self.tr("Familjecentralens namn"), self.tr("Familjecentralen Eken"), 0, 0, 2),
            ("municipality", self.tr("Huvudman: kommun"), "", 1, 0, 1),
            ("region", self.tr("Huvudman: region"), "", 1, 1, 1),
            ("first_name", self.tr("Ditt förnamn"), "", 2, 0, 1),
            ("login_name", self.tr("Ditt inloggningsnamn"), "", 2, 1, 1),
        )
        for key, text, example, line, at, span in fields:
            name = f"start_{key}_edt"
            if key in HOUSE_TEXTS:
                guarded = GuardedEdit(text, self._guard, name=name, placeholder=example)
                edit, field = guarded, GuardedField(text, guarded)
            else:
                edit = TextEdit(text, name=name, placeholder=example)
                field = Field(text, edit)
            self._house_fields[key] = field
            grid.addWidget(field, line, at, 1, span, Qt.AlignmentFlag.AlignTop)
            edit.textChanged.connect(self._on_house_typed)
        body.addLayout(grid)
        body.addSpacing(px(6))
        self._place = text_label("", role="small", ink="text2", wrap=True, name="start_place_lbl")
        change = KeyButton(
            self.tr("Annan plats"), name="start_place_btn", icon="folder", key="Alt P"
        )
        change.clicked.connect(self._on_choose_place)
        body.addLayout(row(self._place, change))
        body.addStretch(1)

    def _build_passphrase(self) -> None:
        from ui.unlock.choose import PassphraseChoice  # late: not before the first frame

        body = self._head(
            _PASSPHRASE,
            self.tr("Välj en lösenfras"),
            self.tr("Den låser upp lagret varje dag. Ingen annan kan se den eller ta fram den."),
        )
        self._choice = PassphraseChoice("start")
        self._choice.changed.connect(self._hide_banner)
        body.addWidget(self._choice)
        body.addSpacing(px(6))
        from ui.widgets.feedback import Banner

        note = Banner(name="start_honest_banner")
        note.say(
            "info",
            self.tr("Rollerna hålls av programmet."),
            self.tr(
                "Den som kan låsa upp filen kan läsa allt i den med andra verktyg. Låt bara "
                "dem som behöver det ha ett konto."
            ),
        )
        body.addWidget(note)
        body.addStretch(1)

    def _build_key(self, recovery_key: str, house: str) -> None:
        from ui.unlock.keypanel import KeyPanel  # late: printing is heavy to import

        body = self._head(
            _KEY,
            self.tr("Spara återställningsnyckeln på papper"),
            self.tr(
                "Om lösenfrasen glöms är nyckeln enda vägen in. Ingen annan kan öppna lagret, "
                "inte heller leverantören. Skriv ut den och lås in den, till exempel i enhetens "
                "kassaskåp."
            ),
        )
        self._key_panel = KeyPanel("start")
        self._key_panel.show_key(recovery_key, house)
        self._key_panel.checked.connect(self._show_ready)
        body.addWidget(self._key_panel)
        body.addStretch(1)

    def _build_done(self) -> None:
        body = self._head(
            _DONE, self.tr("Klart."), self.tr("Tryck 1–9 för att logga den första kontakten.")
        )
        body.addLayout(
            row(
                IconLabel("circle-check", "ok", 26),
                text_label(self.tr("Lagret är skapat och nyckeln är sparad på papper."), wrap=True),
                spacing=12,
            )
        )
        body.addStretch(1)

    # --- going through --------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        if step == _HOUSE and not self._house_fields:
            self._build_house()
        if step == _PASSPHRASE and self._choice is None:
            self._build_passphrase()
        self._pages.setCurrentIndex(step)
        self._steps.set_now(step)
        self._hide_banner()
        self._back.setVisible(step in (_HOUSE, _PASSPHRASE))
        texts = {_WELCOME: self.tr("Börja"), _DONE: self.tr("Börja logga")}
        self._next.setText(texts.get(step, self.tr("Nästa")))
        self._next.setAccessibleName(self._next.text())
        self._next.updateGeometry()
        self._next.disable("")
        if step == _KEY:
            self._show_ready(ready=False)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus where the step begins."""
        step = self._pages.currentIndex()
        if step == _HOUSE:
            self._house_fields["name"].focus_control()
        elif step == _PASSPHRASE and self._choice is not None:
            self._choice.focus_field()
        elif step == _KEY and self._key_panel is not None:
            self._key_panel.focus_field()
        else:
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from every field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_next()
        else:
            super().keyPressEvent(event)

    def _on_back(self) -> None:
        self._go(max(self._pages.currentIndex() - 1, 0))

    def _on_next(self) -> None:
        step = self._pages.currentIndex()
        if step == _WELCOME:
            self._go(_HOUSE)
        elif step == _HOUSE:
            from ui.widgets.guarded import confirmed_in

            self.presenter.take_house(self._house(), confirmed_in(self._house_fields))
        elif step == _PASSPHRASE and self._choice is not None and self._next.isEnabled():
            if self._choice.check():
                self.presenter.make_store(self._choice.passphrase())
        elif step == _KEY and self._key_panel is not None:
            if self._key_panel.is_checked():
                self._build_done()
                self._go(_DONE)
            else:
                self._key_panel.show_wrong()
        elif step == _DONE:
            self.presenter.finish()

    def _text(self, key: str) -> str:
        edit = self._house_fields[key].control
        assert isinstance(edit, TextEdit)
        return edit.text()

    def _house(self) -> House:
        name = self._text("name")
        return House(
            name,
            self._text("municipality"),
            self._text("region"),
            self._text("first_name"),
            self._text("login_name"),
            self._path or proposed_path(store_folder(), name),
        )

    def _on_house_typed(self) -> None:
        if all(key in self._house_fields for key in ("name", "login_name")):
            self._place.setText(self.tr("Lagret sparas som {path}").format(path=self._house().path))

    def _on_choose_place(self) -> None:
        dialog = QFileDialog(self, self.tr("Var ska lagret ligga?"), str(self._house().path.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("fcdb")
        dialog.setNameFilter(self.tr("Lager (*.fcdb)"))
        dialog.selectFile(self._house().path.name)
        dialog.fileSelected.connect(self.take_place)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def take_place(self, path: str) -> None:
        """Keep the store somewhere else than proposed."""
        self._path = Path(path)
        self._on_house_typed()

    def _show_ready(self, ready: bool) -> None:
        reason = self.tr("Skriv av de två grupperna från pappret först")
        self._next.disable("" if ready else reason)

    # --- the view of the presenter --------------------------------------------------------------

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is missing at its fields."""
        from ui.errors import sentence_for

        wrong = {problem.field: sentence_for(problem) for problem in problems}
        for key, field in self._house_fields.items():
            field.set_error(wrong.get(key, ""))
        self._house_fields[problems[0].field].focus_control()

    def show_passphrase_step(self) -> None:
        """Go on to the passphrase."""
        for field in self._house_fields.values():
            field.set_error("")
        self._go(_PASSPHRASE)

    def show_key_step(self, recovery_key: str, house: str) -> None:
        """Go on to the recovery key; there is no way back, the store is made."""
        if self._choice is not None:
            self._choice.clear()
        self._build_key(recovery_key, house)
        self._go(_KEY)

    def show_busy(self, busy: bool) -> None:
        """Show that the store is being made."""
        self._next.setEnabled(not busy)
        self._back.setEnabled(not busy)
        self._next.setText(self.tr("Skapar…") if busy else self.tr("Nästa"))

    def show_error(self, error: FamiljecentralError) -> None:
        """Show what went wrong, at the field where there is one."""
        from familjecentral.errors import PassphraseTooShort, StoreExists
        from ui.errors import text_of

        if isinstance(error, PassphraseTooShort) and self._choice is not None:
            self._choice.show_too_short()
            return
        if isinstance(error, StoreExists):
            self._go(_HOUSE)
        text = text_of(error)
        from ui.widgets.feedback import Banner  # late: the first frame has nothing to say

        if self._banner is None:
            self._banner = Banner(name="start_banner")
            self._messages.addWidget(self._banner)
        self._banner.say("err", text.title, f"{text.meaning} {text.action}")

    def _hide_banner(self) -> None:
        if self._banner is not None:
            self._banner.hide()

    def finished(self, store: OpenedStore) -> None:
        """Go to work."""
        self.entered.emit(store, "")
