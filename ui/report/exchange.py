"""*Gemensam uppföljning*: keys on paper, signed files out and in, a report over several houses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QVBoxLayout, QWidget

from familjecentral.calendar.names import capital, period_name
from familjecentral.calendar.periods import Period
from familjecentral.releases.exchange import fingerprint
from familjecentral.releases.joint_files import ENDING
from familjecentral.releases.model import Release, ReleaseStatus
from ui.desk import Desk
from ui.kit import ReportKit
from ui.models.simple import TextTable
from ui.preferences import documents_folder
from ui.report.beside import ExportPanel
from ui.report.exchange_words import failed, files_of, said_of
from ui.report.exchanging import ExchangeState, Exchanging
from ui.report.keysheet import KeySheet
from ui.report.preview import Preview
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import Announcer, Banner
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.naming import label
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, column, row, text_label
from ui.widgets.theme import px

_MOST_ROWS = 6


class ExchangeDialog(QDialog):
    """One part at a time: files, the joint report, keys. ``state_shown`` tells of another state."""

    state_shown = Signal()

    def __init__(self, parent: QWidget, desk: Desk, kit: ReportKit) -> None:
        super().__init__(parent)
        self.setObjectName("exchange_dlg")
        self.setWindowTitle(self.tr("Gemensam uppföljning"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.flow = Exchanging(self, desk, kit)
        self._announcer = Announcer()
        self._banner = Banner(name="exchange_banner")
        self._parts = SegmentedControl(
            self.tr("Del av dialogen"),
            (
                Choice("files", self.tr("Filer")),
                Choice("joint", self.tr("Gemensam rapport")),
                Choice("keys", self.tr("Nycklar")),
            ),
            name="exchange_part_seg",
        )
        self._areas = {
            "files": scrolled(self._files_part()),
            "joint": scrolled(self._joint_part()),
            "keys": scrolled(self._keys_part()),
        }
        leave = KeyButton(self.tr("Stäng"), name="exchange_leave_btn", key="Esc", bind=False)
        leave.clicked.connect(self.reject)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        body.addWidget(self._parts)
        body.addWidget(self._banner)
        for area in self._areas.values():
            body.addWidget(area, 1)
        body.addLayout(row(self._announcer, 1, leave))
        room = parent.window().size()
        self.resize(min(px(860), room.width() - 40), min(px(640), room.height() - 30))
        for table, name in ((self._table, "files"), (self._partners, "partners")):
            label(table.horizontalHeader(), self.tr("Kolumner"), name=f"exchange_{name}_heads")
            label(table.verticalHeader(), self.tr("Rader"), name=f"exchange_{name}_sides")
        self._parts.changed.connect(self._show_part)
        self.finished.connect(self.flow.close)
        self.show_part("files")
        self._take_in.setFocus()
        self.flow.read()

    # --- building -------------------------------------------------------------------------------

    def _files_part(self) -> QWidget:
        lead = self.tr(
            "Varje hus skickar sina utgåvor som underskrivna filer, till exempel på ett "
            "USB-minne. De innehåller bara det som redan är publicerat."
        )
        self._take_in = KeyButton(
            self.tr("Läs in en fil…"), name="exchange_in_btn", look="primary", icon="folder-open"
        )
        self._take_in.clicked.connect(self._on_take_in)
        self._heads = TextTable((self.tr("Inläst"), self.tr("Slag"), self.tr("Dag")))
        self._table = Table(self.tr("Inlästa filer"), name="exchange_files_tbl")
        self._table.setModel(self._heads)
        widest = (self.tr("Inläst"), self.tr("gemensam rapport"), "2026-12-31")
        self._table.set_widths(widest, (1, 0, 0), strong=0)
        self._none = text_label(self.tr("Ingen fil är inläst än."), ink="muted")
        self._unknown = self._unknown_card()
        self._release = CodedCombo(self.tr("Utgåva"), name="exchange_release_cmb", clearable=False)
        self._release.setMinimumWidth(px(300))
        self._export = KeyButton(
            self.tr("Spara fil att skicka…"), name="exchange_out_btn", icon="download"
        )
        self._export.clicked.connect(self._on_export)
        out = Card(self.tr("Skicka en utgåva"), name="exchange_out_card")
        out.body.addWidget(Field(self.tr("Utgåva"), self._release))
        out.body.addLayout(row(self._export, 1))
        taken = Card(self.tr("Läs in från ett annat hus"), name="exchange_in_card")
        taken.body.addLayout(row(self._take_in, 1))
        taken.body.addWidget(self._table)
        taken.body.addWidget(self._none)
        part = QWidget()
        part.setLayout(
            column(text_label(lead, wrap=True), self._unknown, taken, out, 1, spacing=12)
        )
        return part

    def _unknown_card(self) -> Card:
        card = Card(self.tr("Vem har skrivit under filen?"), name="exchange_unknown_card")
        text = self.tr(
            "Ingen har jämfört nyckeln. Be huset om ett papper med fingeravtrycket och skriv av "
            "det här. Det visas inte på skärmen, för det ska komma från pappret. Filen läses in "
            "när det stämmer."
        )
        self._name = GuardedEdit(
            self.tr("Husets namn"), self.flow.guard, name="exchange_name_edt", longest=80
        )
        self._named = GuardedField(self.tr("Husets namn"), self._name)
        self._typed = TextEdit(
            self.tr("Fingeravtryck från pappret"), name="exchange_typed_edt", longest=60
        )
        hint = self.tr("Åtta grupper med fyra tecken. Mellanslag och små bokstäver går bra.")
        self._typed_field = Field(self.tr("Fingeravtryck från pappret"), self._typed, hint=hint)
        self._new_key = Check(
            self.tr("Huset har bytt nyckel. Den gamla gäller inte längre."),
            name="exchange_new_key_chk",
        )
        self._believe = KeyButton(
            self.tr("Godta nyckeln och läs in"), name="exchange_believe_btn", look="primary"
        )
        leave = KeyButton(self.tr("Läs inte in"), name="exchange_forget_btn")
        self._believe.clicked.connect(self._on_believe)
        leave.clicked.connect(self._on_forget)
        self._typed.returnPressed.connect(self._on_believe)
        card.body.addWidget(text_label(text, wrap=True))
        card.body.addWidget(self._named)
        card.body.addWidget(self._typed_field)
        card.body.addLayout(row(self._new_key, 1))
        card.body.addLayout(row(leave, self._believe, 1))
        card.hide()
        return card

    def _joint_part(self) -> QWidget:
        self._period = CodedCombo(self.tr("Period"), name="exchange_period_cmb", clearable=False)
        self._period.setMinimumWidth(px(220))
        self._make = KeyButton(
            self.tr("Visa rapporten"), name="exchange_make_btn", look="primary", icon="file-text"
        )
        self._make.clicked.connect(self._on_make)
        self._stop = KeyButton(self.tr("Avbryt"), name="exchange_stop_btn")
        self._stop.clicked.connect(self.flow.cancel)
        self._bar = QProgressBar()
        self._bar.setObjectName("exchange_busy_bar")
        self._bar.setAccessibleName(self.tr("Arbetar…"))
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(8))
        self._lead = text_label("", wrap=True)
        self.preview = Preview()
        self.preview.setMinimumHeight(px(200))
        self._filler = QWidget()
        self._formats = {
            key: Check(text, name=f"exchange_format_chk_{key.replace('-', '_')}")
            for key, text in ExportPanel.FORMATS
        }
        self._formats["pdf"].setChecked(True)
        self._folder = TextEdit(self.tr("Mapp"), name="exchange_folder_edt", longest=400)
        self._folder.setText(str(documents_folder()))
        self._folder_field = Field(self.tr("Mapp"), self._folder)
        self._save = KeyButton(
            self.tr("Anteckna och spara"), name="exchange_save_btn", look="primary", icon="download"
        )
        self._save.clicked.connect(self._on_save)
        checks = list(self._formats.values())
        self._saving = QWidget()
        self._saving.setLayout(
            column(
                row(*checks, 1, spacing=12),
                row(self._folder_field, column(1, self._save)),
            )
        )
        part = QWidget()
        top = row(Field(self.tr("Period"), self._period), column(1, self._make), 1)
        layout = column(self._lead, top, row(self._bar, self._stop), spacing=10)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self._saving)
        layout.addWidget(self._filler, 1)
        part.setLayout(layout)
        return part

    def _keys_part(self) -> QWidget:
        own = Card(self.tr("Er egen nyckel"), name="exchange_key_card")
        lead = self.tr(
            "Skriv ut fingeravtrycket eller läs upp det, och lämna det på ett annat sätt än "
            "filerna. De andra skriver av det första gången de läser in en fil härifrån."
        )
        self.key_sheet = KeySheet()
        own.body.addWidget(text_label(lead, wrap=True))
        own.body.addWidget(self.key_sheet)
        self._partner_rows = TextTable(
            (self.tr("Hus"), self.tr("Fingeravtryck"), self.tr("Jämfört"))
        )
        self._partners = Table(self.tr("Hus med jämförd nyckel"), name="exchange_partners_tbl")
        self._partners.setModel(self._partner_rows)
        widest = (self.tr("Hus"), "-".join(["DDDD"] * 8), "2026-12-31")
        self._partners.set_widths(widest, (1, 0, 0), strong=0)
        self._alone = text_label(self.tr("Ingen nyckel är jämförd än."), ink="muted")
        others = Card(self.tr("Hus med jämförd nyckel"), name="exchange_partners_card")
        others.body.addWidget(self._partners)
        others.body.addWidget(self._alone)
        part = QWidget()
        part.setLayout(column(own, others, 1, spacing=12))
        return part

    # --- what is shown --------------------------------------------------------------------------

    def show_state(self, state: ExchangeState) -> None:
        """Show a state."""
        self._show_banner(state)
        self._show_lists(state)
        waits = bool(state.unknown)
        if waits != self._unknown.isVisibleTo(self):
            self._unknown.setVisible(waits)
            for edit in (self._name, self._typed):
                edit.clear()
            self._new_key.setChecked(False)
            (self._name if waits else self._take_in).setFocus(Qt.FocusReason.OtherFocusReason)
        busy = self.tr("Vänta tills det är klart, eller avbryt") if state.busy else ""
        periods = state.known.periods if state.known is not None else ()
        none = self.tr("Läs först in en utgåva från ett annat hus") if not periods else ""
        self._make.disable(busy or none)
        self._save.disable(busy)
        for part in (self._bar, self._stop):
            part.setVisible(bool(state.busy))
        self._show_joint(state)
        self.state_shown.emit()

    def _show_banner(self, state: ExchangeState) -> None:
        if state.problem is not None:
            self._banner.say("err", *failed(state.problem))
        elif state.said:
            self._banner.say("ok", *said_of(state.said))
        else:
            self._banner.hide()
            return
        self._announcer.announce(self._banner.text(), at_once=state.problem is not None)

    def _show_lists(self, state: ExchangeState) -> None:
        known = state.known
        if known is None:
            return
        files = files_of(known)
        partners = [
            (p.name, fingerprint(p.public_key), p.noted_on.isoformat()) for p in known.partners
        ]
        for table, model, rows, empty in (
            (self._table, self._heads, files, self._none),
            (self._partners, self._partner_rows, partners, self._alone),
        ):
            model.set_rows(rows)
            table.setVisible(bool(rows))
            empty.setVisible(not rows)
            table.setFixedHeight(px(ROW_HEIGHT) * (min(len(rows), _MOST_ROWS) + 1) + 2)
        self.key_sheet.show_key(state.house, known.fingerprint)
        chosen, period = self._release.value(), self._period.value()
        self._release.set_choices(
            tuple(Choice(str(r.number), self._release_text(r)) for r in known.releases)
        )
        self._period.set_choices(
            tuple(Choice(str(p), capital(period_name(p))) for p in known.periods)
        )
        if known.releases:
            self._release.set_value(chosen or str(known.releases[0].number))
        if known.periods:
            self._period.set_value(period or str(known.periods[0]))
        none = self.tr("Det finns ingen utgåva att skicka") if not known.releases else ""
        self._export.disable(none)

    def _release_text(self, release: Release) -> str:
        text = self.tr("Utgåva {n}, {period}")
        if release.status is ReleaseStatus.WITHDRAWN:
            text = self.tr("Utgåva {n}, {period}, återkallad")
        return text.format(n=release.number, period=period_name(release.period))

    def _show_joint(self, state: ExchangeState) -> None:
        shown = state.joint is not None and not state.busy
        self.preview.setVisible(shown)
        self._saving.setVisible(shown)
        self._filler.setVisible(not shown)
        pdf = next((file for file in state.files if file.suffix == ".pdf"), None)
        self.preview.show_file(pdf if shown else None)
        text = self.tr(
            "Rapporten lägger ihop er utgåva med dem som är inlästa. En summa visas bara när alla "
            "delar visas. Annars är den dold, eller så står det mellan vilka tal den ligger."
        )
        self._lead.setText(text)
        self._lead.setVisible(not shown)

    def show_part(self, key: str) -> None:
        """Go to one part: ``files``, ``joint`` or ``keys``."""
        self._parts.set_value(key)
        self._show_part()

    def _show_part(self) -> None:
        for key, area in self._areas.items():
            area.setVisible(key == (self._parts.value() or "files"))

    # --- what is asked ----------------------------------------------------------------------------

    def _on_take_in(self) -> None:
        dialog = self._file_dialog(self.tr("Läs in en underskriven fil"))
        dialog.fileSelected.connect(lambda path: self.flow.take_in(Path(path)))
        dialog.open()

    def _on_export(self) -> None:
        number = int(self._release.value() or 0)
        dialog = self._file_dialog(self.tr("Spara underskriven utgåva"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"utgava-{number}{ENDING}")
        dialog.fileSelected.connect(lambda path: self.flow.export(number, Path(path)))
        dialog.open()

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title, str(documents_folder()))
        dialog.setObjectName("exchange_file_dlg")
        dialog.setNameFilter(f"{self.tr('Underskriven utgåva')} (*{ENDING})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _on_believe(self) -> None:
        replaces = self._new_key.isChecked()
        self.flow.confirm(
            self._name.text(),
            self._typed.text(),
            replaces=replaces,
            sure=self._named.is_clear,
        )

    def _on_forget(self) -> None:
        self.flow.forget_file()

    def _on_make(self) -> None:
        if value := self._period.value():
            self.flow.make(Period.parse(value))

    def _on_save(self) -> None:
        formats = tuple(key for key, check in self._formats.items() if check.isChecked())
        folder = self._folder.text().strip()
        self._folder_field.set_error("" if folder else self.tr("Välj en mapp."))
        if folder:
            self.flow.save(Path(folder), formats)
