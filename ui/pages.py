"""The pages of the navigation, in order. A new page is one more line here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from familjecentral.access.model import Act, Role
from ui.desk import Desk
from ui.page import Page, PageSpec
from ui.preferences import Preferences


def _today(desk: Desk, preferences: Preferences) -> Page:
    if not desk.may(Act.LOG_CONTACT):
        if desk.may(Act.PLAN_GROUPS):
            from ui.today.sessions import PlannerToday

            return PlannerToday(desk)
        from ui.today.keeper import KeeperPage

        return KeeperPage(desk)
    from ui.today.page import TodayPage

    return TodayPage(desk, preferences)


def _contacts(desk: Desk, preferences: Preferences) -> Page:
    from ui.contacts.page import ContactsPage

    del preferences
    return ContactsPage(desk)


def _support(desk: Desk, preferences: Preferences) -> Page:
    from ui.support.page import SupportPage

    del preferences
    return SupportPage(desk)


def _settings(desk: Desk, preferences: Preferences) -> Page:
    from ui.settings.page import SettingsPage

    return SettingsPage(desk, preferences)


def _calendar(desk: Desk, preferences: Preferences) -> Page:
    from ui.calendar.page import CalendarPage

    del preferences
    return CalendarPage(desk)


def _report(desk: Desk, preferences: Preferences) -> Page:
    from ui.report.page import ReportPage

    del preferences
    assert desk.reports is not None
    return ReportPage(desk, desk.reports)


def _stats(desk: Desk, preferences: Preferences) -> Page:
    from ui.statistics.page import StatisticsPage

    del preferences
    assert desk.reports is not None
    return StatisticsPage(desk, desk.reports)


def _groups(desk: Desk, preferences: Preferences) -> Page:
    from ui.groups.page import GroupsPage

    del preferences
    return GroupsPage(desk)


def all_pages() -> tuple[PageSpec, ...]:
    """Return every page of the program, whoever may see it."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("pages", text)

    return (
        PageSpec("today", tr("Idag"), "sun", 1, (Act.TALLY, Act.PLAN_GROUPS), _today),
        PageSpec(
            "contacts", tr("Kontakter"), "list-checks", 2, (Act.READ_OWN_CONTACTS,), _contacts
        ),
        PageSpec("support", tr("Pågående stöd"), "heart-handshake", 3, (Act.KEEP_CARDS,), _support),
        PageSpec("groups", tr("Grupper"), "users", 4, (Act.READ_GROUPS,), _groups),
        PageSpec("calendar", tr("Kalender"), "calendar-days", 5, (Act.READ_OCCUPANCY,), _calendar),
        PageSpec("stats", tr("Statistik"), "chart-column", 6, (Act.READ_RELEASED,), _stats),
        PageSpec(
            "report",
            tr("Kvartalsrapport"),
            "file-text",
            7,
            (Act.READ_COMPLETENESS, Act.READ_RELEASED),
            _report,
        ),
        PageSpec("settings", tr("Inställningar"), "settings", 8, (), _settings),
    )


def pages_for(desk: Desk) -> tuple[PageSpec, ...]:
    """Return the pages that a person's roles give; the others are absent, not greyed. Who only
    counts visitors sees the pad and nothing else."""
    only_counts = desk.actor.roles == {Role.TALLY}
    return tuple(
        spec
        for spec in all_pages()
        if (not spec.acts or any(desk.may(act) for act in spec.acts))
        and (spec.key not in ("stats", "report") or desk.reports is not None)
        and (spec.key != "groups" or desk.imports is not None)
        and (spec.key != "settings" or not only_counts)
    )
