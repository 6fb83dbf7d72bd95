"""Messy files with the results that they must give, worked out while they are written.

Nothing of the import is used here: what a text means is known because it was made from it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import openpyxl

LAST_DAY = dt.date(2026, 10, 7)
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
LEVELS = {
    "universal": ["Universell", "universal", "univ", "allmän", "generell"],
    "selective": ["Selektiv", "selective", "sel", "riktad"],
    "indicated": ["Indikerad", "indicated", "ind"],
}
FORMS = {
    "booked_talk": ["Bokat samtal", "booked_talk", "bokat", "bokade samtal", "enskilt samtal"],
    "drop_in_talk": ["Spontant samtal", "spontansamtal", "drop-in"],
    "phone": ["Telefonsamtal", "telefon", "tel", "tfn", "phone"],
    "video": ["Videosamtal", "teams", "digitalt", "video samtal"],
    "home_visit": ["Hembesök", "hb", "home_visit"],
    "joint_home_visit": ["Gemensamt hembesök med BHV", "hembesök m BVC"],
    "other": ["Annan form", "övrigt"],
}
TOPICS = {
    "routines": ["Sömn, mat, rutiner", "sömn"],
    "separation": ["Separation, vårdnad, boende, umgänge", "separation"],
    "economy": ["Ekonomi", "economy"],
    "network": ["Nätverk och isolering", "nätverk"],
    "housing": ["Boende", "housing"],
}
SLIPS = {  # one edit from five letters on, two from nine on, each near one code only
    "phone": ["telefn", "Telefonsmatal", "Telfonsamtla", "teelfon"],
    "booked_talk": ["Bokta samtal", "Bokat smatla", "Bokat samtall"],
    "drop_in_talk": ["Spontnat samtal", "Spontantsamtal", "Spntant samtl"],
    "home_visit": ["Hembesk", "Hmebesök"],
}
UNKNOWN = ["promenad", "tl", "kaffe och bulle", "?", "xxxxxxxxx", "Telefn o sms"]
IDENTIFIERS = [
    "Elsa 4 år, sömn",
    "pnr 19990807-2391",
    "ring 070-174 06 55",
    "elsa.testsson@example.com",
    "Hembesök Påhittsgatan 3",
    "Eva Testsson, ny på orten",
]
HARMLESS = ["", "", "frågor om sömn", "andra samtalet", "broschyr gavs", "tolk hade behövts"]
DOUBTFUL = ["samtal med Fatima"]
TOTALS = ["Summa", "S:a", "Delsumma", "TOTALT", "Totalsumma:", "Antal totalt"]
REMARKS = ["sommarstängt v. 29", "här byttes kontor", "OBS!"]
COUNTS: dict[int, list[Any]] = {
    1: ["", "1", "1,0", "x", "X", "|", "1 st"],
    2: ["2", "2,00", "xx", "| |", "2 st."],
    4: ["4", "4.0", "||||", "xx xx", "I I I I"],
    0: ["0", "-", "–", "0,0"],
}
BAD_COUNTS = ["2,5", "-1", "ca 5", "3-4", "många", "1000", "201"]
BAD_DATES = ["2026-02-30", "31/4 2026", "1999-12-31", "i går", "2026-13-01", "5/3 2026 kl 14"]


@dataclass
class Expected:
    """What a file must give."""

    accepted_rows: int = 0
    contacts: int = 0
    ignored_rows: list[int] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    set_aside: list[dict[str, Any]] = field(default_factory=list)
    dropped_duplicates: list[int] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def accept(self, day: dt.date, level: str, count: int) -> None:
        self.accepted_rows += 1
        self.contacts += count
        quarter = f"{day.year}Q{(day.month + 2) // 3}"
        self.counts.setdefault(quarter, dict.fromkeys(LEVELS, 0))[level] += count

    def reject(self, row: int, column: str, reason: str) -> None:
        self.rejected.append({"row": row, "column": column, "reason": reason})


def written(rnd: random.Random, day: dt.date) -> str:
    """A day in one of the writings that people use."""
    month = MONTHS[day.month - 1]
    forms: list[Callable[[], str]] = [
        day.isoformat,
        lambda: f"{day:%Y%m%d}",
        lambda: f"{day.day}/{day.month} {day.year}",
        lambda: f"{day.day}/{day.month}-{day:%y}",
        lambda: f"{day.day}.{day.month}.{day.year}",
        lambda: f"{day:%d/%m/%Y}",
        lambda: f"{day.day} {month} {day.year}",
        lambda: f"{day.day} {month[:3].upper()}. {day.year}",
        lambda: f"{day.isoformat()} 00:00",
        lambda: f"{day.isoformat()} 00:00:00",
        lambda: f"{day.day}/{day.month}",
    ]
    return rnd.choice(forms)()


def disguised(rnd: random.Random, text: str) -> str:
    """The same text in other capitals, with other spaces or full stops behind."""
    text = rnd.choice([text, text.upper(), text.lower(), text.title()])
    return rnd.choice([text, f" {text} ", text.replace(" ", "  "), f"{text}.", f"{text} ."])


class MessyLog:
    """A log with every kind of row."""

    head = ("Dag", "Nivå", "Vad", "Om", "Antal", "Löpnr", "Anm")
    mapping: ClassVar[dict[str, Any]] = {
        "kind": "log",
        "file": {"year": 2026},
        "defaults": {"working_level": "individual"},
        "columns": {
            "Dag": "date", "Nivå": "prevention_level", "Vad": "contact_form",
            "Om": "topic", "Anm": "note",
        },
        "ignore": {"columns": ["Signatur"]},
    }  # fmt: skip

    def __init__(self, seed: int, rows: int = 60) -> None:
        self._rnd = rnd = random.Random(seed)
        self.rows: list[list[Any]] = []
        self.expected = Expected()
        self._numbers: dict[str, tuple[Any, ...]] = {}
        order = list(range(len(self.head)))
        rnd.shuffle(order)
        self._order = order
        for _ in range(rnd.randint(0, 3)):
            self._ignored([rnd.choice(["Statistik 2026", "", "Kvartal 1"])])
        shown = {name: rnd.choice([name, name.upper()]) for name in self.head}
        self._shown = shown
        self._header = [rnd.choice([shown[n], f" {shown[n]} "]) for n in self._arranged(self.head)]
        self._header.append("Signatur")
        self.rows.append(self._header)
        kinds = [self._good] * 8 + [
            self._slip, self._unknown, self._bad_date, self._future, self._bad_count,
            self._missing, self._topics, self._note, self._doubt, self._nothing, self._total,
            self._remark, self._again, self._empty, self._repeat,
        ]  # fmt: skip
        for _ in range(rows):
            rnd.choice(kinds)()
        self._good()  # a spreadsheet does not keep empty rows at its end

    def _arranged(self, cells: Any) -> list[Any]:
        cells = list(cells)
        return [cells[place] for place in self._order]

    def _put(self, *, day: Any = None, level: Any = None, form: Any = None, topic: Any = None,
             count: Any = None, number: Any = "", note: Any = None) -> int:  # fmt: skip
        rnd = self._rnd
        level = disguised(rnd, rnd.choice(LEVELS["selective"])) if level is None else level
        form = disguised(rnd, rnd.choice(FORMS["other"])) if form is None else form
        cells = [
            written(rnd, dt.date(2026, 5, 5)) if day is None else day,
            level,
            form,
            "Boende" if topic is None else topic,
            rnd.choice(COUNTS[1]) if count is None else count,
            number,
            rnd.choice(HARMLESS) if note is None else note,
        ]
        self.rows.append([*self._arranged(cells), rnd.choice(["EJ", "MS", "Elsa Testsson"])])
        return len(self.rows)

    def _reject(self, row: int, name: str, reason: str) -> None:
        self.expected.reject(row, self._shown[name], reason)

    def _day(self) -> dt.date:
        return dt.date(2026, 1, 1) + dt.timedelta(
            days=self._rnd.randrange((LAST_DAY - dt.date(2026, 1, 1)).days + 1)
        )

    def _good(self, form: str | None = None) -> None:
        rnd = self._rnd
        day, level = self._day(), rnd.choice(list(LEVELS))
        key = rnd.choice(list(FORMS))
        topics = rnd.sample(list(TOPICS), rnd.randint(0, 3))
        count = rnd.choice([1, 1, 1, 2, 4])
        self._put(
            day=written(rnd, day),
            level=disguised(rnd, rnd.choice(LEVELS[level])),
            form=form or disguised(rnd, rnd.choice(FORMS[key])),
            topic=rnd.choice([",", " | ", ", ", "|"]).join(rnd.choice(TOPICS[t]) for t in topics),
            count=rnd.choice(COUNTS[count]),
        )
        self.expected.accept(day, level, count)

    def _slip(self) -> None:
        self._good(self._rnd.choice(SLIPS[self._rnd.choice(list(SLIPS))]))

    def _unknown(self) -> None:
        self._reject(self._put(form=self._rnd.choice(UNKNOWN)), "Vad", "unknown_code")

    def _bad_date(self) -> None:
        self._reject(self._put(day=self._rnd.choice(BAD_DATES)), "Dag", "bad_date")

    def _future(self) -> None:
        day = LAST_DAY + dt.timedelta(days=self._rnd.randint(2, 400))
        self._reject(self._put(day=day.isoformat()), "Dag", "future_date")

    def _bad_count(self) -> None:
        self._reject(self._put(count=self._rnd.choice(BAD_COUNTS)), "Antal", "bad_count")

    def _missing(self) -> None:
        """Two things are missing; the one further to the left is told."""
        first = min(("Dag", "Vad"), key=lambda name: self._order.index(self.head.index(name)))
        self._reject(self._put(day="", form=" "), first, "missing_required")

    def _topics(self) -> None:
        many = " | ".join(TOPICS[t][0] for t in self._rnd.sample(list(TOPICS), 4))
        self._reject(self._put(topic=many), "Om", "too_many_topics")

    def _note(self) -> None:
        """Personal data comes before any other fault."""
        note = self._rnd.choice(IDENTIFIERS)
        row = self._put(note=note, day=self._rnd.choice(["2026-05-05", "i går"]))
        self._reject(row, "Anm", "personal_data")

    def _doubt(self) -> None:
        row = self._put(note=self._rnd.choice(DOUBTFUL))
        found = {"row": row, "column": self._shown["Anm"], "reason": "personal_data_possible"}
        self.expected.set_aside.append(found)

    def _nothing(self) -> None:
        row = self._put(count=self._rnd.choice(COUNTS[0]), form=self._rnd.choice(UNKNOWN))
        self.expected.ignored_rows.append(row)

    def _total(self) -> None:
        self._ignored(["", self._rnd.choice(TOTALS), 12, "", 3])

    def _remark(self) -> None:
        self._ignored([*[""] * self._rnd.randint(0, 4), self._rnd.choice(REMARKS)])

    def _again(self) -> None:
        self._ignored(list(self._header))

    def _empty(self) -> None:
        self._ignored(self._rnd.choice([[], [""] * 7, [" ", "", "  "]]))

    def _ignored(self, cells: list[Any]) -> None:
        self.rows.append(cells)
        self.expected.ignored_rows.append(len(self.rows))

    def _repeat(self) -> None:
        """A row with a number, and the same once more, said otherwise."""
        number = str(len(self.rows))
        day = self._day()
        for n in range(2):
            row = self._put(
                day=written(self._rnd, day), level="sel", form="hb", topic="", count="2",
                number=number,
            )  # fmt: skip
            if n:
                self.expected.dropped_duplicates.append(row)
            else:
                self.expected.accept(day, "selective", 2)

    # --- files ---

    def write_csv(self, path: Path) -> None:
        """In some encoding, with some separator and end of line."""
        rnd = self._rnd
        out = io.StringIO()
        writer = csv.writer(
            out, delimiter=rnd.choice(";,\t"), lineterminator=rnd.choice(["\n", "\r\n"])
        )
        writer.writerows(self.rows)
        text = out.getvalue()
        encoding = rnd.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
        path.write_bytes(text.encode(encoding))

    def write_xlsx(self, path: Path) -> None:
        """Dates and counts partly as typed cells; hidden rows and columns, a merged title."""
        rnd = self._rnd
        book = openpyxl.Workbook()
        page = book.active
        page.title = "Logg"
        for cells in self.rows:
            page.append([None if cell == "" else _typed(rnd, cell) for cell in cells])
        for number in rnd.sample(range(1, len(self.rows) + 1), 5):
            page.row_dimensions[number].hidden = True
        page.column_dimensions["B"].hidden = True
        book.save(path)


def _typed(rnd: random.Random, cell: Any) -> Any:
    if isinstance(cell, str) and rnd.random() < 0.5:
        if len(cell) == 10 and cell[4] == cell[7] == "-" and cell[:4] == "2026":
            try:
                return dt.date.fromisoformat(cell)
            except ValueError:
                return cell
        if cell.isdecimal() and len(cell) < 4:
            return int(cell)
        if cell == "2,5":
            return 2.5
    return cell


class MessyTally:
    """A tally sheet with every kind of row and cell."""

    mapping: ClassVar[dict[str, Any]] = {
        "kind": "tally",
        "file": {"type": "xlsx", "sheet": "*"},
        "defaults": {"working_level": "individual"},
        "tally": {"year": 2026, "header_row": 3, "first_row": 4, "label_column": "B"},
        "sections": {
            "Universell nivå": {"prevention_level": "universal"},
            "Selektiv nivå": {"prevention_level": "selective"},
            "Indikerad nivå": {"prevention_level": "indicated"},
        },
        "rows": {"Kort samtal i hallen": {"contact_form": "drop_in_talk"}},
    }

    def __init__(self, seed: int) -> None:
        self._rnd = random.Random(seed)
        self.expected = Expected()
        self.book = openpyxl.Workbook()
        self.book.active.title = "Vår"
        self._fill(self.book.active)
        self._fill(self.book.create_sheet("Sommar"))

    def _fill(self, page: Any) -> None:
        rnd = self._rnd
        months = sorted(rnd.sample(range(1, 10), 4))
        names = [self._month(m) for m in months]
        page.append(["Statistik 2026"])
        page.append([None, None, "Kvartal"])
        page.append([None, "Kontakter", *names, "Totalt", "Anm."])
        page.merge_cells("C2:E2")
        self.expected.ignored_rows += [1, 2, 3]
        for level in rnd.sample(list(LEVELS), 3):
            heading = {"universal": "Universell", "selective": "Selektiv", "indicated": "Indikerad"}
            page.append([None, disguised(rnd, f"{heading[level]} nivå")])
            page.merge_cells(f"B{page.max_row}:H{page.max_row}")
            self.expected.ignored_rows.append(page.max_row)
            for _ in range(rnd.randint(2, 6)):
                self._row(page, level, months)
            page.append([None, rnd.choice(TOTALS), 9, 9, 9, 9, 36])
            self.expected.ignored_rows.append(page.max_row)
        for number in rnd.sample(range(4, page.max_row), 2):
            page.row_dimensions[number].hidden = True
        page.column_dimensions["D"].hidden = True

    def _month(self, month: int) -> str:
        name = MONTHS[month - 1]
        return self._rnd.choice([name, name.upper(), name[:3], f"{name[:3].title()}.", name[:4]])

    def _row(self, page: Any, level: str, months: list[int]) -> None:
        rnd = self._rnd
        number = page.max_row + 1
        kind = rnd.choice(["good"] * 8 + ["unknown", "remark", "personal", "doubt"])
        if kind == "remark":
            page.append([None, None, rnd.choice(REMARKS)])
            self.expected.ignored_rows.append(number)
            return
        key = rnd.choice(list(SLIPS))
        label = rnd.choice([*FORMS[key], *SLIPS[key], "Kort samtal i hallen"])
        if kind == "unknown":
            page.append([None, rnd.choice(["promenad", "Kaffe"]), 1, "x", None, 2])
            self.expected.reject(number, "B", "unknown_code")
            return
        if kind in ("personal", "doubt"):
            note = rnd.choice(IDENTIFIERS if kind == "personal" else DOUBTFUL)
            page.append([None, label, 1, "x", None, 2, 4, note])
            if kind == "personal":
                self.expected.reject(number, "H", "personal_data")
            else:
                found = {"row": number, "column": "H", "reason": "personal_data_possible"}
                self.expected.set_aside.append(found)
            return
        cells: list[Any] = []
        for place, month in enumerate(months):
            count = rnd.choice([None, 0, 1, 2, 4, "bad"])
            if count == "bad":
                cells.append(rnd.choice([*BAD_COUNTS, 2.5, -3]))
                self.expected.reject(number, "CDEF"[place], "bad_count")
            elif count is None:
                cells.append(None)
            else:
                cells.append(rnd.choice([*(c for c in COUNTS[count] if c != ""), count]))
                if count:
                    self.expected.accept(dt.date(2026, month, 15), level, count)
        page.append([None, label, *cells, 99, rnd.choice([None, "stängt en vecka"])])

    def write_xlsx(self, path: Path) -> None:
        """Write it."""
        self.book.save(path)
