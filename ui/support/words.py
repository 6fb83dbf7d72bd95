"""What the page says of a card. No Qt beside the translation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from familjecentral.calendar.periods import Month, Period, PeriodType
from familjecentral.contacts.caseload import CardSeen, CardStep, Offered
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.support import Reason, Standing, SupportCard
from ui.widgets.combo import Choice
from ui.widgets.daytext import month_name, quarter_name

_QUIET_MONTHS = 2


def _tr(text: str) -> str:
    return QCoreApplication.translate("support", text)


def ordinal(number: int) -> str:
    """Return *fjärde* for 4; from the thirteenth on in digits."""
    words = (
        _tr("första"),
        _tr("andra"),
        _tr("tredje"),
        _tr("fjärde"),
        _tr("femte"),
        _tr("sjätte"),
        _tr("sjunde"),
        _tr("åttonde"),
        _tr("nionde"),
        _tr("tionde"),
        _tr("elfte"),
        _tr("tolfte"),
    )
    return words[number - 1] if 1 <= number <= len(words) else f"{number}:e"


def cardinal(number: int) -> str:
    """Return *fem* for 5; from thirteen on in digits."""
    words = (
        _tr("ett"),
        _tr("två"),
        _tr("tre"),
        _tr("fyra"),
        _tr("fem"),
        _tr("sex"),
        _tr("sju"),
        _tr("åtta"),
        _tr("nio"),
        _tr("tio"),
        _tr("elva"),
        _tr("tolv"),
    )
    return words[number - 1] if 1 <= number <= len(words) else str(number)


def limit_of(seen: CardSeen) -> int | None:
    """Return the board's limit for a card."""
    return seen.service.limit if seen.service else None


def count_text(talks: int, limit: int | None) -> str:
    """Return *3 av 5*, or *3 samtal* without a limit."""
    if limit is not None:
        return _tr("{n} av {limit}").format(n=talks, limit=limit)
    return _tr("{n} samtal").format(n=talks)


def limit_line(services: Sequence[OpenService], chosen: CardSeen | None) -> str:
    """Return the line about the board's limit: of the chosen card's service, else of the first
    that has one; empty where there is none."""
    limited = [service for service in services if service.limit is not None]
    if chosen is not None and chosen.service is not None and chosen.service.limit is not None:
        limited = [chosen.service]
    if not limited or limited[0].limit is None:
        return ""
    service, limit = limited[0], limited[0].limit
    parts = [service.decided_on.isoformat()] if service.decided_on else []
    parts += [service.reference] if service.reference else []
    if not parts:
        text = _tr("Gränsen {n} samtal: nämndbeslut saknas. Den påminner, men stoppar aldrig.")
    else:
        text = _tr("Gränsen {n} samtal: nämndens beslut {what}. Den påminner, men stoppar aldrig.")
    return text.format(n=cardinal(limit), what=", ".join(parts))


def since_text(period: Period) -> str:
    """Return the month or the quarter in words."""
    if period.type is PeriodType.MONTH:
        return month_name(period.first)
    return f"{quarter_name(period.first)} {period.year}"


def offered_words(offered: Offered) -> str:
    """Return what of a colleague who left waits for a yes; of rows not how many."""
    cards = (
        _tr("Ett stödkort") if offered.cards == 1 else _tr("{n} stödkort").format(n=offered.cards)
    )
    if not offered.cards:
        return _tr("Kontakter i öppna perioder väntar på dig.")
    if not offered.rows:
        return _tr("{cards} väntar på dig.").format(cards=cards)
    return _tr("{cards} och kontakter i öppna perioder väntar på dig.").format(cards=cards)


def reminder(seen: CardSeen, today: dt.date) -> str:
    """Return what the list reminds of; empty for nothing."""
    card = seen.card
    if seen.standing is Standing.NEAR:
        return _tr("Nästa är det {nth}").format(nth=ordinal(card.talks + 1))
    if seen.standing is Standing.REACHED:
        return _tr("Gränsen är nådd")
    if seen.standing is Standing.OVER:
        return _tr("Gränsen är passerad")
    if card.since.months[-1].shifted(_QUIET_MONTHS) <= Month.of(today):
        return _tr("Inget samtal sedan {when}").format(when=since_text(card.since))
    return ""


def today_reminder(seen: CardSeen) -> str:
    """Return the sentence on *Idag* about a card near, at or over its limit."""
    limit = limit_of(seen) or 0
    word, talks = seen.card.word, seen.card.talks
    if seen.standing is Standing.OVER:
        return _tr(
            "{word}: {n} samtal, gränsen är {limit}. Fundera på om familjen ska erbjudas utredning."
        ).format(word=word, n=talks, limit=cardinal(limit))
    if seen.standing is Standing.REACHED:
        return _tr(
            "{word}: {n} av {limit} samtal. Gräns enligt nämndbeslut. Du kan alltid fortsätta."
        ).format(word=word, n=talks, limit=limit)
    return _tr(
        "{word}: nästa samtal är det {nth} av {limit}. "
        "Gräns enligt nämndbeslut. Du kan alltid fortsätta."
    ).format(word=word, nth=ordinal(talks + 1), limit=cardinal(limit))


def ratings_text(card: SupportCard) -> str:
    """Return *Skattning 3, 4, 6*, the curve in words."""
    if not card.ratings:
        return _tr("Ingen skattning")
    values = ", ".join(str(rating.value) for rating in card.ratings)
    return _tr("Skattning {values}").format(values=values)


def decision_text(service: OpenService) -> str:
    """Return the board's decision, its condition, and what it means for the documentation."""
    parts = []
    if not service.lacks_decision and service.decided_on is not None:
        parts.append(
            _tr("Nämndens beslut {day}, {reference}.").format(
                day=service.decided_on.isoformat(), reference=service.reference
            )
        )
    if service.condition:
        parts.append(service.condition)
    parts.append(documentation_text(service))
    return " ".join(part for part in parts if part)


def documentation_text(service: OpenService) -> str:
    """Return whether who it is must be documented, which is never done here."""
    if service.exempt is None:
        return _tr("Undantag från dokumentation är inte beslutat.")
    if service.exempt:
        return _tr("Undantag från dokumentation finns.")
    return _tr("Dokumentera i kommunens verksamhetssystem. Det görs inte här.")


def reasons() -> tuple[Choice, ...]:
    """Return why a card can be closed."""
    words = {
        Reason.DONE: _tr("Klart"),
        Reason.REFERRED: _tr("Lotsad vidare"),
        Reason.INTERRUPTED: _tr("Avbruten"),
        Reason.UNKNOWN: _tr("Vet inte"),
    }
    return tuple(Choice(reason.value, text) for reason, text in words.items())


def step_text(step: CardStep, *, again: bool) -> str:
    """Return what the undo bar says of a step that was taken back or done again."""
    now, then = (step.before, step.after) if again else (step.after, step.before)
    card = then or now
    assert card is not None
    if then is None and step.is_closing:
        return _tr("{word} är avslutat igen.").format(word=card.word)
    if then is None:
        return _tr("Kortet {word} togs tillbaka.").format(word=card.word)
    if now is None:
        return _tr("{word} är tillbaka.").format(word=card.word)
    if now.talks != then.talks:
        return _tr("{word}: samtal {a} → {b}").format(word=card.word, a=now.talks, b=then.talks)
    if again:
        return _tr("{word}: gjort igen.").format(word=card.word)
    return _tr("{word}: ändringen togs tillbaka.").format(word=card.word)
