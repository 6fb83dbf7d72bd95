"""The style sheet: a template filled from a theme. What it cannot say, widgets paint."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from ui.widgets.theme import Theme, px

_SHEET = Template("""
QWidget { color: $text; }
QDialog { background: $surface; }
QMainWindow, #shell_root, QScrollArea, QScrollArea > QWidget > QWidget[canvas="true"] {
    background: $canvas; }
QScrollArea { border: none; background: transparent; }
QLabel { background: transparent; }
QLabel[ink="text2"] { color: $text2; }
QLabel[ink="muted"] { color: $muted; }
QLabel[ink="error"] { color: $error; }
QLabel[ink="warn"] { color: $warn; }
QLabel[ink="ok"] { color: $ok; }
QLabel[ink="info"] { color: $info; }
QFrame[kind="pill_ok"] { background: $ok_soft; border: none; border-radius: ${r10}px; }
QFrame[kind="pill_info"] { background: $info_soft; border: none; border-radius: ${r10}px; }
QFrame[kind="pill_warn"] { background: $warn_soft; border: none; border-radius: ${r10}px; }
QLabel:disabled { color: $disabled; }
QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: ${r8}px; }
QFrame[kind="dialog"] { background: $surface; border: 1px solid $outline;
    border-radius: ${r10}px; }
QFrame[kind="foot"] { background: $subtle; border: none; border-top: 1px solid $line;
    border-bottom-left-radius: ${r8}px; border-bottom-right-radius: ${r8}px; }
QFrame[kind="side"] { background: $rail; border: none; border-right: 1px solid $line;
    border-top-left-radius: ${r10}px; border-bottom-left-radius: ${r10}px; }
QFrame[kind="tile"] { background: $subtle; border: 1px solid $outline;
    border-radius: ${r6}px; }
QFrame[kind="counter"] { background: $subtle; border: 1px solid $line;
    border-radius: ${r6}px; }
QFrame[kind="rail"] { background: $rail; border: none; border-right: 1px solid $line; }
QFrame[kind="status"] { background: $rail; border: none; border-top: 1px solid $line; }
QFrame[kind="chip"] { background: $surface; border: 1px solid $line; border-radius: ${r8}px; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="popup"] { background: $surface; border: 1px solid $outline;
    border-radius: ${r6}px; }
QFrame[kind="info"] { background: $info_soft; border: none; border-radius: ${r6}px; }
QFrame[kind="ok"] { background: $ok_soft; border: none; border-radius: ${r6}px; }
QFrame[kind="warn"] { background: $warn_soft; border: none; border-radius: ${r6}px; }
QFrame[kind="err"] { background: $error_soft; border: none; border-radius: ${r6}px; }
QFrame[kind="undo"] { background: $text; border: none; border-radius: ${r8}px; }
QFrame[kind="undo"] QLabel { color: $surface; }
QFrame[kind="empty"] { background: transparent; border: 1px dashed $outline;
    border-radius: ${r8}px; }
QLabel[kind="badge_ok"] { background: $ok_soft; color: $ok; border-radius: ${r10}px;
    padding: ${p2}px ${p10}px; }
QLabel[kind="badge_info"] { background: $info_soft; color: $info; border-radius: ${r10}px;
    padding: ${p2}px ${p10}px; }
QLabel[kind="badge_warn"] { background: $warn_soft; color: $warn; border-radius: ${r10}px;
    padding: ${p2}px ${p10}px; }
QLabel[kind="badge"] { background: $sunken; color: $text2; border-radius: ${r10}px;
    padding: ${p2}px ${p10}px; }
QLineEdit { background: $surface; color: $text; border: 1px solid $outline;
    border-radius: ${r6}px; padding: 0 ${p7}px; min-height: ${h30}px;
    selection-background-color: $primary; selection-color: $on_primary; }
QPlainTextEdit { background: $surface; color: $text; border: 1px solid $outline;
    border-radius: ${r6}px; padding: ${p4}px ${p6}px;
    selection-background-color: $primary; selection-color: $on_primary; }
QPlainTextEdit[invalid="true"] { border: 2px solid $error; }
QLineEdit:hover { background: $subtle; border-color: $text2; }
QLineEdit[invalid="true"] { border: 2px solid $error; padding: 0 ${p6}px;
    min-height: ${h28}px; }
QLineEdit:disabled { background: $subtle; border-color: $line; color: $disabled; }
QLineEdit:read-only { background: $subtle; }
QTableView { background: $surface; border: none; outline: none; gridline-color: $line;
    selection-background-color: $sel; selection-color: $text; }
QTableView::item { border: none; padding: 0 ${p8}px; }
QHeaderView { background: $subtle; border: none; }
QTableCornerButton::section { background: $subtle; border: none;
    border-bottom: 1px solid $outline; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QListView { background: transparent; border: none; outline: none; }
QToolTip { background: $text; color: $surface; border: none; padding: ${p4}px ${p8}px; }
QMenu { background: $surface; border: 1px solid $outline; padding: ${p4}px; }
QMenu::item { padding: ${p6}px ${p16}px; border-radius: ${r4}px; }
QMenu::item:selected { background: $sel; }
QScrollBar:vertical { background: transparent; width: ${p12}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p12}px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: ${r4}px; margin: ${p2}px;
    min-height: ${h28}px; min-width: ${h28}px; }
QScrollBar::handle:hover { background: $outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QWidget { background: $surface; }
QCalendarWidget QAbstractItemView { background: $surface; color: $text; outline: none;
    selection-background-color: $primary; selection-color: $on_primary; }
QCalendarWidget QToolButton { background: $surface; color: $text; border: none;
    padding: ${p4}px ${p8}px; border-radius: ${r4}px; }
QCalendarWidget QToolButton:hover { background: $subtle; }
QCalendarWidget QSpinBox { background: $surface; color: $text; border: 1px solid $outline; }
""")


def style_sheet(tokens: Theme) -> str:
    """Return the sheet for a theme at the present scale. In high contrast it is empty: the
    system's own colours and frames are drawn."""
    if tokens.high_contrast:
        return ""
    lengths = {f"r{n}": max(2, px(n)) for n in (4, 6, 8, 10)}
    lengths |= {f"p{n}": px(n) for n in (2, 4, 6, 7, 8, 10, 12, 16)}
    lengths |= {f"h{n}": px(n) for n in (28, 30, 34)}
    return _SHEET.substitute(asdict(tokens), **lengths)
