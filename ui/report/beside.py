"""The panel at the right: what will be published, then what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.calendar.names import runs as runs_of
from familjecentral.calendar.periods import PeriodType
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.releases.model import PARTS_ENDING, Release, ReleaseStatus
from familjecentral.releases.register import checksum
from ui.preferences import documents_folder
from ui.report.state import ReportState, Step
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import Card, IconLabel, frame, row, rule, text_label
from ui.widgets.theme import px


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the panel: icon, what is true, and what it means."""

    icon: str
    tint: str
    text: str
    below: str


def facts_of(state: ReportState) -> tuple[Fact, ...]:
    """Return what is to be known before publishing."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("report", text)

    draft = state.draft
    if draft is None:
        return ()
    numbers = draft.earlier_numbers
    tried = tr("provat för sig, det finns ingen tidigare utgåva")
    if numbers:
        tried = tr("provat tillsammans med utgåva {numbers}").format(numbers=runs_of(numbers))
    late = (
        tr("Sena poster: {n}").format(n=".." if draft.late is None else draft.late),
        tr("räknas in i årsrapporten, inte här"),
    )
    if draft.period.type is PeriodType.YEAR:
        late = tr("Sena poster är medräknade"), tr("de som fanns när första utkastet visades")
    found = [
        Fact(
            "circle-check",
            "ok",
            tr("Alla summor stämmer mellan tabellerna"),
            tr("{n} tabeller").format(n=len(state.tables)),
        ),
        Fact(
            "eye-off",
            "text2",
            tr("{n} uppgifter döljs (..)").format(n=draft.hidden)
            if draft.hidden != 1
            else tr("1 uppgift döljs (..)"),
            tr("{n} visas").format(n=draft.shown),
        ),
        Fact("shield-check", "ok", tr("Inget dolt tal går att räkna ut"), tried)
        if state.proved
        else Fact(
            "shield-check", "muted", tr("Skyddet är inte provat än"), tr("provas i nästa steg")
        ),
        Fact(
            "history",
            "text2",
            *late,
        ),
    ]
    missing = [week for week, status in state.weeks if status is WeekStatus.MISSING]
    if missing:
        text = tr("Vecka {weeks} står som ”ingen uppgift”").format(weeks=runs_of(missing))
        found.append(Fact("circle-dashed", "warn", text, tr("syns på sidan 1")))
    return tuple(found)


class FactRow(QWidget):
    """One fact. Read as one sentence."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self.setAccessibleName(f"{fact.text}, {fact.below}")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text_label(fact.text, wrap=True))
        words.addWidget(text_label(fact.below, role="small", ink="muted", wrap=True))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, px(2), 0, px(2))
        line.setSpacing(px(10))
        line.addWidget(IconLabel(fact.icon, fact.tint, 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)


class Note(QWidget):
    """A tinted sentence in a narrow panel: icon, a bold first line, the rest below."""

    def __init__(self, kind: Literal["info", "ok"], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        icon = IconLabel("info" if kind == "info" else "circle-check", kind, 18)
        self._title = text_label("", weight=600, wrap=True)
        self._rest = text_label("", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._title)
        words.addWidget(self._rest)
        ground = frame(kind)
        line = QHBoxLayout(ground)
        line.setContentsMargins(px(12), px(10), px(12), px(10))
        line.setSpacing(px(10))
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)
        self.hide()

    def say(self, text: tuple[str, str] | None) -> None:
        """Say two lines; None says nothing."""
        self.setVisible(text is not None)
        if text is not None:
            self._title.setText(text[0])
            self._rest.setText(text[1])
            self.setAccessibleName(" ".join(text))


class FactsPanel(Card):
    """*Det här publiceras*."""

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("report", "Det här publiceras"))
        self.setObjectName("report_facts_card")
        self._facts: tuple[Fact, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(6))
        self.note = Note("info", name="report_note")
        self.body.addLayout(self._rows)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What stands in the panel."""
        return self._facts

    def show_state(self, state: ReportState) -> None:
        """Show the facts of a state, and what the present step means."""
        facts = facts_of(state)
        if facts != self._facts:
            self._facts = facts
            _clear(self._rows)
            for fact in facts:
                self._rows.addWidget(rule())
                self._rows.addWidget(FactRow(fact))
        self.note.say(self._note_of(state))

    def _note_of(self, state: ReportState) -> tuple[str, str] | None:
        if state.step is Step.COMPLETENESS and state.has_ended and not state.is_locked:
            return (
                self.tr("Ingenting är låst än."),
                self.tr("När du fastställer fryses talen. En rättelse blir en ny utgåva."),
            )
        if state.proposal:
            return (
                self.tr("Inget publiceras så här."),
                self.tr(
                    "Välj grövre tabeller eller en längre period. Då står det här vad som visas."
                ),
            )
        if state.step is Step.COMPLETENESS and state.is_locked:
            return (self.tr("Perioden är låst."), self.tr("Gå vidare för att granska sidorna."))
        if state.step is Step.APPROVE:
            return (
                self.tr("Klart att fastställa."),
                self.tr("Talen fryses och skrivs in i utgåveregistret. Det går inte att ångra."),
            )
        return None


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class ExportPanel(Card):
    """A registered release: its checksum, files, printer, and the region's answer."""

    print_asked = Signal()
    save_asked = Signal(Path, tuple)
    approval_asked = Signal()
    correction_asked = Signal()

    FORMATS = (
        ("pdf", "PDF"),
        ("html", "Webbsida"),
        ("xlsx", "Excel"),
        ("csv", "CSV"),
        ("csv-excel", "CSV för Excel"),
        ("px", "PX"),
        ("json-stat", "JSON-stat"),
    )

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("report", "Utgåvan"))
        self.setObjectName("report_export_card")
        self._checksum = text_label("", weight=600, name="report_checksum_lbl")
        self._checksum.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._about = text_label("", role="small", ink="text2", wrap=True)
        self._checks = {
            key: Check(text, name=f"report_format_chk_{key.replace('-', '_')}")
            for key, text in self.FORMATS
        }
        self._checks["pdf"].setChecked(True)
        self._folder = TextEdit(self.tr("Mapp"), name="report_folder_edt", longest=400)
        self._folder.setText(str(documents_folder()))
        self._field = Field(self.tr("Mapp"), self._folder)
        self._browse = KeyButton(
            self.tr("Välj mapp…"), name="report_folder_btn", icon="folder-open", key="Alt M"
        )
        self._save = KeyButton(
            self.tr("Spara filerna"),
            name="report_save_btn",
            look="primary",
            icon="download",
            key="Ctrl S",
            bind=False,
        )
        self._print = KeyButton(
            self.tr("Skriv ut"), name="report_print_btn", icon="printer", key="Ctrl P", bind=False
        )
        self._approval = text_label("", role="small", ink="text2", wrap=True)
        self._answer = KeyButton(
            self.tr("Regionens godkännande…"), name="report_approval_btn", icon="file-check"
        )
        self._correct = KeyButton(
            self.tr("Rätta utgåvan…"), name="report_correct_btn", icon="history"
        )
        self.saved = Note("ok", name="report_saved")
        self._browse.clicked.connect(self._on_browse)
        self._save.clicked.connect(self.save)
        self._print.clicked.connect(self.print_asked)
        self._answer.clicked.connect(self.approval_asked)
        self._correct.clicked.connect(self.correction_asked)
        self._folder.returnPressed.connect(self.save)
        self._build()

    def _build(self) -> None:
        for part in (self._checksum, self._about, rule()):
            self.body.addWidget(part)
        formats = QGridLayout()
        half = -(-len(self._checks) // 2)
        for place, check in enumerate(self._checks.values()):
            formats.addWidget(check, place % half, place // half, Qt.AlignmentFlag.AlignLeft)
        formats.setHorizontalSpacing(px(28))
        formats.setColumnStretch(2, 1)
        self.body.addLayout(formats)
        self.body.addWidget(self._field)
        self.body.addLayout(row(self._browse, 1))
        self.body.addLayout(row(self._save, 1))
        self.body.addLayout(row(self._print, 1))
        self.body.addWidget(self.saved)
        self.body.addWidget(rule())
        self.body.addWidget(self._approval)
        self.body.addLayout(row(self._answer, 1))
        self.body.addLayout(row(self._correct, 1))
        self.body.addStretch(1)

    def show_state(self, state: ReportState, *, may_publish: bool) -> None:
        """Show a release."""
        release = state.release
        if release is None:
            return
        self.title.setText(self.tr("Utgåva {number} är fastställd").format(number=release.number))
        self._checksum.setText(self.tr("Kontrollsumma {sum}").format(sum=checksum(release)))
        self._about.setText(about(release))
        self._approval.setText(approval_of(release))
        is_valid = release.status is ReleaseStatus.RELEASED
        self._answer.setVisible(may_publish and is_valid)
        self._correct.setVisible(may_publish and not state.is_corrected)
        self.saved.say(self._saved_text(state.saved))

    def _saved_text(self, saved: Sequence[Path]) -> tuple[str, str] | None:
        if not saved:
            return None
        title = self.tr("Filen är sparad.")
        if len(saved) > 1:
            title = self.tr("{n} filer är sparade.").format(n=len(saved))
        listed = [file.name for file in saved if file.suffix != PARTS_ENDING]
        if parts := len(saved) - len(listed):
            text = self.tr("{n} tabeller i PX")
            listed.append(text.format(n=parts))
        return title, "\n".join(listed)

    def save(self) -> None:
        """Save the chosen formats into the folder that is written."""
        formats = tuple(key for key, check in self._checks.items() if check.isChecked())
        folder = self._folder.text().strip()
        if not formats:
            self._field.set_error(self.tr("Välj minst ett format."))
        elif not folder:
            self._field.set_error(self.tr("Välj en mapp."))
            self._field.focus_control()
        else:
            self._field.set_error("")
            self.save_asked.emit(Path(folder), formats)

    def _on_browse(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.tr("Spara i mapp"), self._folder.text())
        if found:
            self._folder.setText(found)

    def focus_field(self) -> None:
        """Put the focus on the first choice."""
        self._checks["pdf"].setFocus(Qt.FocusReason.OtherFocusReason)


def about(release: Release) -> str:
    """Return when it was published and what it replaces."""
    text = QCoreApplication.translate("report", "Fastställd {day}.")
    said = text.format(day=release.published_on.isoformat())
    if release.replaces is not None:
        other = QCoreApplication.translate("report", "Ersätter utgåva {number}.")
        said = f"{said} {other.format(number=release.replaces)}"
    return said


def approval_of(release: Release) -> str:
    """Return the region's answer in words."""
    if release.status is ReleaseStatus.WITHDRAWN:
        return QCoreApplication.translate(
            "report",
            "Återkallad. Ska talen gälla ändå fastställs perioden på nytt, med ett nytt nummer.",
        )
    if release.approved_on is not None:
        text = QCoreApplication.translate("report", "Godkänd av regionen {day}, {name}.")
        return text.format(day=release.approved_on.isoformat(), name=release.approved_by)
    return QCoreApplication.translate(
        "report", "Regionens godkännande: datum och namn från den undertecknade rapporten."
    )
