"""``familjecentral report``: draft or publish the protected table set of a locked period."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.clock import SystemClock
from familjecentral.commands import add_command, shown_progress
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.commands.scope import add_scope_arguments, centre_named, period_named
from familjecentral.errors import NotPublishable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from familjecentral.commands import Subparsers
    from familjecentral.gate import OpenedStore
    from familjecentral.releases.draft import Draft
    from familjecentral.statistics.declared import DeclaredSet

_TRIED = {
    "sv": "Prövat förslag (--coarser tar det): {proposal}",
    "en": "Tried and possible (--coarser takes it): {proposal}",
}
_TAKEN = {
    "sv": "Tabellerna gick inte att skydda som de var. Grövre: {proposal}",
    "en": "The tables could not be protected as they were. Coarser: {proposal}",
}
_UNCHANGED = {
    "sv": "Perioden {period} är redan fastställd som utgåva {number}, och talen är desamma. "
    "Inget har ändrats. Filerna skrivs igen med familjecentral releases write {number}.",
    "en": "The period {period} was published as release {number}, and the counts are the same. "
    "Nothing was changed. familjecentral releases write {number} writes its files again.",
}


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "report")
    add_scope_arguments(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="MAPP", help="mapp för filerna")
    parser.add_argument(
        "--format",
        default="pdf,xlsx,csv",
        metavar="LISTA",
        help="pdf, xlsx, csv, csv-excel, px, json-stat, html, med komma emellan (pdf,xlsx,csv)",
    )
    parser.add_argument("--publish", action="store_true", help="fastställ och för in i registret")
    parser.add_argument(
        "--coarser",
        action="store_true",
        help="ta det grövre förslaget om tabellerna inte går att skydda",
    )
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write the files of a draft, or of a release when ``--publish`` is given.

    Return 1 if the period has a release with the same cells: publishing is done once.
    """
    from familjecentral.commands.reporting import (
        declared_set,
        formats_named,
        frozen_words,
        report_readers,
        report_writer,
    )
    from familjecentral.releases.draft import ReportScope
    from familjecentral.releases.known import registered
    from familjecentral.releases.use_cases import list_releases, make_draft, publish, write_draft

    period = period_named(args.period)
    formats = formats_named(args.format)
    clock = SystemClock()
    with opened_store(args.store, args, store_gate()) as store:
        with store.unit_of_work() as uow:
            centre = centre_named(args.centre, uow.centres())
            declared = declared_set(uow.codes())
            history = list_releases(uow)
        make = partial(
            make_draft,
            begin=store.unit_of_work,
            declared=declared,
            clock=clock,
            is_sample=store.is_sample,
            progress=shown_progress,
        )
        try:
            draft = make(ReportScope(period, centre))
        except NotPublishable as refused:
            said = proposed(refused, declared, store)
            if not args.coarser:
                tried = _TRIED[args.lang].format(proposal=said)
                raise NotPublishable(refused.reason, refused.tables, tried) from None
            print(_TAKEN[args.lang].format(proposal=said), file=sys.stderr)
            draft = make(ReportScope(period, centre, coarser=refused.coarser))
        keys = [c.key for c in draft.centres]
        valid = registered(history, period, keys) if args.publish else None
        if valid is not None and valid.cells == draft.safe.tables:
            print(_UNCHANGED[args.lang].format(period=period, number=valid.number), file=sys.stderr)
            return 1
        writer = report_writer(history)
        if args.publish:
            files = publish(
                draft,
                args.out,
                store.unit_of_work,
                formats=formats,
                writer=writer,
                readers=report_readers(draft),
                words=frozen_words,
                clock=clock,
                progress=shown_progress,
            ).files
        else:
            files = write_draft(
                draft, args.out, formats=formats, writer=writer, progress=shown_progress
            )
    print(_as_json(draft, files, args) if args.json else _as_text(draft, files, args))
    return 0


def proposed(refused: NotPublishable, declared: DeclaredSet, store: OpenedStore) -> str:
    """Return the coarser tables that were tried, in the words of the report."""
    from familjecentral.commands.reporting import coarser_words

    with store.unit_of_work() as uow:
        return " ".join(coarser_words(refused.coarser, declared, uow.codes(), uow.centres()))


def _as_text(draft: Draft, files: Sequence[Path], args: argparse.Namespace) -> str:
    head = f"Utgåva {draft.number}" if args.publish else "Utkast"
    lines = [f"{head}, {draft.period}: {draft.shown} tal visas, {draft.hidden} döljs (..)."]
    return "\n".join([*lines, *(str(file) for file in files)])


def _as_json(draft: Draft, files: Sequence[Path], args: argparse.Namespace) -> str:
    return json.dumps(
        {
            "period": str(draft.period),
            "published": args.publish,
            "number": draft.number if args.publish else None,
            "shown": draft.shown,
            "hidden": draft.hidden,
            "files": [str(file) for file in files],
        },
        ensure_ascii=False,
    )
