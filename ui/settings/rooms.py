"""The rooms of the settings, in order, and who may enter them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLayout, QWidget

from familjecentral.access.model import Act
from ui.desk import Desk
from ui.preferences import Preferences


class Room(QWidget):
    """One room: its cards, what Ctrl S does, and what it reads when it is opened."""

    def opened(self) -> None:
        """Be shown: read anew."""

    def save(self) -> None:
        """Save what has been changed."""

    def focus_first(self) -> None:
        """Put the focus where work begins."""

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        self.focus_first()


class TextRoom(Room):
    """A room of running text, as high as its lines are at the width it gets.

    Qt takes a wrapped text for as high as it is at a width of its own choosing.
    """

    def event(self, event: QEvent) -> bool:
        """Fit when the width has changed, or a sentence."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            layout = self.layout()
            if layout is not None and layout.hasHeightForWidth():
                layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
                self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return done


@dataclass(frozen=True, slots=True)
class RoomSpec:
    """A room: key, title, icon, the act that opens it (None: everybody), how it is built."""

    key: str
    title: str
    icon: str
    act: Act | None
    make: Callable[[Desk, Preferences], Room]


def _centre(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.centre import CentreRoom

    del preferences
    return CentreRoom(desk)


def _staff(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.staff import StaffRoom

    del preferences
    return StaffRoom(desk)


def _codes(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.codes import CodesRoom

    del preferences
    return CodesRoom(desk)


def _places(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.places import PlacesRoom

    del preferences
    return PlacesRoom(desk)


def _leaders(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.leaders import LeadersRoom

    del preferences
    return LeadersRoom(desk)


def _interpreters(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.interpreters import InterpretersRoom

    del preferences
    return InterpretersRoom(desk)


def _programmes(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.programmes import ProgrammesRoom

    del preferences
    return ProgrammesRoom(desk)


def _days(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.days import DaysRoom

    del preferences
    return DaysRoom(desk)


def _denominators(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.denominators import DenominatorRoom

    del preferences
    return DenominatorRoom(desk)


def _tables(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.tables import TablesRoom

    del preferences
    return TablesRoom(desk)


def _services(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.services import ServicesRoom

    del preferences
    return ServicesRoom(desk)


def _copies(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.copies import CopiesRoom

    return CopiesRoom(desk, preferences)


def _weeding(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.weeding import WeedingRoom

    del preferences
    return WeedingRoom(desk)


def _log(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.log import LogRoom

    del preferences
    return LogRoom(desk)


def _passphrase(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.passphrase import PassphraseRoom

    del preferences
    return PassphraseRoom(desk)


def _look(desk: Desk, preferences: Preferences) -> Room:
    from ui.settings.look import LookRoom

    return LookRoom(desk, preferences)


def all_rooms() -> tuple[RoomSpec, ...]:
    """Return every room there is."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("rooms", text)

    return (
        RoomSpec("centre", tr("Familjecentral"), "house", Act.CHANGE_CENTRE, _centre),
        RoomSpec("staff", tr("Medarbetare och roller"), "users", Act.CHANGE_STAFF, _staff),
        RoomSpec("places", tr("Lokaler"), "door-open", Act.CHANGE_HOUSE, _places),
        RoomSpec("leaders", tr("Gruppledare"), "user-round", Act.CHANGE_HOUSE, _leaders),
        RoomSpec("interpreters", tr("Tolkar"), "volume-2", Act.CHANGE_HOUSE, _interpreters),
        RoomSpec("programmes", tr("Program"), "rows-3", Act.CHANGE_HOUSE, _programmes),
        RoomSpec("days", tr("Lov och stängda dagar"), "calendar-days", Act.CHANGE_HOUSE, _days),
        RoomSpec("codes", tr("Kodlistor"), "list-checks", Act.CHANGE_CODES, _codes),
        RoomSpec("protection", tr("Röjandekontroll"), "shield-check", Act.DEFINE, _denominators),
        RoomSpec("tables", tr("Tabellmängd"), "table", Act.DEFINE, _tables),
        RoomSpec(
            "services",
            tr("Insatser och gränser"),
            "file-check",
            Act.CHANGE_SERVICES,
            _services,
        ),
        RoomSpec("copies", tr("Säkerhetskopior"), "archive", Act.BACK_UP, _copies),
        RoomSpec("weeding", tr("Gallring"), "trash-2", Act.WEED_CARDS, _weeding),
        RoomSpec("passphrase", tr("Lås och lösenfras"), "lock", None, _passphrase),
        RoomSpec("look", tr("Språk och utseende"), "languages", None, _look),
        RoomSpec("log", tr("Händelselogg"), "history", Act.CHANGE_STAFF, _log),
    )


def rooms_for(desk: Desk) -> tuple[RoomSpec, ...]:
    """Return the rooms that a person may enter."""
    return tuple(room for room in all_rooms() if room.act is None or desk.may(room.act))
