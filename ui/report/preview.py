"""The printed pages as images of the real PDF, and thumbnails beside them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.text import frame
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex

_THUMB = 74
_RATIO = 297 / 210
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class Sheet(QWidget):
    """One page as an image."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}_page_lbl")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._image = QImage()

    def show_image(self, image: QImage) -> None:
        """Show a rendered page."""
        self._image = image
        self.update()

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self._image

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page, or white paper while it is being rendered."""
        del event
        painter = QPainter(self)
        whole = QRectF(self.rect())
        painter.fillRect(whole, Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(whole, self._image)
        painter.setPen(theme().colour("outline"))
        painter.drawRect(whole.adjusted(0, 0, -1, -1))
        painter.end()


class _Place(QScrollArea):
    """Where the open page lies. It has its size later than the widget round it."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is other room for the page."""
        super().resizeEvent(event)
        self.resized.emit()


class _Thumbs(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.images: list[QPixmap | None] = []

    def rowCount(self, parent: Index | None = None) -> int:
        """One row for each page."""
        return 0 if parent is not None and parent.isValid() else len(self.images)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number of the page."""
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Sida {n} av {of}").format(n=index.row() + 1, of=len(self.images))
        return None

    def reset(self, pages: int) -> None:
        """Show empty pages."""
        self.beginResetModel()
        self.images = [None] * pages
        self.endResetModel()

    def set_image(self, page: int, image: QImage) -> None:
        """Fill one page in."""
        if page < len(self.images):
            self.images[page] = QPixmap.fromImage(image)
            index = self.index(page)
            self.dataChanged.emit(index, index)


class _ThumbDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the page and its number."""
        del option, index
        return QSize(px(_THUMB) + px(16), round(px(_THUMB) * _RATIO) + px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a small page; the open one has a heavy frame."""
        t = theme()
        view = option.widget
        assert isinstance(view, QListView)
        model = index.model()
        assert isinstance(model, _Thumbs)
        rect = QRectF(option.rect)
        width = px(_THUMB)
        left = rect.left() + (rect.width() - width) / 2
        place = QRectF(left, rect.top() + px(4), width, round(width * _RATIO))
        painter.fillRect(place, Qt.GlobalColor.white)
        image = model.images[index.row()]
        if image is not None:
            painter.drawPixmap(place, image, QRectF(image.rect()))
        is_open = view.currentIndex() == index
        token = "primary" if is_open else "outline"
        box(painter, place, radius=1, border=t.colour(token), width=px(2) if is_open else 1)
        if is_open and view.hasFocus():
            ring = place.adjusted(-px(3), -px(3), px(3), px(3))
            box(painter, ring, radius=3, border=t.colour("focus"), width=max(2, px(2)))
        below = QRectF(rect.left(), place.bottom(), rect.width(), px(22))
        painter.setFont(font("small", 600 if is_open else 400))
        painter.setPen(t.colour("text"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))


class Preview(QWidget):
    """The open page, and all pages small. PgUp and PgDn turn, Ctrl + and Ctrl − zoom."""

    page_shown = Signal(int, int)
    drawn = Signal()

    def __init__(self, name: str = "report") -> None:
        super().__init__()
        self.setObjectName(f"{name}_preview")
        # Made first, so that it goes first: it draws from the document on a thread of its own.
        self._renderer = QPdfPageRenderer(self)
        self._document = QPdfDocument(self)
        self._renderer.setDocument(self._document)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._on_rendered)
        self._page = 0
        self._zoom: float | None = None
        self._wanted: dict[int, bool] = {}
        self.sheet = Sheet(name)
        self._area = _Place()
        self._area.setWidget(self.sheet)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        label(self._area, self.tr("Sidan"), name=f"{name}_page_area")
        self._area.resized.connect(self._on_area_resized)
        self._thumbs = _Thumbs()
        self.list = QListView()
        self.list.setModel(self._thumbs)
        self.list.setItemDelegate(_ThumbDelegate(self.list))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTabKeyNavigation(False)
        self.list.setFixedWidth(px(_THUMB) + px(30))
        label(
            self.list,
            self.tr("Sidor"),
            self.tr("PgUp och PgDn bläddrar"),
            name=f"{name}_pages_list",
        )
        self.list.selectionModel().currentChanged.connect(self._on_current)
        card = frame("card", f"{name}_preview_card")
        inner = QHBoxLayout(card)
        inner.setContentsMargins(px(12), px(12), px(4), px(4))
        inner.setSpacing(px(8))
        inner.addWidget(self._area, 1)
        inner.addWidget(self.list)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    @property
    def is_drawn(self) -> bool:
        """Whether nothing waits to be drawn any more."""
        return not self._wanted

    @property
    def page(self) -> int:
        """The open page, from 0."""
        return self._page

    @property
    def document(self) -> QPdfDocument:
        """The PDF that is shown."""
        return self._document

    def show_file(self, file: Path | None) -> None:
        """Show a PDF from its first page; None shows nothing."""
        self._wanted.clear()
        self._document.close()
        self.sheet.show_image(QImage())
        if file is not None:
            self._document.load(str(file))
        self._page = 0
        self._thumbs.reset(self.pages)
        for page in range(self.pages):
            self._request(page, QSize(px(_THUMB) * 2, round(px(_THUMB) * _RATIO) * 2), small=True)
        if self.pages:
            self.list.setCurrentIndex(self._thumbs.index(0))
            self._show_page()

    def turn(self, step: int) -> None:
        """Turn to another page."""
        target = min(max(self._page + step, 0), self.pages - 1)
        if self.pages and target != self._page:
            self.list.setCurrentIndex(self._thumbs.index(target))

    def zoom(self, step: int) -> None:
        """Zoom in or out; 0 fits the page into its place."""
        if step == 0:
            self._zoom = None
        else:
            now = self.sheet.width() / self._full_width()
            steps = [z for z in ZOOMS if (z > now + 0.01 if step > 0 else z < now - 0.01)]
            if steps:
                self._zoom = steps[0] if step > 0 else steps[-1]
        self._show_page()

    def _full_width(self) -> float:
        points = self._document.pagePointSize(self._page).width() or 595.0
        return points * self.logicalDpiX() / 72

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self._page:
            self._page = index.row()
            self._show_page()

    def _show_page(self) -> None:
        if not self.pages:
            return
        points = self._document.pagePointSize(self._page)
        ratio = points.height() / points.width()
        if self._zoom is None:
            room = self._area.viewport().size()
            width = min(room.width() - px(4), round((room.height() - px(4)) / ratio))
        else:
            width = round(self._full_width() * self._zoom)
        width = max(width, 80)
        size = QSize(width, round(width * ratio))
        self.sheet.setFixedSize(size)
        self.sheet.setAccessibleName(
            self.tr("Sida {n} av {of}").format(n=self._page + 1, of=self.pages)
        )
        self._area.setAccessibleDescription(self.sheet.accessibleName())
        self._request(self._page, size * self.devicePixelRatioF(), small=False)
        self.page_shown.emit(self._page + 1, self.pages)

    def _request(self, page: int, size: QSize, *, small: bool) -> None:
        self._wanted[self._renderer.requestPage(page, size)] = small

    def _on_rendered(
        self,
        page: int,
        size: QSize,
        image: QImage,
        options: QPdfDocumentRenderOptions,
        request: int,
    ) -> None:
        del size, options
        small = self._wanted.pop(request, None)
        if small is None or image.isNull():
            return  # of a file that is no longer shown
        flat = QImage(image.size(), QImage.Format.Format_RGB32)
        flat.fill(Qt.GlobalColor.white)
        painter = QPainter(flat)
        painter.drawImage(0, 0, image)
        painter.end()
        if small:
            self._thumbs.set_image(page, flat)
        elif page == self._page:
            self.sheet.show_image(flat)
        if self.is_drawn:
            self.drawn.emit()

    def _on_area_resized(self) -> None:
        if self._zoom is None:
            self._show_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDn turn the pages wherever the focus is in here."""
        if event.key() == Qt.Key.Key_PageDown:
            self.turn(1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.turn(-1)
        else:
            super().keyPressEvent(event)

    def focus_field(self) -> None:
        """Put the focus on the list of pages."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
