"""*Bygg tabell*: which release, which table, and which part of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from familjecentral.access.model import Centre
from familjecentral.calendar.names import capital, period_name
from familjecentral.releases.view import StatBook, TableChoice
from familjecentral.statistics.projection import WHOLE, Compare, Pick
from ui.statistics.state import Source, StatsState
from ui.statistics.table import in_lines
from ui.widgets import icons
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import Banner
from ui.widgets.form import Field
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Card
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex
_ALL = "all"
_GROWS = QSizePolicy.Policy.Expanding


class RowDelegate(QStyledItemDelegate):
    """Paints a row with its box, as check boxes look everywhere."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As many lines as the words need; a target of 28 pixels."""
        del option
        return QSize(px(120), px(28 + 18 * (len(self._lines(index)) - 1)))

    def _lines(self, index: Index) -> list[str]:
        room = self._view.width() - px(42)  # the scroll bar's, whether it is there or not
        return in_lines(str(index.data() or ""), QFontMetricsF(font("body")), room) or [""]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw box and words."""
        t, rect = theme(), QRectF(option.rect)
        here = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        if here:
            painter.fillRect(rect, t.colour("sel"))
        side = px(18)
        place = QRectF(rect.left() + px(4), rect.top() + px(5), side, side)
        if index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value:
            box(painter, place, radius=4, fill=t.colour("primary"))
            icons.draw(painter, "check", t.colour("on_primary"), place.adjusted(2, 2, -2, -2))
        else:
            box(painter, place, radius=4, fill=t.colour("surface"), border=t.colour("outline"))
        lines = self._lines(index)
        painter.setFont(font("body"))
        painter.setPen(t.colour("text"))
        words = QRectF(rect.left() + px(28), rect.top() + px(5), rect.width(), px(18))
        for line in lines:
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), line)
            words.translate(0, px(18))


class RowList(QListView):
    """The rows of a table with a check mark each. Space takes one out or in."""

    changed = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self._rows = QStandardItemModel(self)
        self._shows = False  # what the program sets is no choice
        self.setModel(self._rows)
        label(self, text, self.tr("Mellanslag tar bort eller lägger till"), name="stats_rows_list")
        self.setItemDelegate(RowDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.itemChanged.connect(self._on_changed)

    def show_rows(self, rows: Sequence[tuple[str, str]], picked: Sequence[str]) -> None:
        """List the rows; none picked is all."""
        texts = [(self._rows.item(n).data(), self._rows.item(n).text()) for n in self._places()]
        self._shows = True
        if texts != list(rows):
            self._rows.clear()
            for key, text in rows:
                item = QStandardItem(text)
                item.setData(key)
                item.setToolTip(text)
                item.setCheckable(True)
                self._rows.appendRow(item)
        for place in self._places():
            item = self._rows.item(place)
            on = not picked or item.data() in picked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._shows = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew at once: Qt would wait, and rows would lie over each other."""
        super().resizeEvent(event)
        self.doItemsLayout()

    def _places(self) -> range:
        return range(self._rows.rowCount())

    def picked(self) -> tuple[str, ...]:
        """Return the keys of the rows that are checked; empty when all or none are."""
        items = [self._rows.item(place) for place in self._places()]
        keys = tuple(x.data() for x in items if x.checkState() is Qt.CheckState.Checked)
        return () if len(keys) == len(items) else keys

    def _on_changed(self) -> None:
        if not self._shows:
            self.changed.emit()


