"""The import over the list of contacts: choose a file, look, import. Keyboard all the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from familjecentral.contacts.importing.report import ImportReport
from familjecentral.errors import Cancelled, FamiljecentralError
from ui.desk import Desk
from ui.importing import words
from ui.importing.draft import Looked
from ui.importing.ends import ChooseStep, DoneStep
from ui.importing.presenter import ImportPresenter
from ui.importing.review import ReviewStep
from ui.kit import ImportKit
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner
from ui.widgets.text import frame, icon_badge, row, text_label
from ui.widgets.theme import px

_CHOOSE, _REVIEW, _DONE = range(3)
_LEFT_LIST = "rader-som-inte-kom-med.csv"


class ImportDialog(QDialog):
    """Three steps. Esc stops what is under way, then leaves; nothing is saved before Ctrl
    Enter."""

    def __init__(self, desk: Desk, kit: ImportKit, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import_dlg")
        self.setWindowTitle(self.tr("Importera"))
        self.setAccessibleName(self.tr("Importera"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._presenter = ImportPresenter(self, desk, kit)
        self._busy = ""
        self._imported = 0
        self._is_first = True
        self._build_head()
        self._build_steps()
        self._build_foot()
        self._connect()
        room = parent.size()
        self.resize(min(px(1140), room.width() - px(32)), min(px(720), room.height() - px(24)))
        self._go(_CHOOSE)

    # --- building -------------------------------------------------------------------------------

    def _build_head(self) -> None:
        self._title = text_label("", role="dialog", name="import_title_lbl")
        self._about = text_label("", ink="text2", wrap=True, name="import_about_lbl")
        self._steps = text_label("", role="small", ink="text2", name="import_steps_lbl")
        self._steps.setTextFormat(Qt.TextFormat.RichText)  # the step is told by weight
        self._pills = QWidget()
        self._pills.setObjectName("import_counts")
        self._pill_line = QHBoxLayout(self._pills)
        self._pill_line.setContentsMargins(0, 0, 0, 0)
        self._pill_line.setSpacing(px(6))
        self._banner = Banner(name="import_banner")

    def _build_steps(self) -> None:
        self.choose = ChooseStep()
        self.review = ReviewStep(self._desk.clock.today(), self._desk.guard)
        self.done_step = DoneStep()
        self._stack = QStackedWidget()
        for step in (self.choose, self.review, self.done_step):
            self._stack.addWidget(step)
        self._busy_text = text_label("", role="small", ink="text2", name="import_busy_lbl")
        self._bar = QProgressBar()
        self._bar.setObjectName("import_busy_bar")
        self._bar.setAccessibleName(self.tr("Framsteg"))
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(8))
        self._bar.setFixedWidth(px(140))
        head = QVBoxLayout()
        head.setContentsMargins(px(24), px(18), px(24), px(8))
        head.setSpacing(px(6))
        head.addWidget(self._steps)
        head.addLayout(row(self._title, 1, self._pills))
        head.addWidget(self._about)
        head.addWidget(self._banner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self._stack, 1)

    def _build_foot(self) -> None:
        self._leave = KeyButton(
            self.tr("Avbryt"), name="import_cancel_btn", key="Esc", height=36, bind=False
        )
        self._back = KeyButton(self.tr("Tillbaka"), name="import_back_btn", height=36, key="Alt B")
        self._main = KeyButton(
            "", name="import_run_btn", look="primary", height=36, key="Ctrl Enter", bind=False
        )
        foot = frame("foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(px(24), px(10), px(24), px(10))
        line.setSpacing(px(8))
        for part in (self._busy_text, self._bar):
            line.addWidget(part)
        line.addStretch(1)
        for button in (self._leave, self._back, self._main):
            line.addWidget(button)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self._main.click)

    def _connect(self) -> None:
        flow, review = self._presenter, self.review
        self.choose.chosen.connect(flow.open)
        review.column_chosen.connect(flow.choose_column)
        review.word_chosen.connect(flow.choose_word)
        review.mapping_chosen.connect(flow.choose_mapping)
        review.mapping_forgotten.connect(flow.forget_mapping)
        review.mapping_saved.connect(lambda name, sure: flow.save_mapping(name, confirmed=sure))
        review.kind_chosen.connect(flow.choose_kind)
        review.sheet_chosen.connect(flow.choose_sheet)
        review.year_chosen.connect(flow.choose_year)
        review.level_chosen.connect(flow.choose_level)
        review.drop_notes_chosen.connect(lambda drop: flow.drop_notes(drop=drop))
        review.insist_chosen.connect(lambda insist: flow.insist(insist=insist))
        review.rows.accepted.connect(lambda row_id, yes: flow.accept(row_id, accept=yes))
        review.list_asked.connect(self._ask_where)
        self.done_step.undo_asked.connect(flow.undo)
        self.done_step.list_asked.connect(self._ask_where)
        self._leave.clicked.connect(self.reject)
        self._back.clicked.connect(lambda: self._go(_CHOOSE))
        self._main.clicked.connect(self._on_main)

    # --- steps ----------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        names = (self.tr("Välj fil"), self.tr("Kolumner och rader"), self.tr("Klart"))
        self._steps.setText(
            " · ".join(f"<b>{name}</b>" if n == step else name for n, name in enumerate(names))
        )
        said = self.tr("Steg {n} av 3, {name}").format(n=step + 1, name=names[step])
        self._steps.setAccessibleName(said)
        self._banner.hide()
        self._pills.setVisible(step == _REVIEW)
        self._about.setVisible(step == _REVIEW)
        self._back.setVisible(step == _REVIEW)
        self._leave.setVisible(step != _DONE)
        if step == _CHOOSE:
            self._is_first = True
            self._title.setText(self.tr("Importera"))
            self._name_main(self.tr("Läs filen"))
            self.choose.focus_first()
        elif step == _DONE:
            self._title.setText(self.tr("Importen är klar"))
            self._name_main(self.tr("Stäng"))
        self._show_busy("")

    def _name_main(self, text: str, reason: str = "") -> None:
        self._main.setText(text)
        self._main.setAccessibleName(text)
        self._main.disable(reason)
        self._main.updateGeometry()

    def _on_main(self) -> None:
        step = self._stack.currentIndex()
        if step == _CHOOSE:
            self.choose.take()
        elif step == _REVIEW:
            self._presenter.start()
        else:
            self.accept()

    def _show_busy(self, what: str, share: float = 0.0) -> None:
        self._busy = what
        texts = {"look": self.tr("Läser filen…"), "import": self.tr("Importerar…")}
        self._busy_text.setText(texts.get(what, ""))
        self._bar.setValue(round(share * 100))
        for part in (self._busy_text, self._bar):
            part.setVisible(bool(what))
        self._stack.setEnabled(what != "import")
        self._back.setEnabled(what != "import")
        if what:
            self._main.disable(texts[what])

    # --- the view of the presenter --------------------------------------------------------------

    def show_busy(self, what: str, share: float) -> None:
        """Show how far a job has come; the rest can be used while a file is looked at."""
        self._show_busy(what, share)

    def show_looked(self, looked: Looked) -> None:
        """Show choices, counts and rows."""
        if self._stack.currentIndex() != _REVIEW:
            self._go(_REVIEW)
        self._show_busy("")
        self._banner.hide()
        is_tally = looked.draft.kind == "tally"
        title = self.tr("Importera pinnlista: granska innan något sparas")
        if not is_tally:
            title = self.tr("Importera logg: granska innan något sparas")
        self._title.setText(title)
        self._about.setText(words.about_file(looked.draft))
        self._show_counts(looked)
        n = looked.ready()
        text = self.tr("Importera 1 rad") if n == 1 else self.tr("Importera {n} rader")
        if is_tally:
            text = self.tr("Importera {n} rutor")
        self._name_main(text.format(n=n), words.blocked(looked))
        self.review.show_looked(looked)
        if self._is_first:
            self._is_first = False
            self.review.focus_first()

    def _show_counts(self, looked: Looked) -> None:
        while (item := self._pill_line.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        wrong = len(looked.report.rejected) if looked.report else 0
        texts = (
            self.tr("{n} klara").format(n=looked.ready()),
            self.tr("{n} att välja").format(n=looked.to_choose()),
            self.tr("{n} kan inte läsas").format(n=wrong),
        )
        self._pill_line.addWidget(icon_badge(texts[0], "check", "ok"))
        self._pill_line.addWidget(icon_badge(texts[1], "triangle-alert", "warn"))
        self._pill_line.addWidget(icon_badge(texts[2], "circle-alert", "warn"))
        self._pills.setAccessibleName(", ".join(texts))
        self._desk.voice.announce(", ".join(texts))

    def show_failed(self, error: FamiljecentralError, what: str) -> None:
        """Say it where it happened; nothing has been saved."""
        self._show_busy("")
        if what == "mapping":
            self.review.show_mapping_failed(error)
            return
        title, rest = words.failed(error)
        if self._stack.currentIndex() == _CHOOSE:
            self._name_main(self.tr("Läs filen"))
            if isinstance(error, Cancelled):
                self._banner.say("info", title, rest)
            else:
                self.choose.say_wrong(f"{title} {rest}")
            return
        self._banner.say("info" if isinstance(error, Cancelled) else "err", title, rest)
        self._desk.voice.announce(f"{title} {rest}", at_once=True)
        looked = self._presenter.looked
        if self._stack.currentIndex() == _REVIEW and looked is not None:
            self._main.disable(words.blocked(looked))
            self._main.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_done(self, report: ImportReport) -> None:
        """Say what came in."""
        self._imported = report.contacts
        looked = self._presenter.looked
        self._go(_DONE)
        self._main.disable("")
        self.done_step.show_report(report, looked.draft.accepted if looked else frozenset())
        self._main.setFocus(Qt.FocusReason.OtherFocusReason)  # one Enter more undoes nothing

    def show_undone(self) -> None:
        """Say that the import was taken back."""
        self._imported = 0
        self._banner.hide()
        self.done_step.show_undone()
        self._desk.voice.announce(self.tr("Importen är ångrad."))
        self._main.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list_saved(self, path: Path) -> None:
        """Say where the list stands."""
        title = self.tr("Listan är sparad som {name}.").format(name=path.name)
        rest = self.tr("Den säger rad, kolumn och orsak, inget av innehållet.")
        self._banner.say("ok", title, rest)
        self._desk.voice.announce(title)

    def show_mapping_saved(self, name: str) -> None:
        """Say that a mapping was kept or forgotten."""
        self.review.show_mapping_saved()
        if name:
            title = self.tr("Mallen ”{name}” är sparad.").format(name=name)
            rest = self.tr("Välj den nästa gång du importerar en likadan fil.")
        else:
            title, rest = self.tr("Mallen är glömd."), self.tr("Valen för den här filen står kvar.")
        self._banner.say("ok", title, rest)

    # --- leaving --------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        draft = self._presenter.draft
        folder = draft.path.parent if draft is not None else Path()
        dialog = QFileDialog(self, self.tr("Spara listan över rader som inte kom med"), str(folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("CSV (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(_LEFT_LIST)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._presenter.save_list(Path(path)))
        dialog.open()

    def reject(self) -> None:
        """Stop what is under way; when nothing is, leave."""
        if self._busy == "import":
            self._presenter.cancel()
            self._busy_text.setText(self.tr("Avbryter…"))
        else:
            self.leave()

    def leave(self) -> None:
        """Close, whatever is under way; what was imported can be undone from the window too."""
        self._presenter.leave()
        if self._imported and self._presenter.can_undo:
            text = self.tr("{n} kontakter importerade").format(n=self._imported)
            self._desk.voice.saved(text)
        super().reject()

    def accept(self) -> None:
        """Leave."""
        self.leave()
