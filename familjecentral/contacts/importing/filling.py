"""From the codes of a row to a contact: defaults, what is required at a level, the check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from familjecentral.access.model import Centre, CentreId
from familjecentral.codes import CodeBook
from familjecentral.contacts.importing.cells import Understanding
from familjecentral.contacts.importing.mapping import CODE_FIELDS, LEVELS, SEVERAL, ImportMapping
from familjecentral.contacts.importing.personal import Reads
from familjecentral.contacts.importing.values import plain
from familjecentral.contacts.importing.words import CodeReader, Synonyms
from familjecentral.contacts.model import (
    ContactValues,
    DatePrecision,
    PreventionLevel,
    Referral,
    WorkingLevel,
)
from familjecentral.contacts.rules import RULES, Need, arena_for, check
from familjecentral.errors import InvalidInput, UnusableFile

Said = dict[str, tuple[str, ...]]
"""Import field → code keys."""

ATTRIBUTE = {"topic": "topics", "action_given": "actions", "referral_target": "referrals"}
"""Import field → attribute of the contact, where they differ."""

_FIELD = {attribute: name for name, attribute in ATTRIBUTE.items()}
_BESIDE_LEVELS = CODE_FIELDS[len(LEVELS) :]
_LEVEL = {level.value: level for level in WorkingLevel}
_PREVENTION = {level.value: level for level in PreventionLevel}
_NEVER = {
    level: frozenset(
        name
        for name in _BESIDE_LEVELS
        if RULES[ATTRIBUTE.get(name, name)].needs[level] is Need.NEVER
    )
    for level in WorkingLevel
}
_NEEDED = {
    level: tuple(
        name
        for name in ("contact_form", "structural_activity_type")
        if RULES[name].need(level, imported=True) is Need.REQUIRED
    )
    for level in WorkingLevel
}


class Filler:
    """Makes contacts of what rows say.

    Args:
        centres, own_centre: which centres a row may name, and the one it belongs to otherwise.

    Raises:
        UnusableFile: reason ``mapping`` with the path of a value that the lists do not know.
    """

    def __init__(
        self,
        mapping: ImportMapping,
        *,
        codes: CodeBook,
        synonyms: Synonyms,
        centres: Iterable[Centre],
        own_centre: CentreId,
        today: dt.date,
        guard: Reads,
    ) -> None:
        self._codes = codes
        self._today = today
        self._own_centre = own_centre
        by_text = {plain(text): c.id for c in centres for text in (c.name, c.key)}
        self._centre_ids = {str(centre): centre for centre in by_text.values()}
        readers = {name: _reader(name, mapping, codes, synonyms) for name in CODE_FIELDS}
        lists = {name: codes.lists.get(name, {}) for name in CODE_FIELDS}
        self.understanding = Understanding(readers, lists, by_text, today, mapping.year, guard)
        self.defaults: Said = dict(self.given(mapping.defaults, "defaults"))
        self._referrals = {key: Referral(key) for key in lists["referral_target"]}

    def given(self, texts: Mapping[str, str], path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the codes that a part of the mapping gives, by field.

        Raises:
            UnusableFile: reason ``mapping``; the value is not in the lists.
        """
        for name, text in texts.items():
            if name == "centre":
                centre = self.understanding.centres.get(plain(text))
                keys: tuple[str, ...] | None = None if centre is None else (str(centre),)
            elif name in SEVERAL:
                readings = self.understanding.readers[name].read_several(text)
                keys = tuple(r.key for r in readings) if readings else None
            else:
                one = self.understanding.readers[name].read(text)
                keys = (one.key,) if one else None
            if keys is None:
                raise UnusableFile("mapping", f"{path}.{name}")
            yield name, keys

    def fill_in(self, said: Said, tried: frozenset[str] = frozenset()) -> None:
        """Take the mapping's defaults for what a row neither says nor tried to say, as far as
        its working level has such fields."""
        for name in ("centre", *LEVELS):
            if name in self.defaults and name not in said and name not in tried:
                said[name] = self.defaults[name]
        if "working_level" in said:
            never = _NEVER[_LEVEL[said["working_level"][0]]]
            for name, keys in self.defaults.items():
                if name not in said and name not in tried and name not in never:
                    said[name] = keys

    def lacking(self, said: Said) -> Iterator[str]:
        """Yield the required fields that a row does not say."""
        yield from (name for name in LEVELS if name not in said)
        if "working_level" in said:
            needed = _NEEDED[_LEVEL[said["working_level"][0]]]
            yield from (name for name in needed if name not in said)

    def contact(
        self, said: Said, day: dt.date, precision: DatePrecision = DatePrecision.DAY
    ) -> ContactValues:
        """Return the contact of a row that lacks nothing."""
        level = _LEVEL[said["working_level"][0]]
        form = _one(said, "contact_form")
        individual = level is WorkingLevel.INDIVIDUAL
        age, ordinal, initiative = (
            _known(_one(said, name), individual)
            for name in ("child_age_band", "contact_ordinal", "initiative_taker")
        )
        centre = _one(said, "centre")
        return ContactValues(
            date=day,
            centre_id=self._centre_ids[centre] if centre else self._own_centre,
            prevention_level=_PREVENTION[said["prevention_level"][0]],
            working_level=level,
            date_precision=precision,
            contact_form=form,
            arena=_one(said, "arena") or arena_for(level, form),
            topics=said.get("topic", ()),
            child_age_band=age,
            contact_ordinal=ordinal,
            interpreter=_one(said, "interpreter"),
            initiative_taker=initiative,
            participants=said.get("participants", ()),
            structural_activity_type=_one(said, "structural_activity_type"),
            duration_band=_one(said, "duration_band"),
            open_service=_one(said, "open_service"),
            actions=said.get("action_given", ()),
            referrals=tuple([self._referrals[key] for key in said.get("referral_target", ())]),
        )

    @staticmethod
    def fits_level(said: Said) -> bool:
        """Tell whether a row says nothing that its working level has no field for."""
        return _NEVER[_LEVEL[said["working_level"][0]]].isdisjoint(said)

    def problems(self, values: ContactValues) -> Iterator[tuple[str, str]]:
        """Yield (import field, reason) of everything that the rules of contacts refuse."""
        try:
            check(values, codes=self._codes, today=self._today, imported=True)
        except InvalidInput as refused:
            for problem in refused.problems:
                reason = "unknown_code" if problem.problem == "retired_code" else problem.problem
                yield _FIELD.get(problem.field, problem.field), reason


def _one(said: Said, name: str) -> str | None:
    keys = said.get(name)
    return keys[0] if keys else None


def _known(key: str | None, individual: bool) -> str | None:
    """Not said is unknown where the field belongs, and nothing where it does not."""
    if individual:
        return key or "unknown"
    return None if key == "unknown" else key


def _reader(name: str, mapping: ImportMapping, codes: CodeBook, synonyms: Synonyms) -> CodeReader:
    own = mapping.values.get(name, {})
    known = codes.lists.get(name, {})
    for spelling, key in own.items():
        if key not in known:
            raise UnusableFile("mapping", f"values.{name}.{spelling}")
    return CodeReader(known.values(), synonyms.get(name, {}), own, name)