class BuildPanel(Card):
    """Collects a choice; the presenter is told what was chosen."""

    source_chosen = Signal(str)
    table_chosen = Signal(str)
    picked = Signal(object)
    view_chosen = Signal(str)
    measure_chosen = Signal(str)
    merge_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            QCoreApplication.translate("stats", "Bygg tabell"), name="stats_build_card"
        )
        self.view = CodedCombo(self.tr("Sparad vy"), name="stats_view_cmb", clearable=False)
        self.measure = CodedCombo(self.tr("Mått"), name="stats_measure_cmb", clearable=False)
        self.merge = KeyButton(self.tr("Slå ihop rader…"), name="stats_merge_open_btn")
        self.source = CodedCombo(self.tr("Period"), name="stats_period_cmb", clearable=False)
        self.table = CodedCombo(self.tr("Tabell"), name="stats_table_cmb", clearable=False)
        self.rows = RowList(self.tr("Rader"))
        self.rows.setMinimumHeight(px(148))  # about five rows, also where the card scrolls
        self.columns = CodedCombo(self.tr("Kolumner"), name="stats_columns_cmb", clearable=False)
        self.compare = CodedCombo(self.tr("Jämför med"), name="stats_compare_cmb", clearable=False)
        self.unit = SegmentedControl(
            self.tr("Visa som"),
            (Choice("count", self.tr("Antal")), Choice("share", self.tr("Andel"))),
            name="stats_unit_seg",
        )
        self.note = Banner(name="stats_preliminary_banner")
        self._book: StatBook | None = None
        self._pick = Pick("")
        inner = QVBoxLayout()
        inner.setSpacing(px(8))
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Sparad vy"), self.view),
            (self.tr("Period"), self.source),
            (self.tr("Mått"), self.measure),
            (self.tr("Tabell"), self.table),
            (self.tr("Rader"), self.rows),
            ("", self.merge),
            (self.tr("Kolumner"), self.columns),
            (self.tr("Jämför med"), self.compare),
            (self.tr("Visa som"), self.unit),
        )
        for text, control in fields:
            if not text:
                inner.addWidget(control)
                continue
            field = Field(text, control)
            if control is self.rows:
                field.setSizePolicy(_GROWS, _GROWS)
            inner.addWidget(field, 1 if control is self.rows else 0)
        self.body.addLayout(inner, 1)
        self.cards = KeyButton(self.tr("Avslutade stödkort…"), name="stats_cards_btn")
        self.body.addWidget(self.cards)
        self.body.addWidget(self.note)
        self.source.changed.connect(lambda: self.source_chosen.emit(self.source.value() or ""))
        self.view.changed.connect(lambda: self.view_chosen.emit(_name(self.view)))
        self.measure.changed.connect(self._on_measure)
        self.merge.clicked.connect(self.merge_asked)
        self.table.changed.connect(lambda: self.table_chosen.emit(self.table.value() or ""))
        for changed in (
            self.rows.changed,
            self.columns.changed,
            self.compare.changed,
            self.unit.changed,
        ):
            changed.connect(self._on_picked)

    def show_state(self, state: StatsState) -> None:
        """Offer what there is, and show what is chosen."""
        centres = state.shelf.centres if state.shelf is not None else ()
        self.source.set_choices(Choice(s.key, self._source_text(s, centres)) for s in state.sources)
        self.source.set_value(state.source.key if state.source is not None else None)
        self._show_views(state)
        has_book = state.book is not None
        self.merge.setVisible(False)
        for control in (self.measure, self.table, self.rows, self.columns, self.compare, self.unit):
            control.setEnabled(has_book)
        if state.book is None:
            self.note.hide()
            return
        self._book, self._pick = state.book, state.pick
        tables = self._offered(state, state.book.tables)
        self.table.set_choices(
            Choice(t.number, self.tr("{n}. {title}").format(n=t.number, title=t.row_head))
            for t in tables
        )
        self.table.set_value(state.pick.table)
        table = next(t for t in tables if t.number == state.pick.table)
        self.rows.show_rows(table.rows, state.pick.rows)
        self.merge.setVisible(table.can_merge)
        self._show_columns(table, state.pick)
        self.compare.set_choices(
            (
                Choice(Compare.NONE, self.tr("Ingen jämförelse")),
                Choice(Compare.PREVIOUS, self.tr("Perioden före")),
                Choice(Compare.YEAR_BEFORE, self.tr("Samma period förra året")),
                Choice(Compare.BOTH, self.tr("Båda")),
            )
        )
        self.compare.set_value(state.pick.compare)
        self.unit.set_value("share" if state.pick.as_share else "count")
        if state.book.draft.release is None:
            self.note.say(
                "warn",
                self.tr("Perioden är inte fastställd."),
                self.tr("Talen är preliminära (*)."),
            )
        else:
            self.note.hide()

    def _show_views(self, state: StatsState) -> None:
        none = self.tr("Ingen vald") if state.views else self.tr("Ingen är sparad")
        self.view.set_choices(
            (Choice(_ALL, none), *(Choice(f"={v.name}", v.name) for v in state.views))
        )
        self.view.set_value(f"={state.view_name}" if state.view_name else _ALL)

    def _offered(self, state: StatsState, tables: Sequence[TableChoice]) -> list[TableChoice]:
        """Return the tables that count the chosen measure; that which is looked at too."""
        measures = dict(pair for table in tables for pair in table.measures)
        self.measure.set_choices(
            (
                Choice(_ALL, self.tr("Alla mått")),
                *(Choice(f"={key}", text) for key, text in measures.items()),
            )
        )
        chosen = state.measure if state.measure in measures else ""
        self.measure.set_value(f"={chosen}" if chosen else _ALL)
        return [
            table
            for table in tables
            if not chosen or chosen in dict(table.measures) or table.number == state.pick.table
        ]

    def _on_measure(self) -> None:
        self.measure_chosen.emit(_name(self.measure))

    def _source_text(self, source: Source, centres: Sequence[Centre]) -> str:
        name = capital(period_name(source.period))
        if source.release is None:
            return self.tr("{period}* (utkast)").format(period=name)
        text = self.tr("{period}, utgåva {n}").format(period=name, n=source.release.number)
        if len(source.release.centres) < len(centres):
            names = [c.name for c in centres if c.key in source.release.centres]
            text = f"{text}, {', '.join(names)}"
        return text

    def _show_columns(self, table: TableChoice, pick: Pick) -> None:
        if table.is_matrix:
            choices = [Choice(_ALL, self.tr("Alla mått"))]
            choices += [Choice(key, text) for key, text in table.columns]
        else:
            whole = self.tr("Alla") if len(table.columns) > 1 else self.tr("Totalt")
            choices = [Choice(_ALL, whole)]
            if len(table.columns) > 1:
                choices = [
                    Choice(_ALL, self.tr("Preventionsnivå")),
                    Choice(WHOLE, self.tr("Bara totalt")),
                ]
                choices += [
                    Choice(key, self.tr("Bara {level}").format(level=text.lower()))
                    for key, text in table.columns
                    if key != WHOLE
                ]
        self.columns.set_choices(choices)
        keys = {choice.key for choice in choices}
        chosen = pick.columns[0] if len(pick.columns) == 1 else _ALL
        self.columns.set_value(chosen if chosen in keys else _ALL)

    def _on_picked(self) -> None:
        if self._book is None:
            return
        column = self.columns.value() or _ALL
        pick = Pick(
            self._pick.table,
            self.rows.picked(),
            () if column == _ALL else (column,),
            Compare(self.compare.value() or Compare.NONE),
            self.unit.value() == "share",
            self._pick.merged,
        )
        if pick != self._pick:
            self.picked.emit(pick)

    def focus_field(self) -> None:
        """Put the focus on the period."""
        self.source.setFocus(Qt.FocusReason.OtherFocusReason)


def _name(combo: CodedCombo) -> str:
    """Return the chosen name, which stands after a sign that tells it from *all*."""
    value = combo.value() or _ALL
    return value.removeprefix("=") if value != _ALL else ""
