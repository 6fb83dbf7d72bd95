"""*Rapportens innehåll*: sections on or off, their order, comments, names, and the mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QVBoxLayout, QWidget

from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.releases.draft import Draft
from familjecentral.releases.layout import (
    BRIEF,
    LONGEST_COMMENT,
    MOST_OWN,
    Layout,
    OwnText,
    Part,
    Section,
    may_be_story,
)
from ui.errors import sentence_for
from ui.report.comments import CommentField, Guard
from ui.report.mark import read_mark
from ui.report.own_text import OwnRow, movers
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.feedback import Banner
from ui.widgets.scrolled import scrolled
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px

_LINES = 3


def section_name(section: str) -> str:
    """Return what a section is called on paper."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("report", text)

    return {
        BRIEF: tr("Perioden i korthet"),
        Section.CONTACTS: tr("Kontakter och insatser"),
        Section.TOPICS: tr("Vad kontakterna handlar om"),
        Section.FORMS: tr("Hur och var kontakterna sker"),
        Section.PEOPLE: tr("Vilka kontakterna gäller"),
        Section.ONWARD: tr("Vägar vidare"),
        Section.STRUCTURAL: tr("Strukturella insatser"),
        Section.GROUPS: tr("Föräldragrupper"),
        Section.PRESCHOOL: tr("Öppna förskolan"),
        Section.CHARTS: tr("Diagram"),
        Section.DEFINITIONS: tr("Definitioner"),
    }[section]


class SectionRow(QWidget):
    """One section: its check mark, the way up and down, its comment."""

    moved = Signal(object, int)

    def __init__(self, part: Part, guard: Guard, draft: Draft) -> None:
        super().__init__()
        self.section = part.section
        name = section_name(part.section)
        self.check = Check(name, name=f"layout_{part.section}_chk")
        self.check.setChecked(part.is_on)
        self.up, self.down = movers(f"layout_{part.section}", name)
        text = self.tr("Kommentar till {name}").format(name=name)
        self.comment = CommentField(
            *(part.section, text, guard, draft),
            longest=LONGEST_COMMENT,
            caption=self.tr("Kommentar"),
            lines=_LINES,
        )
        self.comment.show_text(part.comment)
        self.up.clicked.connect(lambda: self.moved.emit(self, -1))
        self.down.clicked.connect(lambda: self.moved.emit(self, 1))
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, px(4), 0, px(8))
        inner.setSpacing(px(2))
        inner.addLayout(row(self.check, 1, self.up, self.down))
        inner.addWidget(self.comment)

    def part(self) -> Part:
        """Return what is chosen."""
        return Part(self.section, self.check.isChecked(), self.comment.text())


