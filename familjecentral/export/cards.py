"""What is left of closed support cards, as a table and a chart to look at, save and print.

The sums are those that the counsellors see, house by house: protected half-years that have ended.
They are made once and for all, so a file holds the very numbers of the window, and no others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from familjecentral.access.model import Centre
from familjecentral.calendar.names import period_name
from familjecentral.contacts.closed import ClosedHalfYear
from familjecentral.export.charts import StackedShares
from familjecentral.export.charts_screen import ChartPicture, StackedBars
from familjecentral.export.document import Column, ColumnKind, Diagram, Document, Row, Table
from familjecentral.export.figures import HIDDEN, HIDDEN_SIGN, Figure, count
from familjecentral.export.paper import Fonts
from familjecentral.export.report_html import write_html
from familjecentral.export.report_pdf import write_pdf
from familjecentral.export.report_xlsx import write_xlsx
from familjecentral.releases.placing import move, workplace
from familjecentral.releases.view import Picture

FORMATS = ("pdf", "html", "xlsx")
_MOVES = ("Lägre nivå", "Samma nivå", "Högre nivå")
_TITLE = "Avslutade stödkort efter familjecentral och halvår"
_PER_CARD = "Samtal per kort"
Progress = Callable[[float], None]
Houses = Sequence[tuple[Centre, Sequence[ClosedHalfYear]]]


class CardSheet:
    """The closed cards of all houses, each by itself: never a sum of houses.

    Args:
        text: the fixed texts of reports, by their keys.
        day: printed as the day of the sheet.
    """

    def __init__(
        self,
        houses: Houses,
        text: Mapping[str, str],
        fonts: Fonts,
        *,
        day: dt.date,
        is_sample: bool,
    ) -> None:
        self._houses = houses
        self._text = text
        self._fonts = fonts
        self._day = day
        self._is_sample = is_sample
        self._rows = tuple(
            (f"{centre.name}, {period_name(half.period)}", half)
            for centre, halves in houses
            for half in halves
        )

    @property
    def picture(self) -> Picture | None:
        """At which level the cards ended, beside that at which they began; None without cards."""
        if not self._rows:
            return None
        return ChartPicture("Antal", StackedBars(_MOVES, tuple(self._bars())), self._note())

    def _bars(self) -> Iterator[tuple[str, tuple[Figure, ...], Figure]]:
        for label, half in self._rows:
            yield label, tuple(map(_figure, half.moves)), _figure(half.closed)

    def _note(self) -> str:
        hidden = any(None in (half.closed, *half.moves) for _, half in self._rows)
        text = "Streckad ruta: summan av dolda delar. Utan stapel är också summan dold."
        return text if hidden else ""

    def write(self, folder: Path, formats: Sequence[str], progress: Progress) -> tuple[Path, ...]:
        """Write the sheet in formats of :data:`FORMATS`; all files appear together or none.

        Raises:
            OutputNotWritable, DiskFull, Cancelled (from ``progress``).
        """
        document, files = self._document(), []
        with workplace(folder) as work:
            for place, name in enumerate(formats):
                done = place / len(formats)

                def step(share: float, done: float = done) -> None:
                    progress(done + share / len(formats))

                path = work / f"{document.file_name}.{name}"
                if name == "pdf":
                    write_pdf(path, document, fonts=self._fonts, progress=step)
                elif name == "html":
                    write_html(path, document, fonts=self._fonts, progress=step)
                else:
                    write_xlsx(path, document, progress=step)
                files.append(path)
            return move(files, folder)

    def _document(self) -> Document:
        names = [centre.name for centre, _ in self._houses]
        author = names[0] if len(names) == 1 else "Familjecentralerna"
        text = self._text
        signs = f"– {text['signs.zero']}.   .. {text['signs.hidden']}."
        table = Table(
            key="closed_cards",
            number="1",
            title=_TITLE,
            unit="Antal, och medelvärde",
            row_head="Familjecentral och halvår",
            columns=(
                Column("Avslutade"),
                Column(_PER_CARD, ColumnKind.TEXT),
                *(Column(move_, group="därav slutade på") for move_ in _MOVES),
            ),
            rows=tuple(
                Row(
                    label,
                    (_figure(half.closed), mean_text(half.mean), *map(_figure, half.moves)),
                )
                for label, half in self._rows
            ),
            notes=(text["cards.separate"], signs, text["cards.source"]),
        )
        chart = StackedShares(_MOVES, tuple(self._bars()))
        own = tuple(filter(None, (self._note(),)))
        return Document(
            title=_TITLE,
            file_name=f"avslutade-stodkort-{self._day.isoformat()}",
            author=author,
            head_left=author,
            head_right="Avslutade stödkort",
            badge=text["mark.sample"] if self._is_sample else "",
            foot=(text["foot.promise"],),
            page=text["foot.page"],
            watermark="",
            day=self._day,
            blocks=(table, Diagram("1", _TITLE, "Procent", chart, own)),
        )


def mean_text(mean: float | None) -> str:
    """Return talks per card with one decimal, or the sign of a hidden number."""
    return HIDDEN_SIGN if mean is None else f"{mean:.1f}".replace(".", ",")


def _figure(number: int | None) -> Figure:
    return HIDDEN if number is None else count(number)
