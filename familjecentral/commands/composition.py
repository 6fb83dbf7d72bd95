"""Where store, resources and core are put together, for the window and for every command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import resources
from familjecentral.access.model import Act
from familjecentral.clock import Clock, SystemClock, SystemIds
from familjecentral.codes import Code, CodeBook
from familjecentral.contacts.parting import weed_cards
from familjecentral.gate import NewStore, OpenedStore, StoreGate
from familjecentral.groups.closing import weed_groups
from familjecentral.groups.programme import Programme, Range
from familjecentral.privacy import Guard, Words
from resources import code_lists, guard_words, passphrase_words, programmes

PROGRAMMES = "programme"


@cache
def first_codes() -> CodeBook:
    """Return the code lists that a new store starts with: all of ``resources``, and the
    programmes that groups follow as one more list."""
    return CodeBook({name: {c.key: c for c in codes} for name, codes in _lists()})


def _lists() -> Iterator[tuple[str, list[Code]]]:
    for name, listed in code_lists().items():
        yield (
            name,
            [
                Code(
                    list=name,
                    key=code.key,
                    label=code.sv,
                    label_en=code.en,
                    definition=code.definition,
                    order=place,
                    valid_from=code.valid_from,
                    valid_to=code.valid_to,
                    sensitive=code.sensitive,
                )
                for place, code in enumerate(listed.codes)
            ],
        )
    in_groups = [p for p in programmes().values() if p.working_level == "group"]
    yield (
        PROGRAMMES,
        [
            Code(PROGRAMMES, p.code, p.name, p.name, p.note, place)
            for place, p in enumerate(in_groups)
        ],
    )


@cache
def synonyms() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return what else an import reads as a code: list → key → spellings, the original labels
    among them, since a centre may have changed its own."""
    return {
        name: {code.key: (code.sv, code.short, *code.synonyms) for code in listed.codes}
        for name, listed in code_lists().items()
    }


@cache
def guard() -> Guard:
    """Return the guard with the product's word lists and the names in the catalogue."""
    lists = guard_words()
    catalogue = [name for p in programmes().values() for name in (p.name, p.short, p.code)]
    words = Words(
        first_names=lists["first_names"],
        surnames=lists["surnames"],
        surname_endings=lists["surname_endings"],
        ordinary=lists["ordinary"] | frozenset(passphrase_words()),
        function_words=lists["function_words"],
        places=lists["places"],
        institutions=lists["institutions"],
        rooms=lists["rooms"],
        harmless=lists["organisations"],
    )
    return Guard(words.extended(harmless=catalogue))


@cache
def first_programmes() -> tuple[Programme, ...]:
    """Return the catalogue that a new store starts with."""
    return tuple(_programme(found) for found in programmes().values())


def _programme(found: resources.Programme) -> Programme:
    certificate = (found.certification or "Utbildad gruppledare") if found.certified else ""
    return Programme(
        code=found.code,
        name=found.name,
        short=found.short,
        version=1,
        source=found.source,
        as_of=found.as_of,
        levels=found.levels,
        sessions=_range(found.sessions),
        minutes=_range(found.minutes),
        every_weeks=_range(found.interval_weeks),
        size=_range(found.size),
        size_unit=found.size_unit,
        leaders=_range(found.leaders),
        ages=_range(found.ages),
        certificate=certificate,
        booster_weeks=found.booster_weeks,
        parallel=found.parallel,
        most_languages=found.most_languages,
        child_minding=found.child_minding,
        avoid_school_breaks=found.avoid_school_breaks,
        working_level=found.working_level,
        measures=found.measures,
        note=found.note,
        assumed=tuple("every_weeks" if a == "interval_weeks" else a for a in found.assumed),
    )


def _range(found: resources.Range | None) -> Range | None:
    return Range(found.low, found.high) if found else None


class WeedingGate:
    """The way into stores that clears away, at every opening, what must not stay any longer.

    Fits ``StoreGate`` by structure.
    """

    def __init__(self, gate: StoreGate, clock: Clock) -> None:
        self._gate = gate
        self._clock = clock

    def create(self, path: Path, new: NewStore, passphrase: str) -> tuple[OpenedStore, str]:
        """Make a store; there is nothing to weed in it."""
        return self._gate.create(path, new, passphrase)

    def open(
        self, path: Path, login_name: str, passphrase: str, new_passphrase: str | None = None
    ) -> OpenedStore:
        """Open a store and weed it."""
        return self._weeded(self._gate.open(path, login_name, passphrase, new_passphrase))

    def recover(
        self, path: Path, recovery_key: str, login_name: str, new_passphrase: str
    ) -> tuple[OpenedStore, str]:
        """Open with the recovery key and weed."""
        store, key = self._gate.recover(path, recovery_key, login_name, new_passphrase)
        return self._weeded(store), key

    def _weeded(self, store: OpenedStore) -> OpenedStore:
        try:
            with store.unit_of_work() as uow:
                weed_groups(uow, self._clock)
                if uow.actor.may(Act.WEED_CARDS):
                    weed_cards(uow, self._clock)
        except BaseException:
            store.close()
            raise
        return store


def store_gate(clock: Clock | None = None, *, weeds: bool = True) -> StoreGate:
    """Return the way into stores. The database itself is imported when one is opened. ``weeds``
    False: what is due is left, so that it can be counted first."""
    from db.gate import SqlStoreGate

    codes = (code for listed in first_codes().lists.values() for code in listed.values())
    clock = clock or SystemClock()
    gate = SqlStoreGate(clock, SystemIds(), tuple(codes), seed_programmes=first_programmes())
    return WeedingGate(gate, clock) if weeds else gate
