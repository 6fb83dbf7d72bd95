"""Lines of key hints."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.widgets.hints import HintLine


def test_a_hint_that_does_not_fit_is_left_out_whole(qtbot: QtBot) -> None:
    """The last goes first, none is cut, and all come back where there is room."""
    line = HintLine((("PgUp", "PgDn"), "sida"), (("Ctrl P",), "skriv ut"))
    qtbot.addWidget(line)
    line.resize(line.sizeHint())
    with qtbot.waitExposed(line):
        line.show()
    assert line.shown_words() == ["sida", "skriv ut"]
    line.set_words(1, "provutskrift, märkt UTKAST")
    assert line.shown_words() == ["sida"]
    line.resize(line.width() * 3, line.height())
    assert line.shown_words() == ["sida", "provutskrift, märkt UTKAST"]
