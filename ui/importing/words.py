"""The sentences of the import."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from familjecentral.calendar.names import period_name
from familjecentral.calendar.periods import Period
from familjecentral.codes import CodeBook
from familjecentral.contacts.importing.mapping import COLUMNS, EVERY_SHEET, Kind
from familjecentral.contacts.importing.report import ImportReport
from familjecentral.errors import FamiljecentralError, UnusableFile
from ui.errors import text_of
from ui.importing.draft import AboutFile, Draft, Looked


def tr(text: str) -> str:
    """Return a text in the language of the window."""
    return QCoreApplication.translate("importing", text)


def about_file(draft: Draft) -> str:
    """Return how a file is written: ``CSV · windows-1252 · semikolon``."""
    about: AboutFile = draft.about
    if about.sheets:
        if draft.sheet == EVERY_SHEET:
            return f"{draft.path.name} · {tr('Excel')} · {tr('alla blad')}"
        sheet = tr("blad ”{name}”").format(name=draft.sheet)
        return f"{draft.path.name} · {tr('Excel')} · {sheet}"
    names = {";": tr("semikolon"), ",": tr("komma"), "\t": tr("tabb")}
    encodings = {"cp1252": "windows-1252", "utf-8-sig": "UTF-8", "utf-8": "UTF-8"}
    encoding = encodings.get(about.encoding, about.encoding)
    return " · ".join((draft.path.name, "CSV", encoding, names.get(about.delimiter, "")))


def failed(error: FamiljecentralError) -> tuple[str, str]:
    """Return what went wrong in bold, and the rest."""
    if isinstance(error, UnusableFile) and (said := _PROBLEMS.get(error.reason)):
        title, rest = said
        return late(title).format(place=error.place), late(rest)
    text = text_of(error)
    return text.title, f"{text.meaning} {text.action}"


def late(text: str) -> str:
    """Translate a text that was marked where it stands."""
    return QCoreApplication.translate("importing", text)


def _(text: str) -> str:
    """Mark a text that is translated when it is shown."""
    return text


_PROBLEMS: dict[str, tuple[str, str]] = {
    "missing_file": (_("Filen finns inte."), _("Inget har sparats. Välj filen igen.")),
    "unknown_column": (
        _("Kolumnen ”{place}” har ingen plats."),
        _("Välj vad den blir, eller välj Importera inte."),
    ),
    "unnamed_column": (
        _("Kolumn {place} har text men ingen rubrik."),
        _(
            "Välj Importera inte, eller ge den en rubrik i filen. Står rubrikerna i flera rader: "
            "skriv dem i en, den närmast innehållet."
        ),
    ),
    "repeated_column": (
        _("Kolumnen ”{place}” blir samma sak som en annan."),
        _("Välj något annat för en av dem."),
    ),
    "missing_column": (
        _("Ingen kolumn säger {place}."),
        _("Välj vilken kolumn det är, eller lägg till den i filen."),
    ),
    "no_header": (
        _("Ingen kolumn är Datum."),
        _("Välj vilken kolumn som är Datum, eller läs filen som pinnlista."),
    ),
    "no_months": (
        _("Ingen rad namnger månader."),
        _("Välj ett annat blad, eller läs filen som logg."),
    ),
    "mapping": (
        _("Mallen passar inte den här filen."),
        _("Inget har sparats. Välj en annan mall, eller ingen."),
    ),
    "sheet": (_("Bladet finns inte i filen."), _("Inget har sparats. Välj ett annat blad.")),
}


def blocked(looked: Looked) -> str:
    """Return why the import cannot be started yet; empty if it can."""
    reason = looked.blocked_by()
    words = {
        "column": tr("Välj först vad varje kolumn blir."),
        "level": tr("Välj först arbetsnivå."),
        "section": tr("Välj först vad varje rubrik i listan är."),
        "problem": tr("Filen kan inte läsas så här."),
        "nothing": tr("Inga rader kan importeras."),
        "again": tr("Filen är redan importerad."),
    }
    return words.get(reason, "")


def note_banner(looked: Looked, cells: int) -> tuple[str, str]:
    """Return what becomes of a column of notes."""
    note = looked.note
    header = note.header if note else ""
    title = tr("Kolumnen ”{name}” läses inte in.").format(name=header)
    if looked.draft.drop_notes:
        rest = tr("Den innehåller fri text. Cellerna prövas inte heller. Texten lämnar inte filen.")
    elif cells == 1:
        rest = tr(
            "Den innehåller fri text, och 1 cell ser ut som namn, telefonnummer eller annat om "
            "personer. Texten lämnar inte filen."
        )
    elif cells:
        rest = tr(
            "Den innehåller fri text, och {n} celler ser ut som namn, telefonnummer eller annat "
            "om personer. Texten lämnar inte filen."
        )
    else:
        rest = tr("Den innehåller fri text. Texten lämnar inte filen.")
    return title, rest.format(n=cells)


def summary(report: ImportReport, codes: CodeBook, kind: Kind) -> str:
    """Return what the rows become, and what should be known before they are imported."""
    lines = []
    for quarter, levels in sorted(report.counts.items()):
        period = period_name(Period.parse(f"{quarter[:4]}-{quarter[4:]}"))
        parts = [
            f"{codes.label('prevention_level', k).lower()} {n}" for k, n in levels.items() if n
        ]
        lines.append(f"{period[:1].upper()}{period[1:]}: {', '.join(parts)}.")
    if report.contacts != report.accepted_rows:
        text = tr("Läsbara rader: {rows}. Kontakter: {n}.")
        if kind == "tally":
            text = tr("Läsbara rutor: {rows}. Kontakter: {n}.")
        lines.append(text.format(rows=report.accepted_rows, n=report.contacts))
    if report.near:
        one = tr("1 värde lästes som den enda kod som låg nära.")
        more = tr("{n} värden lästes som den enda kod som låg nära.")
        lines.append(_counted(sum(report.near.values()), one, more))
    if report.dropped_duplicates:
        one = tr("1 dubblett följer inte med.")
        more = tr("{n} dubbletter följer inte med.")
        lines.append(_counted(len(report.dropped_duplicates), one, more))
    if report.same_number:
        text = tr("Samma löpnummer men annat innehåll, båda följer med: rad {rows}.")
        lines.append(text.format(rows=_some(report.same_number)))
    if report.ignored_rows:
        one = tr("1 rad är ingen kontakt: tom, summa eller rubrik.")
        more = tr("{n} rader är inga kontakter: tomma, summor, rubriker.")
        lines.append(_counted(len(report.ignored_rows), one, more))
    if report.unread_columns:
        text = tr("Kolumner utan månad läses inte: {columns}.")
        lines.append(text.format(columns=", ".join(sorted(report.unread_columns))))
    if report.late_months:
        text = tr("Låsta månader, blir sena uppgifter: {months}.")
        lines.append(text.format(months=", ".join(sorted(report.late_months))))
    return "\n".join(lines)


def _counted(n: int, one: str, more: str) -> str:
    return one if n == 1 else more.format(n=n)


def _some(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:12]))
    return f"{shown} …" if len(numbers) > 12 else shown


def field_names() -> tuple[tuple[str, str], ...]:
    """Return what a column of a log can become, and its words."""
    return tuple(COLUMNS.items())
