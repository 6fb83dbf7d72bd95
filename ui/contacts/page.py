"""*Kontakter*: the own rows of open months, a filter above, the chosen row beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.access.model import Act
from familjecentral.calendar.periods import Period
from familjecentral.changes import Changes, Kind
from familjecentral.codes import CodeBook
from familjecentral.contacts.model import Contact, ContactId
from familjecentral.contacts.selection import Scope
from familjecentral.contacts.store import Total
from familjecentral.contacts.use_cases import FormStart
from ui.codes import choices
from ui.contacts.correct import CorrectDialog
from ui.contacts.detail import DetailPanel
from ui.contacts.edit import EditDialog
from ui.contacts.imports import ImportsDialog
from ui.contacts.parting import HandOverRowsDialog
from ui.contacts.presenter import ContactsPresenter, Filter
from ui.contacts.totals import words_of
from ui.desk import Desk
from ui.importing.dialog import ImportDialog
from ui.models.contact_rows import Row
from ui.models.contacts import LEVEL_COLUMN, LEVEL_ROLE, ContactsModel
from ui.page import WIDE, Page
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import EmptyState
from ui.widgets.form import ElidedLabel, Field
from ui.widgets.segmented import SegmentedControl
from ui.widgets.table import Table
from ui.widgets.text import Card, row, rule, text_label
from ui.widgets.theme import px

_ALL = ""


class ContactsPage(Page):
    """List, filter, detail. Nothing here can be seen by anybody else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("contacts", "")
        self.title.setText(self.tr("Kontakter"))
        self.setAccessibleName(self.tr("Kontakter"))
        self.subtitle.setText(
            self.tr("Dina egna kontakter i öppna kvartal · avidentifierade rader")
        )
        self._desk = desk
        self._presenter = ContactsPresenter(self, desk)
        self._codes: CodeBook | None = None
        self._count = 0
        self._totals = ""
        self._wide: bool | None = None
        self._chosen: ContactId | None = None
        self._dialog: ImportDialog | None = None
        self._build_widgets()
        self._build_layout()
        self._connect()

    def _build_widgets(self) -> None:
        self._import = KeyButton(
            self.tr("Importera…"), name="contacts_import_btn", icon="upload", key="Ctrl I"
        )
        self._copy = KeyButton(
            self.tr("Kopiera"), name="contacts_copy_btn", icon="copy", key="Ctrl C", bind=False
        )
        self._new = KeyButton(
            self.tr("Ny kontakt"),
            name="contacts_new_btn",
            look="primary",
            icon="plus",
            key="Ctrl N",
            bind=False,
        )
        self._filters: dict[str, CodedCombo] = {}
        for key, text in (
            ("period", self.tr("Period")),
            ("prevention_level", self.tr("Preventionsnivå")),
            ("working_level", self.tr("Arbetsnivå")),
            ("topic", self.tr("Frågeställning")),
            ("contact_form", self.tr("Kontaktform")),
        ):
            combo = CodedCombo(
                text, name=f"contacts_{key}_cmb", placeholder=self.tr("Alla"), clearable=True
            )
            combo.changed.connect(self._on_filter_changed)
            self._filters[key] = combo
        self._clear = KeyButton(
            self.tr("Rensa filter"),
            name="contacts_clear_btn",
            look="link",
            icon="x",
            key="Alt R",
            bind=False,
        )
        self.model = ContactsModel(self._presenter.more)
        self.table = Table(
            self.tr("Kontakter"),
            name="contacts_list_tbl",
            level_role=LEVEL_ROLE,
            level_column=LEVEL_COLUMN,
        )
        self.table.setModel(self.model)
        self.table.set_widths(
            tuple(column.sample for column in self.model.columns),
            tuple(column.stretch for column in self.model.columns),
        )
        self._empty = EmptyState("list-checks", name="contacts_list_empty")
        self._empty_action = KeyButton(
            self.tr("Rensa filter"), name="contacts_empty_btn", look="link", key="Alt R", bind=False
        )
        self._empty.set_action(self._empty_action)
        self._foot = text_label("", role="small", ink="text2", name="contacts_count_lbl")
        self._sums = ElidedLabel("", ink="text2")
        self._sums.setObjectName("contacts_totals_lbl")
        self._correct = KeyButton(
            self.tr("Byt kod…"),
            name="contacts_correct_btn",
            look="link",
            icon="pencil",
            key="Ctrl H",
        )
        self._imports = KeyButton(
            self.tr("Ångra import…"), name="contacts_imports_btn", look="link", icon="undo-2"
        )
        self._imports.hide()
        self._hand = KeyButton(
            self.tr("Lämna över…"), name="contacts_hand_btn", look="link", icon="log-out"
        )
        self._hand.setVisible(self._desk.person.ends_on is not None)
        self.detail = DetailPanel()
        self._tabs = SegmentedControl(
            self.tr("Del av sidan"),
            (Choice("list", self.tr("Lista")), Choice("one", self.tr("Vald kontakt"))),
            name="contacts_part_seg",
        )
        self._tabs.set_value("list")

    def _build_layout(self) -> None:
        for part in (self._tabs, self._import, self._copy, self._new):
            self.head.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        may_import = self._desk.imports is not None and self._desk.may(Act.IMPORT_CONTACTS)
        self._import.setVisible(may_import)
        self._import.setEnabled(may_import)
        bar = Card(name="contacts_filter_bar")
        bar.body.setContentsMargins(px(14), px(10), px(14), px(12))
        line = QHBoxLayout()
        line.setSpacing(px(8))
        for key, combo in self._filters.items():
            field = Field(combo.accessibleName(), combo)
            line.addWidget(field, 2 if key == "contact_form" else 3)
        line.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignBottom)
        line.addLayout(self._filter_hint())
        bar.body.addLayout(line)
        self._list = Card(name="contacts_list_card", margin=1)
        self._list.body.setContentsMargins(1, 1, 1, 0)
        self._list.body.setSpacing(0)
        self._list.body.addWidget(self.table, 1)
        self._list.body.addWidget(self._empty, 1)
        self._strip = QWidget()
        strip = row(self._sums, self._hand, self._imports, self._correct, spacing=12)
        strip.setContentsMargins(px(16), px(2), px(8), px(2))
        self._strip.setLayout(strip)
        self._list.body.addWidget(rule())
        self._list.body.addWidget(self._strip)
        foot = self._list.add_foot()
        foot.addWidget(self._foot)
        foot.addStretch(1)
        self._hints = QWidget()
        hints: list[QWidget] = []
        for keys, text in (
            (("↑", "↓"), self.tr("rad")),
            (("F2",), self.tr("ändra")),
            (("Del",), self.tr("ta bort")),
            (("Ctrl A",), self.tr("alla")),
            (("Ctrl D",), self.tr("dubblera")),
        ):
            hints += [KeyCap(key) for key in keys]
            hints.append(text_label(text, role="small", ink="text2"))
        self._hints.setLayout(row(*hints, spacing=6))
        foot.addWidget(self._hints)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(px(16))
        self._columns.addWidget(self._list, 75)
        self._columns.addWidget(self.detail, 25)
        self.outer.addWidget(bar)
        self.outer.addLayout(self._columns, 1)
        self._empty.hide()

    def _filter_hint(self) -> QVBoxLayout:
        self._filter_key = QWidget()
        self._filter_key.setLayout(
            row(KeyCap("Ctrl F"), text_label(self.tr("till filtret"), role="small", ink="text2"))
        )
        self._filter_key.setFixedHeight(px(32))
        holder = QVBoxLayout()
        holder.addStretch(1)
        holder.addWidget(self._filter_key)
        return holder

    def _connect(self) -> None:
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.table.copied.connect(self._on_copied)
        self.table.sort_asked.connect(self._on_sort_asked)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.model.modelReset.connect(self._on_reset)
        self.detail.edit_asked.connect(self.edit)
        self.detail.copy_asked.connect(self.duplicate)
        self.detail.remove_asked.connect(self.remove)
        self._import.clicked.connect(self.import_log)
        self._correct.clicked.connect(self.correct)
        self._imports.clicked.connect(self.show_kept_imports)
        self._hand.clicked.connect(self.hand_over)
        self.table.everything = self._presenter.rest
        self._copy.clicked.connect(self.table.copy_rows)
        self._new.clicked.connect(self._on_new)
        self._clear.clicked.connect(self.clear_filter)
        self._empty_action.clicked.connect(self._on_empty_action)
        self._tabs.changed.connect(self._show_part)

    # --- the page of the frame ------------------------------------------------------------------

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        return {"filter": self.focus_filter, "clear_filter": self.clear_filter}

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        return (self._filters["period"], self.table, self.detail)

    def opened(self) -> None:
        """Read anew and go to the list."""
        self._presenter.load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        for dialog in self.findChildren(EditDialog):
            dialog.open()  # it stepped aside at the screen lock

    def changed(self, changes: Changes) -> None:
        """Read anew when rows or lists changed."""
        if changes.kinds & {Kind.CONTACTS, Kind.CODES, Kind.PERIODS} and self.isVisible():
            self._presenter.load()

    # --- acts -----------------------------------------------------------------------------------

    def focus_filter(self) -> None:
        """Go to the filter."""
        self._filters["period"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_filter(self) -> None:
        """Show all rows again."""
        for combo in self._filters.values():
            combo.set_value(None)
        self._on_filter_changed()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> list[Contact]:
        """Return the selected contacts."""
        return [self.model.rows[place].contact for place in self.table.chosen_rows()]

    def edit(self) -> None:
        """Change the selected contact."""
        chosen = self.chosen()
        if chosen:
            EditDialog(self._desk, chosen[0], self).open()

    def correct(self) -> None:
        """Put one code in the place of another, in the marked rows or in all of the selection."""
        chosen = self.chosen()
        if self._codes is None or not self.model.rows:
            return
        if len(chosen) > 1:
            scope: Scope = tuple(contact.id for contact in chosen)
            text = self.tr("Gäller de {n} kontakter som är markerade.").format(n=len(chosen))
        else:
            scope = self._presenter.query
            text = self.tr("Gäller alla {n} kontakter i urvalet.").format(n=self._count)
        CorrectDialog(self._desk, self._codes, scope, text, self.window()).open()

    def show_kept_imports(self) -> None:
        """List the imports that can be taken back."""
        ImportsDialog(self._desk, self.window()).open()

    def hand_over(self) -> None:
        """Ask who takes over the open rows of somebody whose account ends."""
        HandOverRowsDialog(self._desk, self.window()).open()

    def import_log(self) -> None:
        """Take in an older log, in a dialog of its own."""
        if self._desk.imports is not None and self._dialog is None:
            self._dialog = ImportDialog(self._desk, self._desk.imports, self.window())
            self._dialog.finished.connect(self._on_import_left)
            self._dialog.open()

    def _on_import_left(self) -> None:
        self._dialog = None
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def locked(self) -> None:
        """Take dialogs away; an import that is under way is stopped, nothing of it stays."""
        self.closed()
        for dialog in self.findChildren(QDialog):
            if not isinstance(dialog, EditDialog):
                dialog.reject()

    def closed(self) -> None:
        """Keep a change that is under way; stop an import, nothing of it stays."""
        for dialog in self.findChildren(EditDialog):
            dialog.set_aside()
        if self._dialog is not None:
            self._dialog.leave()

    def duplicate(self) -> None:
        """Start a new contact from the selected one."""
        chosen = self.chosen()
        if chosen:
            self._desk.voice.open_page("today", chosen[0].values)

    def remove(self) -> None:
        """Take the selected contacts away; that can be undone."""
        rows = self.table.chosen_rows()
        if rows:
            follower = next(
                (r for r in (rows[-1] + 1, rows[0] - 1) if 0 <= r < len(self.model.rows)), None
            )
            self._chosen = None if follower is None else self.model.rows[follower].contact.id
            self._presenter.withdraw(self.chosen())

    def _on_new(self) -> None:
        self._desk.voice.open_page("today")

    def _on_empty_action(self) -> None:
        if self._filter().is_set():
            self.clear_filter()
        else:
            self._on_new()

    def _on_copied(self, n: int) -> None:
        text = self.tr("1 rad kopierad.") if n == 1 else self.tr("{n} rader kopierade.")
        rest = self.tr("De är avidentifierade, inte anonyma: dela dem inte.")
        self._desk.voice.told(f"{text.format(n=n)} {rest}")

    def _on_sort_asked(self, column: int) -> None:
        if column < len(self.model.columns):
            wanted = self.model.columns[column].sort
            if wanted is not None:
                self._presenter.sort_by(wanted)

    def _filter(self) -> Filter:
        return Filter(**{key: combo.value() for key, combo in self._filters.items()})

    def _on_filter_changed(self) -> None:
        wanted = self._filter()
        for combo in self._filters.values():
            combo.set_marked(combo.value() is not None)
        self._clear.setVisible(wanted.is_set())
        self._presenter.filter_by(wanted)

    # --- the view of the presenter --------------------------------------------------------------

    def show_lists(self, start: FormStart, quarters: Sequence[Period]) -> None:
        """Fill the filter bar; what was chosen stays."""
        if self._codes is not None and start.codes is self._codes:
            return
        self._codes = start.codes
        every = Choice(_ALL, self.tr("Alla"))
        names = [
            Choice(
                str(quarter),
                self.tr("Kvartal {n} {year} (öppet)").format(n=quarter.number, year=quarter.year),
            )
            for quarter in quarters
        ]
        self._filters["period"].set_choices((Choice(_ALL, self.tr("Alla öppna")), *names))
        for key in ("prevention_level", "working_level", "topic", "contact_form"):
            combo = self._filters[key]
            short = key in ("working_level", "contact_form", "topic")
            combo.set_choices((every, *choices(start.codes, key, start.today, short=short)))
        self._clear.setVisible(self._filter().is_set())

    def show_imports(self, n: int) -> None:
        """Offer the imports that can be taken back."""
        self._imports.setVisible(bool(n))

    def show_rows(self, rows: Sequence[Row], *, totals: Sequence[Total], has_more: bool) -> None:
        """Show the first page; the chosen row stays chosen."""
        query = self._presenter.query
        self.model.sort_column = query.sort
        self.model.descending = query.descending
        self._count = sum(total.rows for total in totals)
        self._totals = words_of(totals, self._codes)
        keep = self._chosen
        self.model.set_rows(rows, has_more=has_more)
        place = self.model.place_of(keep) if keep is not None else None
        if rows:
            self.table.choose_row(place if place is not None else 0)
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._sums.setText(self._totals)
        self._sums.setToolTip(self._totals)
        self._sums.setAccessibleName(self._totals)
        self._correct.disable("" if rows else self.tr("Det finns inga kontakter i urvalet"))
        self._hints.setVisible(bool(rows) and bool(self._wide))
        if not rows:
            self._say_empty()
        self._say_count()
        self._desk.voice.announce(self._foot.text())

    def show_more_rows(self, rows: Sequence[Row], *, has_more: bool) -> None:
        """Add a page."""
        self.model.append_rows(rows, has_more=has_more)

    def show_withdrawn(self, n: int) -> None:
        """Say that a row was taken away."""
        del n
        self._desk.voice.saved(self.tr("Kontakten togs bort"))

    def _say_empty(self) -> None:
        wanted = self._filter()
        if wanted.is_set():
            words = [c.itemText(c.currentIndex()) for c in self._filters.values() if c.value()]
            self._empty.say(
                self.tr("Inga kontakter i urvalet."),
                self.tr("Filtret visar bara {what}.").format(what=", ".join(words)),
            )
            self._empty_action.setText(self.tr("Rensa filter"))
        else:
            quarter = Period.containing(self._desk.clock.today()).number
            self._empty.say(
                self.tr("Inga kontakter i kvartal {n} än.").format(n=quarter),
                self.tr("Logga den första under Idag."),
            )
            self._empty_action.setText(self.tr("Ny kontakt"))
        self._empty_action.setAccessibleName(self._empty_action.text())

    def _say_count(self) -> None:
        n, marked = self._count, len(self.table.chosen_rows())
        text = self.tr("1 kontakt") if n == 1 else self.tr("{n} kontakter")
        parts = [text.format(n=n) if n else self.tr("Inga kontakter")]
        if marked:
            words = self.tr("1 markerad") if marked == 1 else self.tr("{n} markerade")
            parts.append(words.format(n=marked))
        self._foot.setText(" · ".join(parts))

    def _on_selected(self) -> None:
        chosen = self.chosen()
        if chosen:
            self._chosen = chosen[0].id
        self.detail.show_contact(chosen[0] if chosen else None, self._codes)
        self._say_count()

    def _on_reset(self) -> None:
        self.detail.show_contact(None, None)

    # --- size -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Detail beside the list where there is room, otherwise as a tab."""
        super().resizeEvent(event)
        wide = self.logical_width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            self.subtitle.setWordWrap(not wide)
            self._tabs.setVisible(not wide)
            self._filter_key.setVisible(wide)
            self._hints.setVisible(wide)
            self._show_part()

    def _show_part(self) -> None:
        part = self._tabs.value()
        self._list.setVisible(bool(self._wide) or part == "list")
        self.detail.setVisible(bool(self._wide) or part == "one")
