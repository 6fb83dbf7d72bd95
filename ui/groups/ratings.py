"""*Skattningar*: bundles of anonymous forms; shown from five answers, worded as benefit felt."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.errors import FieldProblem
from familjecentral.groups.attendance import EnterRatings
from familjecentral.groups.model import Moment
from familjecentral.groups.outcome import LEAST_ANSWERS, QUESTIONS, Scale, Shown
from familjecentral.groups.reading import GroupPage, TermPage
from ui.desk import Desk
from ui.form_card import FormCard
from ui.groups.group_presenter import GroupPresenter
from ui.groups.words import count_of, tr
from ui.models.simple import TextTable
from ui.widgets.combo import Choice
from ui.widgets.form import Field, TextEdit
from ui.widgets.number import NumberField
from ui.widgets.segmented import SegmentedControl
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px


def question_words() -> dict[str, str]:
    """Return what each question is about."""
    return {
        "confidence": tr("Upplevd trygghet i föräldraskapet (1–10)"),
        "benefit": tr("Upplevd nytta: fått användning för det (1–5)"),
        "goal": tr("Målet uppfyllt: 1 inte alls, 2 delvis, 3 helt"),
        "recommend": tr("Skulle rekommendera: 0 nej, 1 ja"),
    }


def _example(scale: Scale) -> str:
    """Return answers that a line may hold."""
    low, high = scale.positive, scale.high
    return " ".join(map(str, (low, high, high, low - 1, low)))


def read_answers(text: str, scale: Scale) -> tuple[int, ...] | None:
    """Return the answers of a line such as ``7 8 8 6`` or ``7, 8``; None when one is no number
    of the scale."""
    parts = re.split(r"[\s,;]+", text.strip())
    if parts == [""]:
        return ()
    if not all(part.isdecimal() and scale.low <= int(part) <= scale.high for part in parts):
        return None
    return tuple(int(part) for part in parts)


class RatingsTab(QWidget):
    """A line per question for one bundle, and what is kept: how many, mean, share."""

    def __init__(self, desk: Desk, presenter: GroupPresenter) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = presenter
        self._group_id: object = None
        self._forms: tuple[int | None, int | None] = (None, None)
        """Handed out before and after, as they were when the form was last filled"""
        words = question_words()
        self._model = TextTable(
            (
                self.tr("Fråga"),
                self.tr("När"),
                self.tr("Svar"),
                self.tr("Medelvärde"),
                self.tr("Positiva"),
            )
        )
        self._table = Table(self.tr("Skattningar"), name="group_ratings_tbl")
        self._table.setModel(self._model)
        self._table.set_widths(
            (words["benefit"], "före", "färre än fem", self.tr("Medelvärde"), "10 av 12"),
            (4, 1, 1, 1, 1),
        )
        shown = Card(self.tr("Upplevd nytta"), name="group_ratings_card", margin=1)
        shown.head.setContentsMargins(px(16), 0, px(16), 0)
        shown.body.setContentsMargins(1, px(12), 1, px(8))
        shown.body.addWidget(self._table)
        note = text_label(
            self.tr("Medelvärde visas när minst {n} har svarat.").format(n=LEAST_ANSWERS),
            role="small",
            ink="text2",
            wrap=True,
        )
        note.setContentsMargins(px(16), 0, px(16), 0)
        shown.body.addWidget(note)
        self._build_form(words)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        outer.addWidget(shown)
        outer.addWidget(self.form)
        outer.addStretch(1)

    def _build_form(self, words: dict[str, str]) -> None:
        self.form = FormCard(
            self.tr("Lägg in en bunt"), name="group_ratings", save_text=self.tr("Lägg in bunten")
        )
        self._moment = SegmentedControl(
            self.tr("När"),
            (
                Choice(Moment.BEFORE.value, self.tr("Före")),
                Choice(Moment.AFTER.value, self.tr("Efter")),
            ),
            name="group_ratings_moment_seg",
        )
        self._moment.set_value(Moment.AFTER.value)
        self._moment.changed.connect(self._on_moment)
        self._handed = NumberField(
            self.tr("Utdelade formulär"), name="group_ratings_handed_spn", largest=200
        )
        self.form.add_field("moment", Field(self.tr("När"), self._moment), 0, 0)
        self.form.add_field("handed_out", Field(self.tr("Utdelade formulär"), self._handed), 0, 1)
        self._answers: dict[str, TextEdit] = {}
        for line, (key, text) in enumerate(words.items(), 1):
            edit = TextEdit(
                text,
                name=f"group_ratings_{key}_edt",
                longest=600,
                placeholder=_example(QUESTIONS[key]),
            )
            self._answers[key] = edit
            self.form.add_field(key, Field(text, edit), line, 0, 2)
        self.form.note.setText(self.tr("Ordningen sparas inte: bara antal och summor."))
        self.form.on_save(self.save)
        self.form.reset_button.clicked.connect(self.clear)
        self._show_questions()

    def focus_field(self) -> None:
        """Go to the first question."""
        self._answers["confidence"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_questions(self) -> None:
        moment = self._chosen_moment()
        for key in self._answers:
            self.form.fields[key].setVisible(moment in QUESTIONS[key].moments)

    def _chosen_moment(self) -> Moment:
        return Moment(self._moment.value() or Moment.AFTER.value)

    def _kept_number(self) -> int | None:
        return dict(zip(Moment, self._forms, strict=True))[self._chosen_moment()]

    def _on_moment(self) -> None:
        self._show_questions()
        self.drop_number()

    def drop_number(self) -> None:
        """Show how many forms are handed out, instead of what was typed."""
        self._handed.set_value(self._kept_number())

    def clear(self) -> None:
        """Empty the form: the bundle is in, or is not to be."""
        for edit in self._answers.values():
            edit.clear()
        self.drop_number()
        self.form.clear_problems()

    def show_group(self, page: GroupPage, others: TermPage | None) -> None:
        """Show what is kept; a bundle that is being typed stays until it is in."""
        del others
        words = question_words()
        self._model.set_rows([self._texts(one, words) for one in page.ratings])
        rows = len(page.ratings)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (rows + 1) + 2)
        if page.group.id != self._group_id:
            self._group_id, self._forms = page.group.id, page.handed_out
            self.clear()
        elif self._handed.value() == self._kept_number():
            self._forms = page.handed_out
            self.drop_number()

    def _texts(self, one: Shown, words: dict[str, str]) -> tuple[str, ...]:
        when = self.tr("före") if one.moment is Moment.BEFORE else self.tr("efter")
        if one.n is None or one.mean is None or one.positive is None:
            return (words[one.question], when, self.tr("färre än fem"), "..", "..")
        answers = str(one.n) if one.handed_out is None else count_of(one.n, one.handed_out)
        mean = f"{one.mean:.1f}".replace(".", ",")
        return (words[one.question], when, answers, mean, count_of(one.positive, one.n))

    def save(self) -> None:
        """Put the bundle in."""
        moment = self._chosen_moment()
        answers, problems = {}, []
        for key, edit in self._answers.items():
            scale = QUESTIONS[key]
            if moment not in scale.moments:
                continue
            read = read_answers(edit.text(), scale)
            if read is None:
                problems.append(FieldProblem(key, "out_of_range", scale.high))
            elif read:
                answers[key] = read
        self.form.show_problems(tuple(problems))
        handed_out = self._handed.value()
        if handed_out == self._kept_number():
            handed_out = None  # left as it is
        group = self._presenter.group_id
        if not problems and group is not None and (answers or handed_out is not None):
            self._presenter.rate(EnterRatings(group, moment, answers, handed_out, self._forms))
