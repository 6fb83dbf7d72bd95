"""Why a number is not shown: one sentence for every hidden number, whatever it is hidden for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from familjecentral.releases.view import View, ViewCell
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.text import IconLabel, row, text_label
from ui.widgets.theme import px


def why_hidden(view: View, kind: str) -> str:
    """Return why a number of a column is hidden. It depends on the kind of column alone, so it
    cannot tell a small number from one that protects it."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("stats", text)

    if kind == "share":
        return tr(
            "Andelen visas inte. Antingen är talet eller summan en dold uppgift, "
            "eller så är summan under tio."
        )
    if kind == "change":
        return tr("Ändringen visas inte, för att minst ett av de två talen är en dold uppgift.")
    limit = tr("färre än {n}").format(n=view.threshold)
    if view.sensitive > view.threshold:
        more = tr("färre än {n}, för känsliga frågor färre än {m}")
        limit = more.format(n=view.threshold, m=view.sensitive)
    return tr(
        "Talet visas inte, för att ingen ska kunna pekas ut. Antingen är det {limit}, eller så "
        "skulle ett annat dolt tal gå att räkna ut om det syntes."
    ).format(limit=limit)


def what_is_shown(cell: ViewCell | None) -> str:
    """Return what a sign means that is not a number, or ""."""
    signs = {
        "zero": "Inget finns att redovisa. Det är en nolla, inte en uppgift som saknas.",
        "missing": "Det finns ingen utgåva för perioden. Inget räknas i efterhand.",
        "impossible": "Uppgiften kan inte förekomma.",
    }
    if cell is None or cell.status not in signs:
        return ""
    return QCoreApplication.translate("stats", signs[cell.status])


class ExplainPanel(QFrame):
    """The explanation of the marked cell."""

    longer_asked = Signal()
    merge_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setObjectName("stats_explain_card")
        self._icon = IconLabel("eye-off", "primary", 20)
        self.title = text_label("", weight=600, wrap=True, name="stats_explain_title_lbl")
        self.text = text_label("", ink="text2", wrap=True, name="stats_explain_lbl")
        self.longer = KeyButton("", name="stats_longer_btn", icon="calendar", key="Alt L")
        self.longer.clicked.connect(self.longer_asked)
        self.merge = KeyButton(self.tr("Slå ihop rader…"), name="stats_explain_merge_btn")
        self.merge.clicked.connect(self.merge_asked)
        hint = row(
            self.merge,
            self.longer,
            KeyCap("Shift F1"),
            text_label(self.tr("förklara vald cell"), role="small", ink="text2"),
            1,
        )
        words = QVBoxLayout()
        words.setSpacing(px(6))
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addLayout(hint)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(px(16), px(12), px(16), px(12))
        outer.setSpacing(px(12))
        outer.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(words, 1)

    def show_cell(
        self,
        view: View | None,
        cell: ViewCell | None,
        column: int,
        name: str,
        longer: str,
        *,
        can_merge: bool,
    ) -> None:
        """Explain a cell. ``name`` is ``row – column``; ``longer`` a period to go to."""
        hidden = view is not None and cell is not None and cell.is_hidden
        meaning = what_is_shown(cell)
        if hidden and view is not None:
            self.title.setText(self.tr("{name}: dold uppgift (..)").format(name=name))
            self.text.setText(why_hidden(view, view.heads[column - 1].kind))
        elif meaning and cell is not None:
            self.title.setText(f"{name}: {cell.text}")
            self.text.setText(meaning)
        else:
            self.title.setText(self.tr("Dolda uppgifter"))
            self.text.setText(self.tr("Gå till en uppgift med två punkter (..) för att se varför."))
        self._icon.set_icon("eye-off" if hidden or not meaning else "info", "primary")
        self.merge.setVisible(hidden and can_merge)
        self.longer.setVisible(hidden and bool(longer))
        self.longer.setText(self.tr("Byt till {period}").format(period=longer))
        self.longer.setAccessibleName(self.longer.text())
        self.longer.updateGeometry()

    def said(self) -> str:
        """Return all of it, to be read aloud."""
        return f"{self.title.text()}. {self.text.text()}"
