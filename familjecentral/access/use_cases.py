"""Colleagues, centres and code lists: what an administrator changes in the settings.

A login name is part of the lock on a person's key, so it cannot be changed by anybody else;
a code's key never changes, since old rows and published tables go by it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from familjecentral.access.model import (
    Act,
    Centre,
    CentreId,
    Role,
    Staff,
    StaffId,
    require,
)
from familjecentral.access.store import AccessUnitOfWork, AccountStore
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock, IdSource
from familjecentral.codes import Code, CodeBook
from familjecentral.errors import (
    FieldProblem,
    InvalidInput,
    LastAdministrator,
    NotFound,
)
from familjecentral.privacy import Reads, text_problems

LONGEST_NAME = 80
LONGEST_LABEL = 60
FIXED_LISTS = frozenset({"prevention_level", "working_level"})
"""Lists whose codes carry rules of the program: labels may change, no code can be retired."""

_BIRTH_DIGITS = 8
"""A login name with so many digits can hold a date of birth with the century."""
_LOGIN_NAME = re.compile(r"[\w.\-]{2,40}")
_STAFF_CHANGED = Changes(frozenset({Kind.STAFF}))
_CENTRES_CHANGED = Changes(frozenset({Kind.CENTRES}))
_CODES_CHANGED = Changes(frozenset({Kind.CODES}))


@dataclass(frozen=True, slots=True)
class AddColleague:
    """Give a new colleague an account in a centre."""

    first_name: str
    login_name: str
    centre_id: CentreId
    roles: frozenset[Role]
    passphrase: str
    ends_on: dt.date | None = None

    def __repr__(self) -> str:
        return "AddColleague(…)"


@dataclass(frozen=True, slots=True)
class ChangeColleague:
    """Change first name, centre, roles or the last day of an account that is open."""

    staff_id: StaffId
    first_name: str
    centre_id: CentreId
    roles: frozenset[Role]
    ends_on: dt.date | None = None

    def __repr__(self) -> str:
        return f"ChangeColleague({self.staff_id})"


@dataclass(frozen=True, slots=True)
class EndColleague:
    """Close an account now, for good: its key goes."""

    staff_id: StaffId


@dataclass(frozen=True, slots=True)
class ResetPassphrase:
    """Give a colleague who has forgotten her passphrase a start passphrase."""

    staff_id: StaffId
    passphrase: str

    def __repr__(self) -> str:
        return f"ResetPassphrase({self.staff_id})"


@dataclass(frozen=True, slots=True)
class AddCentre:
    """Add a house to the store."""

    name: str
    municipality: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class ChangeCentre:
    """Change the names of a house; its key in statistics files stays."""

    centre_id: CentreId
    name: str
    municipality: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class ChangeCode:
    """Change the label of a code, retire it or take it into use again."""

    list: str
    key: str
    label: str
    active: bool = True


def list_staff(uow: AccessUnitOfWork) -> tuple[Staff, ...]:
    """Return all colleagues, ended ones too, by first name.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.CHANGE_STAFF)
    return tuple(sorted(uow.staff.all(), key=lambda s: (s.first_name.casefold(), s.login_name)))


def list_centres(uow: AccessUnitOfWork) -> tuple[Centre, ...]:
    """Return all centres in order of their key.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.CHANGE_CENTRE)
    return tuple(sorted(uow.centres(), key=lambda c: (len(c.key), c.key)))


def list_codes(uow: AccessUnitOfWork) -> CodeBook:
    """Return all lists, retired codes included.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.CHANGE_CODES)
    return uow.codes()


def add_colleague(
    command: AddColleague, store: AccountStore, clock: Clock, ids: IdSource
) -> Changes:
    """Keep a colleague and give her a key, in one step. The passphrase is a start passphrase: it
    opens only together with one of her own.

    Raises:
        NotAllowed, PassphraseTooShort; InvalidInput: ``required``, ``out_of_range``,
        ``personal_data``, ``bad_login_name``, ``taken``, ``unknown_centre``, ``past_date``.
    """
    with store.unit_of_work() as uow:
        require(uow.actor, Act.CHANGE_STAFF)
        taken = {other.login_name.casefold() for other in uow.staff.all()}
        problems = [
            *_name_problems("first_name", command.first_name, LONGEST_NAME),
            *_login_problems(command.login_name, taken),
            *_role_problems(command.roles, command.centre_id, command.ends_on, uow, clock),
        ]
    if problems:
        raise InvalidInput(tuple(problems))
    new = Staff(
        StaffId(ids.new_id()),
        command.first_name.strip(),
        command.login_name.strip(),
        command.centre_id,
        command.roles,
        command.ends_on,
    )
    store.add_account(new, command.passphrase, start=True)
    with store.unit_of_work() as uow:
        uow.audit.done("staff_added", clock.today(), str(new.id))
        uow.commit()
    return _STAFF_CHANGED