class LayoutEditor(QDialog):
    """Collects a layout. ``asked`` carries it with what has been answered."""

    asked = Signal(object, object)

    def __init__(self, parent: QWidget, draft: Draft, guard: Guard) -> None:
        super().__init__(parent)
        self.setObjectName("layout_dlg")
        self.setWindowTitle(self.tr("Rapportens innehåll"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = draft.layout
        self._mark = layout.mark
        first = draft.centres[0]
        self._names = {
            "municipality": CommentField(
                "municipality", self.tr("Första huvudmannen"), guard, draft, longest=80
            ),
            "region": CommentField(
                "region", self.tr("Andra huvudmannen"), guard, draft, longest=80
            ),
        }
        for key in self._names:
            self._names[key].show_text(getattr(layout, key))
            self._names[key].edit.setPlaceholderText(getattr(first, key))
        text = self.tr("Kommentar till {name}").format(name=section_name(BRIEF))
        self.brief = CommentField(BRIEF, text, guard, draft, longest=LONGEST_COMMENT, lines=_LINES)
        self.brief.show_text(layout.brief)
        self.story = Check(
            self.tr("Verksamhetsberättelse i stället för årsrapport"), name="layout_story_chk"
        )
        self.story.setChecked(layout.is_story)
        self.story.setVisible(may_be_story(draft.period))
        self._guard, self._draft, self._made = guard, draft, 0
        self.lines: list[SectionRow | OwnRow] = []
        for part in layout.in_order:
            self.lines += self._own_before(layout, part.section)
            self.lines.append(SectionRow(part, guard, draft))
        self.lines += self._own_before(layout, None)
        self.problem = Banner(name="layout_problem_banner")
        self._build()
        self._show_mark()
        self._number_rows()

    @property
    def rows(self) -> list[SectionRow]:
        """The sections in order."""
        return [line for line in self.lines if isinstance(line, SectionRow)]

    @property
    def own(self) -> list[OwnRow]:
        """The sections of own words in order."""
        return [line for line in self.lines if isinstance(line, OwnRow)]

    def _own_before(self, layout: Layout, section: Section | None) -> list[OwnRow]:
        return [self._new_own(own) for own in layout.own if own.before is section]

    def _new_own(self, own: OwnText) -> OwnRow:
        self._made += 1
        made = OwnRow(own, self._made, self._guard, self._draft)
        made.removed.connect(self._on_removed)
        return made

    def _build(self) -> None:
        inside = frame("plain")
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, px(8), 0)
        body.setSpacing(px(8))
        note = self.tr(
            "Talen ändras aldrig här. Ett avsnitt som är borta från pappret finns kvar i "
            "statistikfilerna. Skriv inget i en kommentar som tabellerna döljer."
        )
        body.addWidget(text_label(note, role="small", ink="text2", wrap=True))
        body.addWidget(self.story)
        for field in self._names.values():
            body.addWidget(field)
        self._picture = QLabel()
        self._picture.setAccessibleName(self.tr("Märke"))
        self.choose = KeyButton(self.tr("Välj märke…"), name="layout_mark_btn", icon="folder-open")
        self.remove = KeyButton(self.tr("Ta bort märket"), name="layout_mark_remove_btn")
        self.choose.clicked.connect(self._on_choose)
        self.remove.clicked.connect(lambda: self.set_mark(b""))
        body.addLayout(row(self._picture, self.choose, self.remove, 1))
        body.addWidget(self.brief)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        for line in self.lines:
            line.moved.connect(self._on_moved)
            self._list.addWidget(line)
        body.addLayout(self._list)
        self.add_own = KeyButton(
            self.tr("Lägg till eget avsnitt"), name="layout_own_add_btn", icon="plus", key="Alt L"
        )
        self.add_own.clicked.connect(self._on_add)
        body.addLayout(row(self.add_own, 1))
        body.addStretch(1)
        leave = KeyButton(self.tr("Avbryt"), name="layout_leave_btn", key="Esc", bind=False)
        self.keep = KeyButton(
            self.tr("Spara och visa sidorna"), name="layout_save_btn", look="primary", key="Ctrl S"
        )
        leave.clicked.connect(self.reject)
        self.keep.clicked.connect(self.save)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(24), px(20), px(24), px(18))
        outer.setSpacing(px(12))
        outer.addWidget(text_label(self.windowTitle(), role="dialog"))
        outer.addWidget(self.problem)
        outer.addWidget(scrolled(inside), 1)
        outer.addLayout(row(1, leave, self.keep))
        parent = self.parentWidget()
        room = parent.window().height() if parent is not None else px(700)
        self.resize(px(640), min(px(720), room - px(40)))
        self.rows[0].check.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add(self) -> None:
        """Put a section of own words first, where an annual report begins."""
        line = self._new_own(OwnText("", ""))
        line.moved.connect(self._on_moved)
        self.lines.insert(0, line)
        self._list.insertWidget(0, line)
        self._number_rows()
        line.title.field.focus_control()

    def _on_removed(self, line: OwnRow) -> None:
        self.lines.remove(line)
        self._list.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._number_rows()
        self.add_own.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_moved(self, line: SectionRow | OwnRow, by: int) -> None:
        place = self.lines.index(line)
        self.lines.insert(place + by, self.lines.pop(place))
        self._list.removeWidget(line)
        self._list.insertWidget(place + by, line)
        self._number_rows()
        button = line.up if by < 0 else line.down
        other = line.down if by < 0 else line.up
        (button if button.isEnabled() else other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _number_rows(self) -> None:
        """The first cannot go up, the last not down; definitions stay last."""
        last = len(self.lines) - 1
        full = self.tr("Högst {n} egna avsnitt").format(n=MOST_OWN)
        self.add_own.disable(full if len(self.own) >= MOST_OWN else "")
        for place, line in enumerate(self.lines):
            line.up.disable(self.tr("Avsnittet står först") if place == 0 else "")
            line.down.disable(self.tr("Avsnittet står sist") if place == last else "")

    # --- the mark -------------------------------------------------------------------------

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Välj märke"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Bilder (*.png *.jpg *.jpeg)"))
        dialog.fileSelected.connect(self.read_mark)
        dialog.open()

    def read_mark(self, path: str) -> None:
        """Take a picture file over, or say why not."""
        try:
            self.set_mark(read_mark(Path(path)))
        except InvalidInput:
            self.problem.say(
                "err",
                self.tr("Bilden går inte att använda."),
                self.tr("Välj en PNG eller JPEG som är högst 6 000 bildpunkter bred."),
            )

    def set_mark(self, mark: bytes) -> None:
        """Show another mark, or none."""
        self._mark = mark
        self.problem.hide()
        self._show_mark()

    def _show_mark(self) -> None:
        picture = QPixmap()
        picture.loadFromData(self._mark)
        self._picture.setVisible(bool(self._mark))
        self.remove.setVisible(bool(self._mark))
        if self._mark:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(picture.scaledToHeight(px(44), smooth))

    # --- the answer -----------------------------------------------------------------------

    def _fields(self) -> Mapping[str, CommentField]:
        comments = {line.comment.key: line.comment for line in self.rows}
        words = {field.key: field for own in self.own for field in own.fields}
        return {**self._names, BRIEF: self.brief, **comments, **words}

    def layout_chosen(self) -> Layout:
        """Return what is chosen."""
        texts = {key: field.text() for key, field in self._names.items()}
        made = Layout(
            tuple(line.part() for line in self.rows),
            brief=self.brief.text(),
            is_story=self.story.isChecked(),
            mark=self._mark,
            own=tuple(self._own_texts()),
        )
        return replace(made, municipality=texts["municipality"], region=texts["region"])

    def _own_texts(self) -> Iterator[OwnText]:
        """Yield the own sections with the section that each stands before."""
        for place, line in enumerate(self.lines):
            if isinstance(line, OwnRow) and not line.is_empty:
                below = (x.section for x in self.lines[place:] if isinstance(x, SectionRow))
                yield OwnText(line.title.text(), line.words.text(), next(below, None))

    def save(self) -> None:
        """Hand the layout over; sections without a word are left out."""
        for number, own in enumerate((o for o in self.own if not o.is_empty), start=1):
            own.take_place(number)
        answers: frozenset[str] = frozenset().union(*(f.answers for f in self._fields().values()))
        self.problem.hide()
        self.asked.emit(self.layout_chosen(), answers)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""
        fields = self._fields()
        for problem in problems:
            if problem.field in fields:
                fields[problem.field].field.set_error(sentence_for(problem))
        count = len(problems)
        title = self.tr("En uppgift behöver rättas.")
        if count > 1:
            title = self.tr("{n} uppgifter behöver rättas.").format(n=count)
        self.problem.say("err", title, self.tr("Inget är sparat än."))
        first = next((fields[p.field] for p in problems if p.field in fields), None)
        if first is not None:
            first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
