"""The sentences of the joint follow-up: what happened, and why a file is not taken in."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from familjecentral.calendar.names import period_name
from familjecentral.calendar.periods import Period
from familjecentral.errors import (
    FamiljecentralError,
    InvalidInput,
    NotFound,
    NotPublishable,
    RegisterBehind,
    UnusableFile,
)
from familjecentral.releases.exchange import Overview
from familjecentral.releases.model import OutsideKind
from ui.errors import text_of


def tr(text: str) -> str:
    """Return a text in the language of the window."""
    return QCoreApplication.translate("exchange", text)


def said_of(said: tuple[str, ...]) -> tuple[str, str]:
    """Return what happened in bold, and what it means."""
    kind, *parts = said
    if kind == "in":
        return (
            tr("{name} är inläst.").format(name=named(parts[0])),
            tr(
                "Underskriften, kontrollsumman och versionen stämmer. Filen har {n} olika tal, "
                "visade eller dolda. Nästa utgåva skyddas också mot dem."
            ).format(n=parts[1]),
        )
    if kind == "out":
        return (
            tr("Filen {name} är sparad.").format(name=parts[0]),
            tr("Den är underskriven och innehåller bara det som redan är publicerat."),
        )
    if kind == "saved":
        return (
            tr("Rapporten är antecknad i registret och sparad."),
            tr("Skicka {name} till de andra: den ska läsas in före deras nästa utgåva.").format(
                name=parts[0]
            ),
        )
    return (
        tr("Rapporten är provad och klar att läsa."),
        tr("Den har lästs tillbaka från alla format. Den antecknas i registret när du sparar."),
    )


def named(name: str) -> str:
    """Return the name of a file in words: ``Norra huset: kvartal 3 2026, utgåva 1``."""
    house, _, rest = name.rpartition(": ")
    period, *number = rest.split(" ")
    words = period_name(Period.parse(period))
    if number:
        text = tr("{period}, utgåva {n}, återkallad") if number[1:] else tr("{period}, utgåva {n}")
        words = text.format(period=words, n=number[0].strip("()"))
    return f"{house}: {words}" if house else words


def failed(error: FamiljecentralError) -> tuple[str, str]:
    """Return what went wrong in bold, and the rest."""
    if isinstance(error, UnusableFile) and error.reason in _REASONS:
        title, rest = _REASONS[error.reason]
        return late(title).format(place=error.place), late(rest)
    if isinstance(error, NotFound):
        return (
            tr("Det finns inget att lägga ihop."),
            tr(
                "Perioden behöver en egen utgåva för hela lagret och en inläst från ett annat hus. "
                "Ett lager utan egna utgåvor behöver två inlästa."
            ),
        )
    if isinstance(error, NotPublishable):
        return (
            tr("Den gemensamma rapporten visas inte."),
            tr("Tillsammans med utgåvorna skulle ett dolt tal gå att räkna ut. Inget är sparat."),
        )
    if isinstance(error, RegisterBehind):
        return (
            tr("Publicering är låst: lagret känner bara till utgåva 1–{n}.").format(n=error.number),
            tr("Filen är inte inläst. Ange först den senaste utgåvan på sidan Kvartalsrapport."),
        )
    if isinstance(error, InvalidInput):
        problem = error.problems[0].problem
        return tr("Husets namn går inte att spara."), late(_NAMES.get(problem, _NAMES["required"]))
    text = text_of(error)
    return text.title, f"{text.meaning} {text.action}"


def files_of(known: Overview) -> list[tuple[str, ...]]:
    """Return the rows of what has been taken in: what it is, kind, day."""
    kinds = {OutsideKind.EXCHANGE: tr("utgåva"), OutsideKind.JOINT: tr("gemensam rapport")}
    return [(named(file.name), kinds[file.kind], file.noted_on.isoformat()) for file in known.files]


def late(text: str) -> str:
    """Translate a text that was marked where it stands."""
    return QCoreApplication.translate("exchange", text)


def _(text: str) -> str:
    """Mark a text that is translated when it is shown."""
    return text


_NAMES = {
    "required": _("Skriv vad huset heter."),
    "too_long": _("Skriv högst 80 tecken."),
    "personal_data": _("Namnet liknar en personuppgift. Skriv husets namn."),
    "taken": _(
        "Ett hus med det namnet har redan en annan nyckel. Har huset bytt nyckel, så kryssa för "
        "det. Är det ett annat hus, så ge det ett annat namn."
    ),
}
_KEPT = _("Inget är inläst. Be avsändaren skicka filen igen.")
_REASONS = {
    "not_an_exchange_file": (_("Filen är ingen underskriven utgåva."), _KEPT),
    "newer_format": (
        _("Filen är skriven av en nyare version av programmet."),
        _("Inget är inläst. Uppdatera programmet, eller be om filen i det äldre formatet."),
    ),
    "bad_signature": (
        _("Underskriften stämmer inte: filen är ändrad efter att den skrevs under."),
        _KEPT,
    ),
    "bad_hash": (_("Kontrollsumman stämmer inte: innehållet är ändrat."), _KEPT),
    "fingerprint": (
        _("Fingeravtrycket på pappret hör till en annan nyckel än filens."),
        _(
            "Inget är inläst. Läs det från början en gång till. Stämmer det inte nu heller, så "
            "ring avsändaren på ett nummer som du känner till."
        ),
    ),
    "own_key": (
        _("Nyckeln är den här familjecentralens egen."),
        _("Inget är inläst. Välj en fil från ett annat hus."),
    ),
    "known_file": (_("Filen är redan inläst: {place}."), _("Inget är ändrat.")),
    "own_release": (
        _("Filen är den här familjecentralens egen utgåva {place}."),
        _("Den finns redan i registret. Inget är ändrat."),
    ),
    "same_release": (
        _("Samma hus finns med två gånger: {place}."),
        _("Inget är inläst. Samma kontakter skulle räknas dubbelt."),
    ),
    "older_release": (
        _("En nyare utgåva av samma period är redan inläst: {place}."),
        _("Den gamla är inte inläst. Inget är ändrat."),
    ),
    "parted_register": (
        _("Registret har andra utgåvor än lagret: {place}"),
        _(
            "Ett av två lager är en kopia som har publicerat för sig, så inget publiceras. Ta inte "
            "bort filen. Publicera från det lager som har skrivit den."
        ),
    ),
    "another_register": (
        _("Filen hör till ett annat register med samma nyckel."),
        _("Inget är inläst. Ett av lagren är en kopia. Prata med avsändaren innan ni går vidare."),
    ),
    "wrong_day": (
        _("Utgåvan är daterad {place}, i framtiden eller före periodens slut."),
        _(
            "Inget är inläst. Se efter vems dator som har fel dag. Är dagen fel i filen, be "
            "avsändaren ge ut perioden på nytt."
        ),
    ),
    "contradicts_itself": (
        _("Talen i utgåvan går inte ihop: en summa är en annan än delarnas ({place})."),
        _("Inget är inläst. Be avsändaren kontrollera sitt lager och skicka filen igen."),
    ),
    "sum_of_hidden": (
        _("Den gemensamma rapporten visar en summa där er del är dold (tabell {place})."),
        _("Den är inte inläst, och den ska inte spridas. Prata med avsändaren."),
    ),
    "broken_chain": (
        _("Registret är ändrat: kedjan bryts vid utgåva {place}."),
        _("Inget är övertaget. Välj en annan kopia av registret."),
    ),
    "not_a_register": (
        _("Filen är inget utgåveregister."),
        _("Inget är övertaget. Välj familjecentral-utgavor.json."),
    ),
    "older_than_store": (
        _("Lagret har redan fler utgåvor än {place}."),
        _("Numret är inte det senaste. Se efter på den senaste rapporten."),
    ),
    "unreadable": (_("Filen {place} går inte att läsa."), _("Inget är ändrat. Välj filen igen.")),
}
