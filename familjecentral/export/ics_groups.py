"""Writes the calendars of leaders, rooms and groups from the store's sessions.

What is on goes into one file (METHOD:PUBLISH), what has been cancelled into another beside it
(METHOD:CANCEL), because a calendar file has one method for all of its entries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from familjecentral.export.ics import CANCELLED, Event, calendar_text
from familjecentral.groups.invitations import Entry, Feed
from familjecentral.groups.left import Owner
from familjecentral.groups.model import SessionKind
from familjecentral.whole import write_whole

_KINDS = {
    SessionKind.INFO: "informationsträff",
    SessionKind.BOOSTER: "uppföljningsträff",
    SessionKind.PRE_INTERVIEW: "församtal",
    SessionKind.REPLACEMENT: "ersättningsträff",
}
_WHOSE = {Owner.GROUP: "grupp", Owner.ROOM: "lokal", Owner.LEADER: "ledare"}


def event_of(entry: Entry) -> Event:
    """Return an entry as the writer of calendars takes it."""
    what = _KINDS.get(entry.kind, f"träff {entry.number}")
    described = []
    if entry.kind is SessionKind.REGULAR:
        described.append(f"Träff {entry.number} av {entry.of}")
    if entry.leaders:
        described.append(f"Ledare: {', '.join(entry.leaders)}")
    if entry.booked_from or entry.booked_to:
        described.append(
            f"Lokalen är bokad {entry.booked_from} min före och {entry.booked_to} min efter"
        )
    if entry.languages:
        described.append(f"Tolk: {', '.join(entry.languages)}")
    return Event(
        uid=entry.uid,
        sequence=entry.sequence,
        day=entry.day,
        start=entry.start,
        minutes=entry.minutes,
        summary=f"{entry.title}, {what}",
        location=entry.place,
        description="\n".join(described),
        cancelled=entry.cancelled,
    )


def feed_name(feed: Feed) -> str:
    """Return a file name that says whose calendar it is, ``ledare-maja-1f2e3d4c.ics``: letters
    that every system takes, and the end of the id because titles repeat."""
    plain = unicodedata.normalize("NFKD", feed.title.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    return "-".join(part for part in (_WHOSE[feed.kind], words, feed.key[-8:]) if part) + ".ics"


def feed_texts(feed: Feed, *, stamp: datetime) -> dict[str, str]:
    """Return file name → calendar of a feed: what is on, and what has been cancelled if anything.

    Args:
        stamp: when it is written, with a time zone.
    """
    name = feed_name(feed)
    events = [event_of(entry) for entry in feed.entries]
    on = [event for event in events if not event.cancelled]
    off = [event for event in events if event.cancelled]
    texts = {name: calendar_text(feed.title, on, stamp=stamp)} if on or not off else {}
    if off:
        texts[name.removesuffix(".ics") + CANCELLED] = calendar_text(feed.title, off, stamp=stamp)
    return texts


def write_feeds(folder: Path, feeds: Iterable[Feed], *, stamp: datetime) -> tuple[Path, ...]:
    """Write the calendars into a folder and return the files.

    Raises:
        OutputNotWritable, DiskFull: files written before stay; none is half written.
    """
    written = []
    for feed in feeds:
        for name, text in feed_texts(feed, stamp=stamp).items():
            write_whole(folder / name, text.encode())
            written.append(folder / name)
    return tuple(written)
