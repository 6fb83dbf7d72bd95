"""Reads a house's mark from a picture file: checked, drawn anew, nothing kept but the picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.releases.layout import plain_png

_FORMATS = (b"png", b"jpeg")
_LARGEST = 10_000_000  # bytes of the file, and pixels of a side below
_WIDEST_READ = 6000
_WIDEST = 480  # pixels: sharp at the size of the cover


def read_mark(path: Path) -> bytes:
    """Return a plain PNG on white, at most 480 pixels wide or high.

    Raises:
        InvalidInput: no PNG or JPEG, too large, or damaged.
    """
    unusable = InvalidInput((FieldProblem("mark", "unusable"),))
    try:
        if path.stat().st_size > _LARGEST:
            raise unusable
    except OSError as error:
        raise unusable from error
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    kind = reader.format().data()
    if kind not in _FORMATS or not 0 < max(size.width(), size.height()) <= _WIDEST_READ:
        raise unusable
    image = reader.read()
    if image.isNull():
        raise unusable
    if max(image.width(), image.height()) > _WIDEST:
        limit = QSize(_WIDEST, _WIDEST)
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    flat = QImage(image.size(), QImage.Format.Format_RGB888)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    flat.save(buffer, "PNG")  # type: ignore[call-overload]
    mark = plain_png(bytes(buffer.data().data()))
    if not mark:
        raise unusable
    return mark
