"""*Tabellmängd*: which tables a report holds, and the trial of another choice."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout

from familjecentral.calendar.periods import PeriodType
from familjecentral.disclosure.policy import HIGHEST_THRESHOLD, LOWEST_THRESHOLD
from familjecentral.errors import FieldProblem
from familjecentral.releases.table_set import Trial
from familjecentral.statistics.choosing import TableWish
from familjecentral.statistics.declared import DimensionKind, TableSpec
from familjecentral.statistics.printed import level_of
from ui.desk import Desk, Turn
from ui.form_card import FormCard
from ui.models.simple import TextTable
from ui.settings.rooms import Room
from ui.settings.tables_presenter import TableRow, TablesPresenter, TablesState
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import Field
from ui.widgets.multi import MultiChoice
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px

_SHOWN_ROWS = 9


class TablesRoom(Room):
    """The list of tables, the form of another one, and the card that tries and saves."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        assert desk.reports is not None
        self._desk = desk
        self._state: TablesState | None = None
        self.presenter = TablesPresenter(self, desk, desk.reports)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        for card in (self._build_list(), self._build_trial(), self._build_form()):
            outer.addWidget(card)
        outer.addStretch(1)

    def _build_list(self) -> Card:
        heads = (self.tr("Nr"), self.tr("Tabell"), self.tr("Räknas ihop"), self.tr("Läge"))
        self._model = TextTable(heads)
        self._table = Table(self.tr("Tabeller"), name="settings_tables_tbl")
        self._table.setModel(self._model)
        self._table.set_widths(("11a", heads[1], heads[2], self.tr("tas bort")), (0, 5, 3, 0))
        self._table.opened.connect(self._on_take)
        self._table.selectionModel().selectionChanged.connect(self._name_take)
        card = Card(self.tr("Tabellmängd"), name="settings_tables_card")
        self._about = text_label("", role="small", ink="muted", wrap=True)
        card.body.addWidget(self._about)
        card.body.addWidget(self._table)
        self._take = KeyButton(
            self.tr("Ta bort"), name="settings_tables_take_btn", key="Enter", bind=False
        )
        self._take.clicked.connect(self._on_take)
        self._shipped = KeyButton(
            self.tr("Återställ till programmets tabeller"), name="settings_tables_shipped_btn"
        )
        self._shipped.clicked.connect(self.presenter.restore_shipped)
        foot = card.add_foot()
        foot.addWidget(self._take)
        foot.addStretch(1)
        foot.addWidget(self._shipped)
        return card

    def _build_trial(self) -> FormCard:
        self._trial = FormCard(
            self.tr("Prova och spara"), name="settings_trial", save_text=self.tr("Prova och spara")
        )
        self._threshold = CodedCombo(
            self.tr("Tröskelvärde"), name="settings_trial_threshold_cmb", clearable=False
        )
        numbers = range(LOWEST_THRESHOLD, HIGHEST_THRESHOLD + 1)
        self._threshold.set_choices(tuple(Choice(str(n), str(n)) for n in numbers))
        self._threshold.changed.connect(self._on_threshold)
        field = Field(self.tr("Tröskelvärde"), self._threshold)
        self._trial.add_field("threshold", field, 0, 0)
        self._trial.grid.setColumnStretch(0, 1)
        self._trial.grid.setColumnStretch(1, 2)
        about = self.tr(
            "Ändringen provas på de senaste låsta kvartalen, högst fyra, och på det halvår och det "
            "år som de blir tillsammans. Provet visar inga tal. Går tabellerna att skydda gäller "
            "de perioder som låses från nu. Känsliga frågeställningar har alltid tröskelvärde 10 "
            "eller redovisas samlat."
        )
        self._trial.body.addWidget(text_label(about, role="small", ink="muted", wrap=True))
        self._bar = QProgressBar()
        self._bar.setObjectName("settings_trial_bar")
        self._bar.setAccessibleName(self.tr("Provet"))
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(8))
        self._trial.body.addWidget(self._bar)
        self._told = text_label("", wrap=True, name="settings_trial_lbl")
        self._trial.body.addWidget(self._told)
        self._try = KeyButton(self.tr("Prova"), name="settings_trial_try_btn")
        self._try.clicked.connect(self.presenter.try_out)
        self._stop = KeyButton(self.tr("Avbryt provet"), name="settings_trial_stop_btn")
        self._stop.clicked.connect(self.presenter.cancel)
        self._trial.foot.insertWidget(1, self._try)
        self._trial.foot.insertWidget(3, self._stop)
        self._trial.on_save(self.save)
        self._trial.reset_button.clicked.connect(self.presenter.reset)
        return self._trial

    def _build_form(self) -> FormCard:
        self._form = FormCard(
            self.tr("Lägg till en tabell"),
            name="settings_table_form",
            save_text=self.tr("Lägg till i listan"),
        )
        self._measure = CodedCombo(
            self.tr("Vad räknas"), name="settings_table_measure_cmb", clearable=False
        )
        self._dimension = CodedCombo(
            self.tr("Efter"), name="settings_table_dimension_cmb", clearable=False
        )
        self._by_level = Check(
            self.tr("Uppdelad på preventionsnivå"), name="settings_table_level_chk"
        )
        self._by_level.setChecked(True)
        self._merged = MultiChoice(self.tr("Räkna ihop"), name="settings_table_merged_cmb")
        self._form.add_field("measure", Field(self.tr("Vad räknas"), self._measure), 0, 0)
        self._form.add_field("dimension", Field(self.tr("Efter"), self._dimension), 0, 1)
        self._form.add_field("merged", Field(self.tr("Räkna ihop"), self._merged), 1, 0, 2)
        self._own_threshold = CodedCombo(
            self.tr("Eget tröskelvärde"), name="settings_table_threshold_cmb", clearable=False
        )
        self._own_threshold.set_choices(
            (
                Choice("0", self.tr("Som i de andra tabellerna")),
                *(Choice(str(n), str(n)) for n in range(LOWEST_THRESHOLD, HIGHEST_THRESHOLD + 1)),
            )
        )
        self._own_threshold.set_value("0")
        self._form.add_field(
            "own_threshold", Field(self.tr("Eget tröskelvärde"), self._own_threshold), 3, 0, 2
        )
        self._form.add_field("level", Field(self.tr("Uppdelning"), self._by_level), 2, 0, 2)
        self._form.save_button.setText(self.tr("Lägg till i listan"))
        self._measure.changed.connect(self._offer_dimensions)
        self._dimension.changed.connect(self._offer_codes)
        self._form.on_save(self._on_add)
        self._form.reset_button.clicked.connect(self._empty_form)
        return self._form

    # --- what it shows ------------------------------------------------------------------------

    def opened(self) -> None:
        """Read anew, unless a choice waits to be saved."""
        self.presenter.load()

    def focus_first(self) -> None:
        """Go to the list."""
        self._table.focus_field()

    def show_state(self, state: TablesState) -> None:
        """Show list, threshold, and what is under way."""
        first = self._state is None
        rows = self._table.chosen_rows()
        self._state = state
        own = self.tr("huset har valt själv") if state.sets.is_own else self.tr("programmets egen")
        about = self.tr("Version {n}, {whose}. En utgåva behåller den version den räknades med.")
        self._about.setText(about.format(n=state.sets.now.version, whose=own))
        self._model.set_rows([self._texts(row) for row in state.rows])
        shown = min(max(len(state.rows), 3), _SHOWN_ROWS)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (shown + 1) + 2)
        self._table.choose_row(min(rows[0], len(state.rows) - 1) if rows else 0)
        self._threshold.set_value(str(state.threshold))
        busy = state.busy is not None
        self._bar.setVisible(busy)
        self._bar.setValue(round(100 * (state.busy or 0)))
        self._stop.setVisible(busy)
        for part in (self._take, self._try, self._threshold, self._form):
            part.setEnabled(not busy)
        for button in (self._trial.save_button, self._trial.reset_button):
            button.setEnabled(not busy and state.is_changed)
        self._shipped.setEnabled(not busy and state.sets.is_own)
        self._told.setText(self._words(state.trial, changed=state.is_changed))
        if first:
            self._empty_form()

    def _texts(self, row: TableRow) -> tuple[str, ...]:
        assert self._state is not None
        spec, labels = row.spec, self._state.labels
        named = labels.measures[spec.measure].many
        level = level_of(self._state.sets.shipped)
        heads = [
            self.tr("nivå") if place and level and name == level.key else self._head(name)
            for place, name in enumerate(spec.dimensions)
        ]
        by = " × ".join(head[:1].lower() + head[1:] for head in heads)
        title = f"{named[:1].upper()}{named[1:]}" + (f": {by}" if by else "")
        merged = "; ".join(
            " + ".join(labels.code(name, code) for code in codes) for name, codes in spec.merged
        )
        if spec.threshold:
            own = self.tr("tröskelvärde {n}").format(n=spec.threshold)
            merged = "; ".join(filter(None, (merged, own)))
        if row.taken:
            mode = self.tr("i kraft") if row.in_force else self.tr("läggs till")
        else:
            mode = self.tr("tas bort") if row.in_force else self.tr("används inte")
        return spec.key.removeprefix("t"), title, merged, mode

    def _head(self, name: str) -> str:
        assert self._state is not None
        labels = self._state.labels
        return labels.dimensions.get(name) or labels.code(name, "yes")

    def _words(self, trial: Trial | None, *, changed: bool) -> str:
        if trial is None:
            return self.tr("Ändringen är inte sparad.") if changed else ""
        if not trial.periods:
            return self.tr("Ingen period är låst än, så det fanns inget att prova på.")
        if not trial.is_safe:
            text = self.tr(
                "Tabellerna går inte att skydda: {period} stoppar dem. Inget är sparat. Räkna ihop "
                "fler kategorier, låt bli att dela upp på nivå eller ta bort en tabell."
            )
            return text.format(period=self._tried(trial.longest))
        text = self.tr("Tabellerna går att skydda. Omkring {n} procent av talen skulle visas.")
        return text.format(n=trial.shown_percent) + self._how_far(trial.longest)

    def _tried(self, kind: PeriodType | None) -> str:
        if kind is PeriodType.YEAR:
            return self.tr("det låsta året")
        if kind is PeriodType.HALF_YEAR:
            return self.tr("det låsta halvåret")
        return self.tr("ett låst kvartal")

    def _how_far(self, kind: PeriodType | None) -> str:
        if kind is PeriodType.YEAR:
            return self.tr(" Provat på kvartal, halvår och år.")
        if kind is PeriodType.HALF_YEAR:
            return self.tr(" Provat på kvartal och halvår. Inget helt år är låst än.")
        return self.tr(" Provat på kvartal. Inget helt halvår är låst än.")

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""
        self._form.show_problems(tuple(p for p in problems if p.field != "threshold"))
        self._trial.show_problems(tuple(p for p in problems if p.field == "threshold"))

    def show_saved(self, undo: Turn[int | None]) -> None:
        """Say that the choice holds for what is locked from now on."""
        text = self.tr("Tabellerna gäller perioder som låses från nu.")
        self._desk.voice.saved(text, undo=undo)

    # --- what it does -------------------------------------------------------------------------

    def save(self) -> None:
        """Try the choice and put it in force."""
        self.presenter.save()

    def _on_take(self) -> None:
        rows = self._table.chosen_rows()
        if rows:
            self.presenter.take(rows[0])

    def _name_take(self) -> None:
        rows = self._table.chosen_rows()
        if rows and self._state is not None and rows[0] < len(self._state.rows):
            taken = self._state.rows[rows[0]].taken
            self._take.setText(self.tr("Ta bort") if taken else self.tr("Ta med"))

    def _on_threshold(self) -> None:
        self.presenter.set_threshold(int(self._threshold.value() or LOWEST_THRESHOLD))

    def _offered(self) -> list[TableSpec]:
        offered = self._state.offered if self._state is not None else ()
        return [spec for spec in offered if spec.measure == self._measure.value()]

    def _empty_form(self) -> None:
        if self._state is None:
            return
        self._form.clear_problems()
        labels = self._state.labels
        measures = dict.fromkeys(spec.measure for spec in self._state.offered)
        self._measure.set_choices(
            Choice(key, f"{labels.measures[key].many[:1].upper()}{labels.measures[key].many[1:]}")
            for key in measures
        )
        self._measure.set_value(next(iter(measures), None))
        self._by_level.setChecked(True)
        self._own_threshold.set_value("0")
        self._offer_dimensions()

    def _offer_dimensions(self) -> None:
        names = [spec.dimensions[0] for spec in self._offered()]
        self._dimension.set_choices(Choice(name, self._head(name)) for name in names)
        self._dimension.set_value(names[0] if names else None)
        self._offer_codes()

    def _offer_codes(self) -> None:
        name = self._dimension.value()
        if self._state is None or name is None:
            return
        self._merged.set_values(())
        dimension = self._state.sets.shipped.dimension(name)
        labels = self._state.labels
        is_list = dimension.kind is DimensionKind.CODE
        self._merged.set_choices(
            Choice(code, labels.code(name, code)) for code in (dimension.codes if is_list else ())
        )
        self._merged.setEnabled(is_list)

    def _on_add(self) -> None:
        name, measure = self._dimension.value(), self._measure.value()
        if self._state is None or name is None or measure is None:
            return
        level = level_of(self._state.sets.shipped)
        by_level = (level.key,) if level is not None and self._by_level.isChecked() else ()
        codes = self._merged.values()
        merged = ((name, codes),) if codes else ()
        own = int(self._own_threshold.value() or 0)
        if self.presenter.add(TableWish(measure, (name, *by_level), merged, own)):
            self._empty_form()
