"""The report as one HTML file: no scripts, nothing fetched, readable with a screen reader.

Tables have captions and head cells with scope; signs have their meaning as a title; charts are
inline SVG with the same figures in words. Nothing stands in the file that is not on paper.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

from familjecentral.export.document import (
    WEEK_MEANS,
    Block,
    Box,
    Cards,
    Cover,
    Definition,
    Diagram,
    Document,
    Heading,
    Prose,
    Signatures,
    Signs,
    Table,
    Weeks,
)
from familjecentral.export.figures import HIDDEN_SIGN, IMPOSSIBLE_SIGN, ZERO_SIGN
from familjecentral.export.html_chart import chart_svg
from familjecentral.export.html_style import STYLE
from familjecentral.export.paper import Fonts
from familjecentral.export.pdf_table import column_groups, entry_text, noted
from familjecentral.export.pdf_text import register
from familjecentral.whole import write_whole

Progress = Callable[[float], None]

_MEANS = {
    HIDDEN_SIGN: "uppgiften redovisas inte",
    ZERO_SIGN: "noll",
    IMPOSSIBLE_SIGN: "uppgift kan inte förekomma",
}
# Nothing is fetched and nothing runs, whatever a browser would allow.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_html(path: Path, document: Document, *, fonts: Fonts, progress: Progress) -> None:
    """Write the page; the same document gives the same bytes.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
        Cancelled: raised by ``progress``, which is called with 0–1 after every block.
    """
    register(fonts)  # the width of words in charts
    lines = list(_top(document))
    is_open = False
    for place, block in enumerate(document.blocks, start=1):
        if isinstance(block, Heading):
            lines.append("</section>" if is_open else "")
            is_open = True
            lines.append(f'<section aria-labelledby="avsnitt-{place}">')
            lines.append(f'<h2 id="avsnitt-{place}">{escape(block.text)}</h2>')
        else:
            lines.extend(_block(block))
        progress(place / len(document.blocks))
    lines.append("</section>" if is_open else "")
    lines.extend(_bottom(document))
    write_whole(path, "".join(f"{line}\n" for line in lines if line).encode())


def _top(document: Document) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="sv">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="author" content="{escape(document.author)}">'
    yield f"<title>{escape(document.title)}</title>"
    yield f"<style>\n{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield '<a class="skip" href="#rapport">Till rapporten</a>'
    yield "<header>"
    marks = (mark for mark in (document.badge, document.watermark) if mark)
    for text in (document.head_left, document.head_right):
        yield f"<p>{escape(text)}</p>"
    yield from (f'<p class="mark">{escape(mark)}</p>' for mark in marks)
    yield "</header>"
    yield '<nav aria-label="Innehåll"><ul>'
    for place, block in enumerate(document.blocks, start=1):
        if isinstance(block, Heading):
            yield f'<li><a href="#avsnitt-{place}">{escape(block.text)}</a></li>'
    yield "</ul></nav>"
    yield '<main id="rapport">'


def _bottom(document: Document) -> Iterator[str]:
    yield "</main>"
    yield "<footer>"
    yield from (f"<p>{escape(line)}</p>" for line in document.foot if line)
    yield "</footer>"
    yield "</body>"
    yield "</html>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Cover():
            yield from _cover(block)
        case Cards():
            yield from _cards(block)
        case Table():
            yield from _table(block)
        case Diagram():
            yield from _diagram(block)
        case Weeks():
            yield from _weeks(block)
        case Box():
            yield from _box(block)
        case Heading():
            pass  # opens a section, above
        case _:
            yield from _text(block)


def _text(block: Prose | Signs | Definition | Signatures) -> Iterator[str]:
    match block:
        case Prose():
            if block.lead:
                yield f"<h3>{escape(block.lead)}</h3>"
            yield f"<p{_class('small' if block.small else '')}>{escape(block.text)}</p>"
        case Signs():
            yield f"<h3>{escape(block.title)}</h3>"
            yield from _list(block.signs)
            if block.box is not None:
                yield from _box(block.box)
        case Definition():
            yield f"<h3>{escape(block.term)}</h3>"
            yield from _list(block.lines)
        case Signatures():
            yield '<div class="signatures">'
            for title in block.titles:
                yield f"<p><strong>{escape(title)}</strong></p>"
                yield f'<p class="line">{escape(block.line)}</p>'
            yield "</div>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _cover(cover: Cover) -> Iterator[str]:
    if cover.mark:
        packed = b64encode(cover.mark).decode()
        yield f'<img class="logo" alt="Märke" src="data:image/png;base64,{packed}">'
    yield f'<p class="small">{escape(cover.kicker)}</p>'
    yield f"<h1>{escape(cover.title)} <span>{escape(cover.period)}</span></h1>"
    parties = f", {escape(cover.parties)}" if cover.parties else ""
    yield f"<p><strong>{escape(cover.centre)}</strong>{parties}</p>"
    yield f"<p>{escape(cover.days)}</p>"


def _cards(cards: Cards) -> Iterator[str]:
    yield '<ul class="cards">'
    for card in cards.cards:
        lines = "".join(f'<span class="small">{escape(line)}</span>' for line in card.lines)
        figure = f'<span class="figure">{_signed(card.figure.text)}</span>'
        yield f"<li><strong>{escape(card.title)}</strong>{figure}{lines}</li>"
    yield "</ul>"


def _list(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    yield from (f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in rows)
    yield "</dl>"


def _box(box: Box) -> Iterator[str]:
    yield f"<div{_class('box tinted' if box.tinted else 'box')}>"
    if box.lead:
        yield f"<p><strong>{escape(box.lead)}</strong></p>"
    yield from (f"<p>{escape(text)}</p>" for text in box.paragraphs)
    yield "</div>"


def _weeks(weeks: Weeks) -> Iterator[str]:
    yield '<ul class="weeks">'
    for week, sign in weeks.weeks:
        means = WEEK_MEANS[sign]
        yield (
            f'<li class="{sign.name.lower()}"><span class="away">Vecka </span>{week} '
            f'<abbr title="{means}">{sign.value}</abbr></li>'
        )
    yield "</ul>"
    yield f'<p class="small">{escape(weeks.legend)}</p>'


def _table(table: Table) -> Iterator[str]:
    name = f"tabell-{table.number}"
    yield f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0">'
    yield "<table>"
    unit = f" <span>{escape(table.unit)}</span>" if table.unit else ""
    caption = escape(f"Tabell {table.number}. {table.title}.")
    yield f'<caption id="{name}">{caption}{unit}</caption>'
    yield "<thead>"
    groups = list(column_groups(table.columns))
    over = {place: n for n, (_, _, a, b) in enumerate(groups) for place in range(a, b + 1)}
    rows = 2 if groups else 1
    stub = f'<th scope="col" id="{name}-0"{_span("row", rows)}>{escape(table.row_head)}</th>'
    heads = [
        f'<th scope="col" id="{name}-{place}"{_span("row", 1 if place - 1 in over else rows)}>'
        f"{escape(column.head)}</th>"
        for place, column in enumerate(table.columns, start=1)
    ]
    if groups:
        yield f"<tr>{stub}{''.join(_group_row(table, groups, over, heads, name))}</tr>"
        yield f"<tr>{''.join(heads[place] for place in sorted(over))}</tr>"
    else:
        yield f"<tr>{stub}{''.join(heads)}</tr>"
    yield "</thead>"
    yield "<tbody>"
    for number, row in enumerate(table.rows, start=1):
        own = f"{name}-rad-{number}"
        cells = "".join(
            f'<td headers="{own} {_headers(name, place, over)}">{_signed(entry_text(entry))}</td>'
            for place, entry in enumerate(row.entries)
        )
        yield f"<tr{_class('total' if row.is_total else '')}>"
        yield f'<th scope="row" id="{own}">{escape(noted(row))}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"
    yield from (f'<p class="small">{escape(note)}</p>' for note in table.notes)


def _group_row(
    table: Table,
    groups: Sequence[tuple[str, str, int, int]],
    over: dict[int, int],
    heads: Sequence[str],
    name: str,
) -> Iterator[str]:
    """Yield the upper heads: groups over their columns, and heads that no group stands over."""
    for place in range(len(table.columns)):
        if place not in over:
            yield heads[place]
            continue
        words, unit, first, last = groups[over[place]]
        if place == first:
            text = escape(" ".join(filter(None, (words, unit))))
            yield (
                f'<th scope="colgroup" id="{name}-grupp-{over[place]}"'
                f"{_span('col', last - first + 1)}>{text}</th>"
            )


def _headers(name: str, place: int, over: dict[int, int]) -> str:
    group = f"{name}-grupp-{over[place]} " if place in over else ""
    return f"{group}{name}-{place + 1}"


def _span(kind: str, count: int) -> str:
    return f' {kind}span="{count}"' if count > 1 else ""


def _signed(text: str) -> str:
    """Return an entry; a sign says what it means."""
    means = _MEANS.get(text)
    return f'<abbr title="{means}">{text}</abbr>' if means else escape(text)


def _diagram(diagram: Diagram) -> Iterator[str]:
    name = f"figur-{diagram.number}"
    yield f'<figure id="{name}">'
    caption = escape(f"Figur {diagram.number}. {diagram.title}.")
    yield f"<figcaption>{caption} <span>{escape(diagram.unit)}</span></figcaption>"
    yield from chart_svg(diagram.chart, name)
    yield from (f'<p class="small">{escape(note)}</p>' for note in diagram.notes)
    yield "</figure>"
