"""Fonts and icons: what the window and the report need from the files."""

import io
import struct

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from resources import font_paths, icon_names, icon_path, icon_svg
from resources.place import ROOT

OWN = {"mark", "oak", "cover-tree", "level-universal", "level-selective", "level-indicated"}
NAVIGATION = {
    "sun", "list-checks", "heart-handshake", "users", "calendar-days", "chart-column", "file-text",
    "settings",
}  # fmt: skip
MEANINGS = {
    "triangle-alert", "circle-alert", "circle-check", "clock-alert", "eye-off", "shield-check",
    "circle-dashed", "calendar-x-2", "lock", "undo-2",
}  # fmt: skip


def _tables(path):
    data = path.read_bytes()
    count = struct.unpack(">H", data[4:6])[0]
    return {data[12 + 16 * i : 16 + 16 * i].decode() for i in range(count)}


@pytest.mark.parametrize("path", font_paths(), ids=lambda p: p.stem)
def test_fonts_are_static_truetype(path):
    """The report writer embeds outlines in ``glyf`` only, and one weight per file."""
    tables = _tables(path)
    assert "glyf" in tables
    assert not {"CFF ", "CFF2", "fvar"} & tables


@pytest.mark.parametrize("path", font_paths(), ids=lambda p: p.stem)
def test_a_pdf_takes_the_font_with_every_sign_of_the_report(path):
    """Swedish letters, table signs, level shapes and thin spaces are in the embedded font."""
    font = TTFont(path.stem, str(path))
    signs = "åäöÅÄÖéü–−±●◆▲→…”’·\u2009\u202f\u00a00123456789"
    missing = [sign for sign in signs if ord(sign) not in font.face.charToGlyph]
    assert missing == []
    widths = {font.stringWidth(digit, 10) for digit in "0123456789"}
    assert len(widths) == 1
    pdfmetrics.registerFont(font)
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont(font.fontName, 10)
    canvas.drawString(50, 50, signs)
    canvas.save()
    assert b"/FontFile2" in out.getvalue()


def test_weights_resolve_under_one_family(qapp):
    """Qt finds the five files as weights and the italic of one family, without faking any."""
    families = set()
    for path in font_paths():
        number = QFontDatabase.addApplicationFont(str(path))
        assert number >= 0
        families.update(QFontDatabase.applicationFontFamilies(number))
    assert "Source Sans 3" in families
    for weight in (400, 500, 600, 700):
        font = QFont("Source Sans 3", 10)
        font.setWeight(QFont.Weight(weight))
        info = QFontInfo(font)
        assert (info.family(), int(info.weight())) == ("Source Sans 3", weight)
    italic = QFont("Source Sans 3", 10)
    italic.setItalic(True)
    assert QFontInfo(italic).italic()


def test_every_icon_of_the_design_is_there():
    """Navigation, meanings and own drawings all have a file."""
    assert set(icon_names()) >= NAVIGATION | MEANINGS | OWN
    with pytest.raises(KeyError):
        icon_path("no-such-icon")


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_draws_something(name, qapp):
    """Every file is valid SVG and leaves ink inside its frame at 20 px."""
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    renderer = QSvgRenderer(QByteArray(icon_svg(name).replace("currentColor", "#000").encode()))
    assert renderer.isValid()
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert any(image.pixel(x, y) for x in range(20) for y in range(20))


@pytest.mark.parametrize("name", sorted(set(icon_names()) - {"mark", "cover-tree"}))
def test_icons_take_the_colour_of_the_text(name):
    """No colour is fixed in an icon that stands beside text."""
    svg = icon_svg(name)
    assert "currentColor" in svg
    assert "#" not in svg


def test_licences_lie_beside_the_files():
    """Fonts and icons travel with their licence texts."""
    assert "SIL OPEN FONT LICENSE Version 1.1" in (ROOT / "fonts" / "LICENSE.md").read_text("utf-8")
    assert "ISC License" in (ROOT / "icons" / "LICENSE").read_text("utf-8")
