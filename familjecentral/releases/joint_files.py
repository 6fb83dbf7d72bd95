"""The files of a joint report: nothing leaves the house before its register knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from familjecentral.clock import Clock
from familjecentral.releases.draft import Begin, Progress, Reader, ReportWriter
from familjecentral.releases.exchange import keep_joint
from familjecentral.releases.joint import JointReport
from familjecentral.releases.placing import move, workplace
from familjecentral.releases.proving import by_format, read_back
from familjecentral.whole import write_whole

ENDING = ".fcutgava.json"
"""Of signed files."""


def issue_joint(
    report: JointReport,
    folder: Path,
    begin: Begin,
    *,
    formats: Sequence[str],
    writer: ReportWriter,
    readers: Mapping[str, Reader],
    clock: Clock,
    progress: Progress,
) -> tuple[Path, ...]:
    """Write the files of a joint report and read them back, enter it into the register, and move
    them into place with the signed file for the others, which comes last. Stopped at any step,
    the same once more ends it.

    Raises:
        NotAllowed, RegisterBehind, OutputNotWritable, DiskFull, Cancelled.
        Bug: a file does not hold the protected cells.
    """
    with workplace(folder) as work:
        files = writer(report.draft, work, formats, progress)
        for together in by_format(files):
            read_back(report.draft, together, readers)
        with begin() as uow:
            text = keep_joint(report, uow, clock)
        signed = work / f"gemensam-{report.name}{ENDING}"
        write_whole(signed, text.encode())
        return move((*files, signed), folder)
