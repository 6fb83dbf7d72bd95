"""Icons in the colour of their text, drawn once for each colour, size and screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from resources.pictures import icon_svg
from ui.widgets.theme import px, theme

LEVEL_ICONS = {
    "universal": "level-universal",
    "selective": "level-selective",
    "indicated": "level-indicated",
}


def pixmap(name: str, colour: QColor, size: float = 18) -> QPixmap:
    """Return an icon, ``size`` pixels square at 100 % text; ``KeyError`` for an unknown name."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    side = px(size)
    key = f"fc:{name}:{colour.name()}:{side}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    text = icon_svg(name).replace("currentColor", colour.name())
    text = text.replace('stroke-width="2"', 'stroke-width="1.75"')
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(
        painter, QRectF(0, 0, drawn.width(), drawn.height())
    )
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def draw(painter: QPainter, name: str, colour: QColor, rect: QRectF) -> None:
    """Draw an icon in the middle of a square."""
    picture = pixmap(name, colour, 16 if rect.width() <= 0 else rect.width() / (px(100) / 100))
    size = picture.deviceIndependentSize()
    x = rect.center().x() - size.width() / 2
    y = rect.center().y() - size.height() / 2
    painter.drawPixmap(round(x), round(y), picture)


def window_icon() -> QIcon:
    """Return the product mark."""
    return QIcon(pixmap("mark", QColor("black"), 32))


def icon(name: str, tint: str, size: float = 16) -> QIcon:
    """Return an icon in the colour of a token, for actions inside Qt's own controls."""
    return QIcon(pixmap(name, theme().colour(tint), size))
