"""*Inbjudan*: the words of a poster beside the poster itself. They are kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from familjecentral.errors import InvalidInput
from familjecentral.groups.invitation import LONGEST, Invitation, invitation_problems
from familjecentral.groups.model import Group
from familjecentral.groups.on_paper import group_on_paper
from ui.paper.sheet import PaperDesk, Prepare, SheetDialog, Write
from ui.paper.words import tr
from ui.preferences import documents_folder
from ui.widgets.buttons import KeyButton
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField, confirmed_in
from ui.widgets.guarded_text import GuardedText
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork


class PosterDialog(SheetDialog):
    """Fields at the left, the poster at the right."""

    def __init__(self, paper: PaperDesk, group: Group, parent: QWidget) -> None:
        super().__init__(
            paper, parent, name="paper_poster",
            title=tr("Inbjudan, {title}").format(title=group.title), file_name="inbjudan.pdf",
        )  # fmt: skip
        self._group = group
        self._logo: bytes | None = None
        self._first = paper.kit.invitation_to(group)
        self._edits: dict[str, GuardedEdit | TextEdit] = {}
        self._add_line("title", tr("Rubrik"), self._first.title)
        self._intro = GuardedText(
            tr("Inbjudan"), self._desk.guard, name="paper_poster_intro_edt",
            longest=LONGEST["intro"], lines=6,
        )  # fmt: skip
        self._intro.set_text(self._first.intro)
        self._intro.edited.connect(self.later)
        self._intro.entered.connect(self.refresh)
        self.add_field("intro", GuardedField(tr("Inbjudan"), self._intro))
        self._add_line("sign_up", tr("Anmälan"), self._first.sign_up)
        self._add_line("sign_up_text", tr("Så anmäler man sig"), self._first.sign_up_text)
        self._add_phone()
        self._add_line("parties", tr("Huvudmän"), "", tr("Båda, som Ekeby kommun och Region Ek"))
        self._add_logo()
        self._form.addStretch(1)

    def _add_line(self, key: str, text: str, value: str, placeholder: str = "") -> None:
        edit = GuardedEdit(
            text, self._desk.guard, name=f"paper_poster_{key}_edt", longest=LONGEST[key],
            placeholder=placeholder,
        )  # fmt: skip
        edit.setText(value)
        edit.setCursorPosition(0)
        self._listen(key, edit)
        self.add_field(key, GuardedField(text, edit))

    def _add_phone(self) -> None:
        """The house's own number: no family's, so the guard does not read it."""
        text = tr("Telefon till huset")
        edit = TextEdit(text, name="paper_poster_phone_edt", longest=LONGEST["phone"])
        self._listen("phone", edit)
        self.add_field("phone", Field(text, edit))

    def _listen(self, key: str, edit: GuardedEdit | TextEdit) -> None:
        edit.textEdited.connect(self.later)
        edit.returnPressed.connect(self.refresh)
        self._edits[key] = edit

    def _add_logo(self) -> None:
        self._logo_name = text_label(
            tr("Programmets märke"), role="small", wrap=True, name="paper_poster_logo_lbl"
        )
        self._choose = KeyButton(
            tr("Välj logotyp…"), name="paper_poster_logo_btn", icon="folder-open",
            help=tr("PNG eller JPEG, högst 5 MB"),
        )  # fmt: skip
        self._remove = KeyButton(
            tr("Ta bort logotypen"), name="paper_poster_btn_no_logo", look="link"
        )
        self._choose.clicked.connect(self._on_choose)
        self._remove.clicked.connect(lambda: self._take_logo(None, ""))
        part = QWidget()
        inner = QVBoxLayout(part)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(4))
        caption = text_label(tr("Logotyp"), role="small", weight=500, ink="text2")
        caption.setBuddy(self._choose)
        inner.addWidget(caption)
        inner.addWidget(self._logo_name)
        inner.addLayout(row(self._choose, 1))
        inner.addLayout(row(self._remove, 1))
        self._remove.hide()
        self._form.addWidget(part)

    # --- the poster -----------------------------------------------------------------------------

    def said(self) -> Invitation:
        """Return the words as the fields have them."""
        words = {key: edit.text().strip() for key, edit in self._edits.items()}
        return Invitation(intro=self._intro.text(), logo=self._logo, **words)

    def prepare(self) -> Prepare:
        """Read the words and the group, and draw the poster."""
        said, confirmed = self.said(), confirmed_in(self.fields)
        paper, group_id, desk = self._paper, self._group.id, self._desk

        def read(uow: UnitOfWork) -> Write:
            problems = tuple(invitation_problems(said, desk.guard(), confirmed=confirmed))
            if problems:
                raise InvalidInput(problems)
            found = group_on_paper(group_id, uow, desk.clock)
            writer = paper.writer(found.centre)
            return lambda path: writer.poster(path, found.group, found.house, said, found.programme)

        return read

    # --- the logo -------------------------------------------------------------------------------

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, tr("Välj logotyp"), str(documents_folder()))
        dialog.setObjectName("paper_poster_logo_dlg")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Bilder (*.png *.jpg *.jpeg)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.take_logo(Path(path)))
        dialog.open()

    def take_logo(self, path: Path) -> None:
        """Check a picture, leave out everything that is not picture, and show it."""
        clean = self._paper.kit.clean_logo
        self._desk.work(
            lambda: clean(path),
            lambda logo: self._take_logo(logo, path.name),
            self._on_failed,
        )

    def _take_logo(self, logo: bytes | None, name: str) -> None:
        self._logo = logo
        self._logo_name.setText(name or tr("Programmets märke"))
        self._remove.setVisible(logo is not None)
        if logo is None:
            self._choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()
