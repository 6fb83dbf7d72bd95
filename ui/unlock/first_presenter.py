"""The flow of the first start. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from familjecentral.clock import IdSource
    from familjecentral.errors import FamiljecentralError, FieldProblem
    from familjecentral.gate import OpenedStore, StoreGate
    from familjecentral.privacy import Reads
    from ui.runner import Runner

STORE_ENDING, KEYS_ENDING = ".fcdb", ".fckeys"
HOUSE_TEXTS = ("name", "municipality", "region")
"""The texts of step two that are no names of persons: the guard reads them."""


@dataclass(frozen=True, slots=True)
class House:
    """Step two: the centre, its principals, the first user, and where the store lies."""

    name: str
    municipality: str
    region: str
    first_name: str
    login_name: str
    path: Path


class FirstStartView(Protocol):
    """What the flow needs of a screen."""

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is missing at its fields."""

    def show_passphrase_step(self) -> None:
        """Go on to the passphrase."""

    def show_key_step(self, recovery_key: str, house: str) -> None:
        """Go on to the recovery key."""

    def show_busy(self, busy: bool) -> None:
        """Show that the store is being made."""

    def show_error(self, error: FamiljecentralError) -> None:
        """Show what went wrong."""

    def finished(self, store: OpenedStore) -> None:
        """Go to work."""


class FirstStartPresenter:
    """Makes a new store, step by step. Nothing is written before the passphrase is chosen."""

    def __init__(
        self,
        view: FirstStartView,
        runner: Runner,
        gate: Callable[[], StoreGate],
        ids: Callable[[], IdSource],
        guard: Callable[[], Reads],
    ) -> None:
        self._view = view
        self._runner = runner
        self._gate = gate
        self._ids = ids
        self._guard = guard
        self._house: House | None = None
        self._store: OpenedStore | None = None

    def take_house(self, house: House, confirmed: Collection[str] = ()) -> None:
        """Check step two and go on; ``confirmed`` are the names that are nobody's."""
        from familjecentral.access.use_cases import login_problem
        from familjecentral.errors import FieldProblem
        from familjecentral.privacy import text_problems

        missing = tuple(
            FieldProblem(field, "required")
            for field, text in (
                ("name", house.name),
                ("first_name", house.first_name),
                ("login_name", house.login_name),
            )
            if not text.strip()
        )
        if missing:
            self._view.show_problems(missing)
            return
        if (problem := login_problem(house.login_name)) is not None:
            self._view.show_problems((FieldProblem("login_name", problem),))
            return
        texts = {field: getattr(house, field) for field in HOUSE_TEXTS}
        personal = text_problems(texts, self._guard(), confirmed)
        if personal:
            self._view.show_problems(tuple(personal))
            return
        self._house = house
        self._view.show_passphrase_step()

    def make_store(self, passphrase: str) -> None:
        """Make the store; the first user is administrator, counsellor and manager."""
        from familjecentral.access.model import Centre, CentreId, Role, Staff, StaffId
        from familjecentral.gate import NewStore

        house = self._house
        if house is None or self._store is not None:
            return
        centre = Centre(
            CentreId(self._ids().new_id()),
            "C1",
            house.name.strip(),
            house.municipality.strip(),
            house.region.strip(),
        )
        first = Staff(
            StaffId(self._ids().new_id()),
            house.first_name.strip(),
            house.login_name.strip(),
            centre.id,
            frozenset({Role.ADMINISTRATOR, Role.COUNSELLOR, Role.MANAGER}),
        )
        new = NewStore(centre, first)

        def work() -> tuple[OpenedStore, str]:
            return self._gate().create(house.path, new, passphrase)

        self._view.show_busy(True)
        self._runner.run(work, self._on_made, self._on_failed)

    def _on_made(self, outcome: tuple[OpenedStore, str]) -> None:
        self._view.show_busy(False)
        self._store, recovery_key = outcome
        assert self._house is not None
        self._view.show_key_step(recovery_key, self._house.name.strip())

    def _on_failed(self, error: FamiljecentralError) -> None:
        self._view.show_busy(False)
        self._view.show_error(error)

    def finish(self) -> None:
        """Go to work."""
        if self._store is not None:
            self._view.finished(self._store)


def proposed_path(folder: Path, house: str) -> Path:
    """Return where the store of a centre is proposed: a plain file name, never an existing one."""
    letters = house.strip().casefold().translate(str.maketrans("åäöé", "aaoe"))
    stem = "-".join("".join(c if c.isalnum() else " " for c in letters).split())
    stem = "".join(c for c in stem if c.isascii()) or "familjecentral"
    path = folder / f"{stem}{STORE_ENDING}"
    number = 2
    while path.exists() or path.with_suffix(KEYS_ENDING).exists():
        path = folder / f"{stem}-{number}{STORE_ENDING}"
        number += 1
    return path
