"""Red days, eves and bridge days: which days the house works.

Red days follow lag (1989:253) om allmänna helgdagar; the eves are work-free by custom. A bridge
day is a single working day between red days and a weekend: closing it is the employer's choice,
so it is told apart. School breaks are the school organiser's and are data, not computed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

_DAY = dt.timedelta(days=1)
_EVES = ("Påskafton", "Pingstafton", "Midsommarafton", "Julafton", "Nyårsafton")

_BEFORE = {
    "Trettondedag jul": "Trettondagsafton",
    "Långfredagen": "Skärtorsdagen",
    "Första maj": "Valborgsmässoafton",
    "Kristi himmelsfärdsdag": "Dagen före Kristi himmelsfärdsdag",
    "Nationaldagen": "Dagen före nationaldagen",
    "Alla helgons dag": "Dagen före alla helgons dag",
}


class DayKind(StrEnum):
    """What a day is in the calendar."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    RED_DAY = "public_holiday"
    EVE = "eve"
    BRIDGE_DAY = "bridge_day"


@cache
def named_days(year: int) -> Mapping[dt.date, str]:
    """Return the red days (Sundays without a name not among them) and the work-free eves of a
    year with their Swedish names, in order."""
    import holidays

    red = holidays.country_holidays("SE", years=year, language="sv", include_sundays=False)
    others = holidays.country_holidays(
        "SE", years=year, language="sv", categories=("de_facto", "optional"), include_sundays=False
    )
    found = {day: others[day] for day in others if others[day] in _EVES}
    found.update({day: red[day] for day in red})
    return MappingProxyType(dict(sorted(found.items())))


@cache
def _red_and_eves(year: int) -> tuple[frozenset[dt.date], frozenset[dt.date]]:
    named = named_days(year)
    eves = frozenset(day for day, name in named.items() if name in _EVES)
    return frozenset(named) - eves, eves


def is_red_day(day: dt.date) -> bool:
    """Tell whether a day is red: a Sunday or a day named by the law."""
    return day.weekday() == 6 or day in _red_and_eves(day.year)[0]


def is_eve(day: dt.date) -> bool:
    """Tell whether a day is one of the five work-free eves."""
    return day in _red_and_eves(day.year)[1]


def is_working_day(day: dt.date) -> bool:
    """Tell whether a day is Monday to Friday and neither red nor an eve."""
    return day.weekday() < 5 and not is_red_day(day) and not is_eve(day)


def is_bridge_day(day: dt.date) -> bool:
    """Tell whether a day is a single working day between days off."""
    return is_working_day(day) and not is_working_day(day - _DAY) and not is_working_day(day + _DAY)


def kind_of(day: dt.date) -> DayKind:
    """Return what a day is; red goes before eve, eve before weekend."""
    if is_red_day(day):
        return DayKind.RED_DAY
    if is_eve(day):
        return DayKind.EVE
    if day.weekday() == 5:
        return DayKind.WEEKEND
    return DayKind.BRIDGE_DAY if is_bridge_day(day) else DayKind.WEEKDAY


def name_of(day: dt.date) -> str:
    """Return the Swedish name of a red day or an eve, empty for any other day."""
    return named_days(day.year).get(day, "")


def pre_holiday(day: dt.date) -> str:
    """Return what a working day before a red day is called, empty for any other day.

    The days on which municipalities commonly work shorter: the eve of Epiphany, Maundy Thursday,
    Walpurgis Night, and the days before Ascension Day, the National Day and All Saints' Day.
    How much shorter is the employer's rule, and data.
    """
    if not is_working_day(day):
        return ""
    eve_of = name_of(day + _DAY)
    return _BEFORE.get(eve_of, "")