def change_colleague(command: ChangeColleague, uow: AccessUnitOfWork, clock: Clock) -> Changes:
    """Keep changed names, roles or end date.

    Raises:
        NotAllowed, InvalidInput; NotFound: no open account has this id;
        LastAdministrator: nobody would be left to give rights.
    """
    require(uow.actor, Act.CHANGE_STAFF)
    before = _open_account(command.staff_id, uow, clock)
    problems = [
        *_name_problems("first_name", command.first_name, LONGEST_NAME),
        *_role_problems(command.roles, command.centre_id, command.ends_on, uow, clock),
    ]
    if problems:
        raise InvalidInput(tuple(problems))
    after = replace(
        before,
        first_name=command.first_name.strip(),
        centre_id=command.centre_id,
        roles=command.roles,
        ends_on=command.ends_on,
    )
    if Role.ADMINISTRATOR not in after.roles or after.ends_on is not None:
        _keep_an_administrator(uow, without=after.id)
    uow.staff.replace(after)
    uow.audit.done("staff_changed", clock.today(), str(after.id))
    uow.commit()
    return _STAFF_CHANGED


def end_colleague(command: EndColleague, store: AccountStore, clock: Clock) -> Changes:
    """Close an account now: its key is destroyed and the data key renewed.

    Raises:
        NotAllowed, LastAdministrator; NotFound: no open account has this id.
    """
    with store.unit_of_work() as uow:
        require(uow.actor, Act.CHANGE_STAFF)
        _open_account(command.staff_id, uow, clock)
        _keep_an_administrator(uow, without=command.staff_id)
    store.end_account(command.staff_id)
    with store.unit_of_work() as uow:
        uow.audit.done("staff_ended", clock.today(), str(command.staff_id))
        uow.commit()
    return _STAFF_CHANGED


def reset_passphrase(command: ResetPassphrase, store: AccountStore, clock: Clock) -> Changes:
    """Give a colleague a new key under a start passphrase, which opens only together with one of
    her own. Her old key goes, and with it what was sealed to it: a form that was begun.

    Noted before it is done: an entry too many does no harm, a reset without one would.

    Raises:
        NotAllowed, PassphraseTooShort; NotFound: no open account has this id; InvalidInput:
        ``own_account`` (whoever knows her passphrase changes it herself).
    """
    with store.unit_of_work() as uow:
        require(uow.actor, Act.CHANGE_STAFF)
        _open_account(command.staff_id, uow, clock)
        if command.staff_id == uow.actor.staff_id:
            raise InvalidInput((FieldProblem("passphrase", "own_account"),))
        uow.audit.done("passphrase_reset", clock.today(), str(command.staff_id))
        uow.commit()
    store.reset_passphrase(command.staff_id, command.passphrase)
    return _STAFF_CHANGED


def add_centre(
    command: AddCentre,
    uow: AccessUnitOfWork,
    clock: Clock,
    ids: IdSource,
    *,
    guard: Reads,
    confirmed: Collection[str] = (),
) -> Changes:
    """Keep a new centre under the next free key (``C2``, ``C3`` …); ``confirmed`` are the fields
    whose texts the person says are nobody's.

    Raises:
        NotAllowed; InvalidInput: also ``personal_data`` and ``personal_data_possible``.
    """
    require(uow.actor, Act.CHANGE_CENTRE)
    _check_centre(command, None, guard, confirmed)
    keys = {centre.key for centre in uow.centres()}
    key = next(f"C{n}" for n in range(1, len(keys) + 2) if f"C{n}" not in keys)
    centre_id = CentreId(ids.new_id())
    uow.add_centre(
        Centre(
            centre_id,
            key,
            command.name.strip(),
            command.municipality.strip(),
            command.region.strip(),
        )
    )
    uow.audit.done("centre_added", clock.today(), key)
    uow.commit()
    return _CENTRES_CHANGED


def change_centre(
    command: ChangeCentre,
    uow: AccessUnitOfWork,
    clock: Clock,
    *,
    guard: Reads,
    confirmed: Collection[str] = (),
) -> Changes:
    """Keep changed names of a centre; a name that stays is not read, ``confirmed`` as for a new
    one.

    Raises:
        NotAllowed; NotFound: no such centre; InvalidInput: also ``personal_data`` and
        ``personal_data_possible``.
    """
    require(uow.actor, Act.CHANGE_CENTRE)
    before = next((c for c in uow.centres() if c.id == command.centre_id), None)
    if before is None:
        raise NotFound("centre")
    _check_centre(command, before, guard, confirmed)
    uow.replace_centre(
        replace(
            before,
            name=command.name.strip(),
            municipality=command.municipality.strip(),
            region=command.region.strip(),
        )
    )
    uow.audit.done("centre_changed", clock.today(), before.key)
    uow.commit()
    return _CENTRES_CHANGED


