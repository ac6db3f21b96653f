"""A page of the manual on the screen: Markdown in the desk's own fonts, colours and sizes."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from ui.desk.kit.theme import BASE_FONT_PX, Theme, set_look

#: The size of a heading by its level.
_HEADING_PX = {1: 19, 2: 15}
_CELL_PX = 5
_PARAGRAPH_PX = 6
_SPECIAL = "\\`*_{}[]<>()#+-.!|~"


class ManualText(QTextBrowser):
    """Shows Markdown; a link is asked for and never opened by itself."""

    #: The reader follows a link: what it leads to.
    link_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._markdown = theme, ""
        set_look(self, "manual")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._on_anchor_clicked)
        theme.changed.connect(self._on_theme_changed)

    def show_markdown(self, text: str) -> None:
        """Show a text from its beginning."""
        self._markdown = text
        document = self.document()
        document.setDefaultFont(self._theme.font())
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        document.setDocumentMargin(2)
        self._dress_tables(document.rootFrame())
        for block in _blocks(document):
            self._dress_block(block)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def show_heading(self, place: int) -> None:
        """Bring the heading with this number into sight, counted from 0."""
        headings = [b for b in _blocks(self.document()) if b.blockFormat().headingLevel()]
        if place < len(headings):
            top = self.document().documentLayout().blockBoundingRect(headings[place]).top()
            self.verticalScrollBar().setValue(round(top))

    def _dress_block(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        spaced = QTextBlockFormat()
        if block.textList() is None and QTextCursor(block).currentTable() is None:
            spaced.setTopMargin(self._theme.px(2 * _PARAGRAPH_PX if level else 0))
            spaced.setBottomMargin(self._theme.px(_PARAGRAPH_PX))
        # A command may be longer than the panel is wide.
        spaced.setNonBreakableLines(False)
        QTextCursor(block).mergeBlockFormat(spaced)
        for start, length, fmt in _fragments(block):
            self._write(block, start, length, self._letters(fmt, level))

    def _letters(self, fmt: QTextCharFormat, level: int) -> QTextCharFormat:
        is_strong = level > 0 or fmt.fontWeight() > self._theme.font().weight()
        size = _HEADING_PX.get(level, BASE_FONT_PX)
        letters = QTextCharFormat()
        letters.setFont(self._theme.font(size, bold=is_strong))
        letters.setFontItalic(fmt.fontItalic())
        if fmt.fontFixedPitch():
            letters.setFontFixedPitch(False)
            letters.setBackground(self._theme.color("accent_ground"))
        if fmt.isAnchor():
            letters.setForeground(self._theme.color("accent"))
            letters.setFontUnderline(True)
        return letters

    def _write(self, block: QTextBlock, start: int, length: int, letters: QTextCharFormat) -> None:
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(letters)

    def _dress_tables(self, frame: QTextFrame) -> None:
        for child in frame.childFrames():
            if isinstance(child, QTextTable):
                look = child.format().toTableFormat()
                look.setBorder(1)
                look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                look.setBorderBrush(self._theme.color("line"))
                look.setBorderCollapse(True)
                look.setCellPadding(self._theme.px(_CELL_PX))
                look.setCellSpacing(0)
                look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                look.setBottomMargin(self._theme.px(_PARAGRAPH_PX))
                child.setFormat(look)
            self._dress_tables(child)

    def _on_anchor_clicked(self, url: QUrl) -> None:
        self.link_requested.emit(url.toString())

    def _on_theme_changed(self) -> None:
        place = self.verticalScrollBar().value()
        self.show_markdown(self._markdown)
        self.verticalScrollBar().setValue(place)


def escaped(text: str) -> str:
    """Return a text as Markdown that shows just this text, on one line."""
    one_line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in one_line)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return where each stretch of one form begins, how long it is, and its form."""
    found = []
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        found.append(
            (piece.position(), piece.length(), QTextFormat.toCharFormat(piece.charFormat()))
        )
        pieces += 1
    return found
