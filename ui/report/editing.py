"""Opens *Rapportens innehåll* on the draft, keeps the answer, and draws the pages anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familjecentral.changes import Changes
from familjecentral.errors import FamiljecentralError, InvalidInput
from familjecentral.releases.layout import Layout, SaveLayout, save_layout
from ui.report.editor import LayoutEditor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.report.presenter import ReportPresenter


def edit_layout(parent: QWidget, desk: Desk, presenter: ReportPresenter) -> None:
    """Open the editor on the draft that is shown; a release stands as it is."""
    draft = presenter.state.draft
    if draft is None or draft.release is not None or presenter.state.busy is not None:
        return
    dialog = LayoutEditor(parent, draft, desk.guard)

    def ask(layout: Layout, confirmed: frozenset[str]) -> None:
        command = SaveLayout(draft, layout, confirmed)

        def work(uow: UnitOfWork) -> Changes:
            return save_layout(command, uow, guard=desk.guard())

        def done(changes: Changes) -> None:
            del changes  # the register is as it was: only the pages are drawn anew
            dialog.accept()
            presenter.set_out(layout)

        def failed(error: FamiljecentralError) -> None:
            if isinstance(error, InvalidInput):
                dialog.show_problems(error.problems)
            else:
                dialog.reject()
                desk.voice.failed(error)

        desk.ask(work, done, failed)

    dialog.asked.connect(ask)
    dialog.open()