def change_code(
    command: ChangeCode,
    uow: AccessUnitOfWork,
    clock: Clock,
    *,
    guard: Reads,
    confirmed: Collection[str] = (),
) -> Changes:
    """Keep a changed label or activity; the key never changes. A label that stays is not read.

    Raises:
        NotAllowed; NotFound: no such code;
        InvalidInput: ``required``, ``out_of_range``, ``taken`` (another code of the list has the
        label), ``fixed_list`` (the code carries rules and cannot be retired), ``personal_data``,
        ``personal_data_possible`` unless ``label`` is ``confirmed``.
    """
    require(uow.actor, Act.CHANGE_CODES)
    known = uow.codes().lists.get(command.list, {})
    before = known.get(command.key)
    if before is None:
        raise NotFound("code")
    problems = list(_name_problems("label", command.label, LONGEST_LABEL))
    if command.label.strip() != before.label:
        problems += text_problems({"label": command.label}, guard, confirmed)
    if _is_taken(command, known.values()):
        problems.append(FieldProblem("label", "taken"))
    if not command.active and command.list in FIXED_LISTS:
        problems.append(FieldProblem("active", "fixed_list"))
    if problems:
        raise InvalidInput(tuple(problems))
    uow.replace_code(replace(before, label=command.label.strip(), active=command.active))
    uow.audit.done("code_changed", clock.today(), f"{command.list}.{command.key}")
    uow.commit()
    return _CODES_CHANGED


def _is_taken(command: ChangeCode, known: Iterable[Code]) -> bool:
    label = command.label.strip().casefold()
    return any(code.key != command.key and code.label.casefold() == label for code in known)


def _name_problems(field: str, text: str, longest: int) -> list[FieldProblem]:
    if not text.strip():
        return [FieldProblem(field, "required")]
    if len(text.strip()) > longest:
        return [FieldProblem(field, "out_of_range", longest)]
    if "@" in text or sum(map(str.isdigit, text)) > 4:  # an address, a telephone
        return [FieldProblem(field, "personal_data")]
    return []


def login_problem(login_name: str) -> str | None:
    """Return what stops a login name: ``required``, ``bad_login_name``, ``personal_data`` (it has
    the digits of a personal identity number, or of a date of birth); None: nothing."""
    name = login_name.strip()
    if not name:
        return "required"
    if not _LOGIN_NAME.fullmatch(name):
        return "bad_login_name"
    digits = "".join(filter(str.isdigit, name))
    return "personal_data" if len(digits) >= _BIRTH_DIGITS or _is_day(digits[:6]) else None


def _is_day(digits: str) -> bool:
    try:
        dt.datetime.strptime(digits, "%y%m%d")  # noqa: DTZ007 - only whether it is one
    except ValueError:
        return False
    return len(digits) == len("yymmdd")


def _login_problems(login_name: str, taken: set[str]) -> list[FieldProblem]:
    problem = login_problem(login_name)
    if problem is None and login_name.strip().casefold() in taken:
        problem = "taken"
    return [FieldProblem("login_name", problem)] if problem else []


def _role_problems(
    roles: frozenset[Role],
    centre: CentreId,
    ends_on: dt.date | None,
    uow: AccessUnitOfWork,
    clock: Clock,
) -> list[FieldProblem]:
    problems = []
    if not roles:
        problems.append(FieldProblem("roles", "required"))
    if centre not in {known.id for known in uow.centres()}:
        problems.append(FieldProblem("centre_id", "unknown_centre"))
    if ends_on is not None and ends_on < clock.today():
        problems.append(FieldProblem("ends_on", "past_date"))
    return problems


def _check_centre(
    command: AddCentre | ChangeCentre,
    before: Centre | None,
    guard: Reads,
    confirmed: Collection[str],
) -> None:
    problems = _name_problems("name", command.name, LONGEST_NAME)
    principals = {"municipality": command.municipality, "region": command.region}
    for field, text in principals.items():
        if len(text.strip()) > LONGEST_NAME:
            problems.append(FieldProblem(field, "out_of_range", LONGEST_NAME))
    texts = {"name": command.name, **principals}
    fresh = {f: t for f, t in texts.items() if before is None or t.strip() != getattr(before, f)}
    problems += text_problems(fresh, guard, confirmed)
    if problems:
        raise InvalidInput(tuple(problems))


def _open_account(staff_id: StaffId, uow: AccessUnitOfWork, clock: Clock) -> Staff:
    found = uow.staff.get(staff_id)
    if found is None or (found.ends_on is not None and found.ends_on < clock.today()):
        raise NotFound("staff")
    return found


def _keep_an_administrator(uow: AccessUnitOfWork, *, without: StaffId) -> None:
    """Stop unless somebody else is administrator without an end date."""
    if not any(
        Role.ADMINISTRATOR in other.roles and other.ends_on is None and other.id != without
        for other in uow.staff.all()
    ):
        raise LastAdministrator
