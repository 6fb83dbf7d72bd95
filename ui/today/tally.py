"""The tally pad: four counters, a key for each, every tick saved at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from familjecentral.contacts.model import ORDINARY_DAY, Counter, HalfDay, Tally
from familjecentral.contacts.tally import PadStart
from familjecentral.contacts.undo import Undone
from familjecentral.errors import FamiljecentralError
from ui.codes import short_label
from ui.desk import Desk
from ui.today.greeting import is_morning
from ui.today.tally_presenter import Counted, TallyPresenter
from ui.today.tally_words import APART, KEYS, TOGETHER, counter_name, shown_number
from ui.widgets import icons
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import Banner
from ui.widgets.paint import box
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px, theme

_QUIET_MS = 1000
_BUTTON_HEIGHT = 36
_NAMES = {
    Counter.ADULTS: "adult",
    Counter.WOMEN: "woman",
    Counter.MEN: "man",
    Counter.CHILDREN: "child",
    Counter.NEW_VISITORS: "new",
    Counter.TALKS: "talk",
}


class CounterTile(QFrame):
    """One counter: word, number, minus, plus, key."""

    ticked = Signal(int)

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.counter = counter
        self.word = counter_name(counter)
        self.setProperty("kind", "counter")
        name = _NAMES[counter]
        self._number = text_label("0", role="display", name=f"today_tally_lbl_{name}")
        self.minus = KeyButton(
            "",
            name=f"today_tally_btn_{name}_minus",
            icon="minus",
            accessible=self.tr("{counter}, en färre").format(counter=self.word),
            height=_BUTTON_HEIGHT,
        )
        self.plus = KeyButton(
            "",
            name=f"today_tally_btn_{name}_plus",
            look="primary",
            icon="plus",
            accessible=self.tr("{counter}, en till").format(counter=self.word),
            height=_BUTTON_HEIGHT,
        )
        self.minus.setFixedWidth(px(40))
        self.plus.setFixedWidth(px(52))
        self.minus.clicked.connect(partial(self.ticked.emit, -1))
        self.plus.clicked.connect(partial(self.ticked.emit, 1))
        self._build_layout()

    def _build_layout(self) -> None:
        upper = row(text_label(self.word, weight=500), 1, KeyCap(KEYS[self.counter]))
        lower = row(self._number, 1, self.minus, self.plus)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(12), px(8), px(12), px(10))
        inner.setSpacing(px(2))
        inner.addLayout(upper)
        inner.addLayout(lower)

    @property
    def spoken(self) -> str:
        """What is said of it: *Barn 18*."""
        return f"{self.word} {self._number.text()}"

    def show_number(self, tally: Tally) -> None:
        """Show the number; at 0 there is nothing to take away."""
        self._number.setText(str(shown_number(tally, self.counter)))
        self._number.setAccessibleName(self.spoken)
        had_focus = self.minus.hasFocus()
        at_floor = tally.count(self.counter) == 0
        self.minus.disable(self.tr("Det finns inget att dra ifrån") if at_floor else "")
        if at_floor and had_focus:
            self.plus.setFocus(Qt.FocusReason.OtherFocusReason)
        key = KEYS[self.counter]
        self.plus.setAccessibleDescription(f"{self.spoken}. {key}")
        if not at_floor:
            self.minus.setAccessibleDescription(
                self.tr("{now}. Skift {key}").format(now=self.spoken, key=key)
            )


class IconCap(QWidget):
    """A key that is drawn as an icon on its cap. Silent to a screen reader."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The cap's own size."""
        return QSize(px(24), px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        del event
        t = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, radius=4, fill=t.colour("subtle"), border=t.colour("line"))
        side = px(13)
        place = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        icons.draw(painter, self._icon, t.colour("text2"), place)
        painter.end()


