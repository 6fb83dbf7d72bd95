"""Opens the register, and reads the entry that is marked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familjecentral.access.model import Act
from familjecentral.releases.compare import Entry, read_entry
from familjecentral.releases.counted_by import every_set
from ui.report.outside import OutsideDialog
from ui.report.register import RegisterDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.kit import ReportKit
    from ui.report.presenter import ReportPresenter


def open_register(
    parent: QWidget, desk: Desk, kit: ReportKit, presenter: ReportPresenter
) -> RegisterDialog:
    """Open the list of releases; Enter opens the marked one on the page."""
    state = presenter.state
    dialog = RegisterDialog(parent, state.releases, state.people)
    is_open = [True]
    dialog.opened.connect(presenter.open_release)
    dialog.finished.connect(is_open.clear)

    def read(number: int) -> None:
        def work(uow: UnitOfWork) -> tuple[Entry, tuple[str, ...]]:
            entry, book = read_entry(number, uow), uow.codes()
            declared = every_set(uow, kit.declared_set(book))
            said = kit.difference_words(entry.beside.changed, declared, book, uow.centres())
            return entry, said

        def done(found: tuple[Entry, tuple[str, ...]]) -> None:
            if is_open:
                dialog.show_entry(*found)

        desk.ask(work, done)

    dialog.marked.connect(read)
    dialog.before.setVisible(desk.may(Act.PUBLISH))
    dialog.before_asked.connect(lambda: OutsideDialog(dialog, desk, kit).open())
    dialog.mark()
    dialog.open()
    return dialog