class TallyPad(Card):
    """The pad. V B N K count up while it has the focus, with Shift down; ⌫ takes back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Pinna"), name="today_tally")
        self._desk = desk
        self._presenter = TallyPresenter(self, desk)
        self._offered: dict[str, Counted] = {}
        self.tiles: dict[Counter, CounterTile] = {}
        self._combo = CodedCombo(self.tr("Vad som räknas"), name="today_tally_cmb", clearable=False)
        self._combo.changed.connect(self._on_chosen)
        self._closed = Banner(name="today_tally_closed_bar")
        self._grid = QGridLayout()
        self._grid.setSpacing(px(8))
        self._last = text_label("", role="small", ink="text2", name="today_tally_last_lbl")
        self._to_say = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._say)
        self.setAccessibleName(self.tr("Pinna"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._build_layout()
        self._make_tiles(TOGETHER)

    def _build_layout(self) -> None:
        self.head.addWidget(KeyCap("Ctrl T"))
        self.head.addWidget(self._combo, 1)
        self.body.addWidget(self._closed)
        self.body.addLayout(self._grid)
        less = text_label(self.tr("+ bokstav minskar"), role="small", ink="text2")
        back = text_label(self.tr("ångra senaste"), role="small", ink="text2")
        keys = row(IconCap("arrow-big-up"), less, IconCap("delete"), back, spacing=6)
        self.body.addLayout(row(self._last, 1, keys))

    def _make_tiles(self, counters: tuple[Counter, ...]) -> None:
        if tuple(self.tiles) == counters:
            return
        for tile in self.tiles.values():
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = {counter: CounterTile(counter) for counter in counters}
        for place, (counter, tile) in enumerate(self.tiles.items()):
            tile.ticked.connect(partial(self._presenter.tick, counter))
            self._grid.addWidget(tile, place // 2, place % 2)

    def load(self) -> None:
        """Read the day's numbers."""
        self._presenter.load(morning=is_morning())

    def undone(self, undone: Undone) -> None:
        """Hear that a step was taken back or done again."""
        self._presenter.undone(undone)

    def focus_field(self) -> None:
        """Take the focus: the letters count from here."""
        next(iter(self.tiles.values())).plus.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters count; held down they count once."""
        shift = Qt.KeyboardModifier.ShiftModifier
        plain = not event.modifiers() & ~shift
        letter = event.text().upper()
        counter = next((c for c in self.tiles if plain and letter and KEYS[c] == letter), None)
        if counter is not None:
            if not event.isAutoRepeat():
                self._presenter.tick(counter, -1 if event.modifiers() & shift else 1)
        elif event.key() == Qt.Key.Key_Backspace and plain:
            self._presenter.take_back()
        else:
            super().keyPressEvent(event)

    # --- the view of the presenter --------------------------------------------------------------

    def show_choices(self, start: PadStart, offered: tuple[Counted, ...], chosen: Counted) -> None:
        """Show what can be counted today."""
        self._offered = {counted.key: counted for counted in offered}
        words = {HalfDay.MORNING: self.tr("förmiddag"), HalfDay.AFTERNOON: self.tr("eftermiddag")}

        def what(counted: Counted) -> str:
            if counted.occasion != ORDINARY_DAY:
                return short_label(start.codes, "tally_occasion", counted.occasion)
            return short_label(start.codes, "open_group", counted.open_group)

        self._combo.set_choices(
            Choice(key, f"{what(counted)} · {words[counted.half_day]}")
            for key, counted in self._offered.items()
        )
        self._combo.set_value(chosen.key)
        self._make_tiles(APART if start.is_split else TOGETHER)
        if start.is_closed:
            self._closed.say(
                "info",
                self.tr("Öppna förskolan är stängd i dag enligt kalendern."),
                self.tr("Räkna ändå?"),
            )
        else:
            self._closed.hide()

    def show_tally(self, tally: Tally) -> None:
        """Show the numbers."""
        for tile in self.tiles.values():
            tile.show_number(tally)
        self._last.setText("")

    def show_ticked(self, tally: Tally, counter: Counter, by: int) -> None:
        """Show the numbers, say which moved: at once on screen, once a second aloud."""
        self.show_tally(tally)
        tile = self.tiles.get(counter)
        if tile is None:
            return
        sign = "+1" if by > 0 else "−1"
        self._last.setText(
            self.tr("Senast: {counter} {sign}").format(counter=tile.word.lower(), sign=sign)
        )
        self._to_say = tile.spoken
        if not self._quiet.isActive():
            self._say()

    def _say(self) -> None:
        if self._to_say:
            self._desk.voice.announce(self._to_say)
            self._to_say = ""
            self._quiet.start()

    def show_failed(self, error: FamiljecentralError) -> None:
        """Say that the tick is not saved."""
        self._desk.voice.failed(error)

    def _on_chosen(self) -> None:
        chosen = self._offered.get(self._combo.value() or "")
        if chosen is not None:
            self._presenter.choose(chosen)
