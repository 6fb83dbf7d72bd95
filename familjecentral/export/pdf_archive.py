"""What makes a drawn PDF one for archives and screen readers: structure, XMP, colours.

Built to PDF/A-2a (ISO 19005-2) and tagged as ISO 32000-1 §14.7–14.8 says. No validator of the
standard is part of the program; the tests check its rules one by one.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
from html import escape
from typing import TYPE_CHECKING

from familjecentral.export.pdf_tags import Element, Marked, Tags

if TYPE_CHECKING:
    import pikepdf

PRODUCER = "Familjecentral"
LANGUAGE = "sv-SE"


def archived(raw: bytes, tags: Tags, *, title: str, author: str, day: dt.date) -> bytes:
    """Return the bytes of the finished file; the same input gives the same bytes.

    Args:
        raw: the drawn pages with their marked stretches. day: the only date in the file.
    """
    import pikepdf  # late: off the start path

    pdf = pikepdf.open(io.BytesIO(raw))
    _structure(pdf, tags)
    root = pdf.Root
    root.Lang = LANGUAGE
    root.MarkInfo = pikepdf.Dictionary(Marked=True)
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    root.Metadata = pikepdf.Stream(pdf, _xmp(title, author, day))
    root.Metadata.Type = pikepdf.Name.Metadata
    root.Metadata.Subtype = pikepdf.Name.XML
    profile = pikepdf.Stream(pdf, srgb())
    profile.N = 3
    root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier="sRGB IEC61966-2.1",
                Info="sRGB IEC61966-2.1",
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )
    stamp = f"D:{day:%Y%m%d}000000Z"
    pdf.trailer.Info = pdf.make_indirect(
        pikepdf.Dictionary(
            Title=title,
            Author=author,
            Creator=PRODUCER,
            Producer=PRODUCER,
            CreationDate=stamp,
            ModDate=stamp,
        )
    )
    for page in pdf.pages:
        if "/Trans" in page.obj:
            del page.obj["/Trans"]
        page.obj.Tabs = pikepdf.Name.S
    fonts = (f for page in pdf.pages for f in page.resources["/Font"].as_dict().values())
    for font in {font.objgen: font for font in fonts}.values():
        font.ToUnicode.write(_used(font.ToUnicode.read_bytes()))
    out = io.BytesIO()
    pdf.save(
        out,
        min_version="1.7",
        fix_metadata_version=False,
        deterministic_id=True,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


_PAIR = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>\n")
_CHARS = re.compile(rb"\d+ beginbfchar\n.*endbfchar\n", re.DOTALL)
_IN_BLOCK = 100  # as many as a table of characters may hold at once


def _used(table: bytes) -> bytes:
    """Return a font's table of characters without the codes that stand for none."""
    pairs = [pair for pair in _PAIR.findall(table) if pair[1] != b"0000"]
    blocks = b""
    for start in range(0, len(pairs), _IN_BLOCK):
        block = pairs[start : start + _IN_BLOCK]
        lines = b"".join(b"<%b> <%b>\n" % pair for pair in block)
        blocks += b"%d beginbfchar\n%bendbfchar\n" % (len(block), lines)
    return _CHARS.sub(lambda _: blocks, table)


def _structure(pdf: pikepdf.Pdf, tags: Tags) -> None:
    import pikepdf

    pages = [page.obj for page in pdf.pages]
    owners: list[list[pikepdf.Object]] = [
        [pikepdf.Dictionary()] * count for count in tags.pages[: len(pages)]
    ]

    def built(element: Element, above: pikepdf.Object) -> pikepdf.Object:
        found = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{element.kind}"))
        )
        found.P = above
        kids: list[object] = []
        first = next((kid.page for kid in element.kids if isinstance(kid, Marked)), None)
        if first is not None:
            found.Pg = pages[first]
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(built(kid, found))
                continue
            owners[kid.page][kid.number] = found
            if kid.page == first:
                kids.append(kid.number)
            else:
                kids.append(
                    pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=pages[kid.page], MCID=kid.number)
                )
        found.K = pikepdf.Array(kids)
        if element.alt:
            found.Alt = element.alt
        if attributes := _attributes(element):
            found.A = attributes
        return found

    tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    tree.K = built(tags.root, tree)
    numbers: list[object] = []
    for place, (page, elements) in enumerate(zip(pages, owners, strict=True)):
        page.StructParents = place
        numbers += [place, pdf.make_indirect(pikepdf.Array(elements))]
    tree.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(numbers)))
    tree.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = tree


def _attributes(element: Element) -> pikepdf.Object | None:
    import pikepdf

    if element.box is not None:
        return pikepdf.Dictionary(
            O=pikepdf.Name.Layout,
            Placement=pikepdf.Name.Block,
            BBox=pikepdf.Array([round(edge, 2) for edge in element.box]),
        )
    own: dict[str, object] = {}
    if element.scope:
        own["/Scope"] = pikepdf.Name(f"/{element.scope}")
    if element.rows > 1:
        own["/RowSpan"] = element.rows
    if element.columns > 1:
        own["/ColSpan"] = element.columns
    if element.kind == "L":
        return pikepdf.Dictionary(O=pikepdf.Name.List, ListNumbering=pikepdf.Name("/None"))
    return pikepdf.Dictionary({"/O": pikepdf.Name.Table, **own}) if own else None


def _xmp(title: str, author: str, day: dt.date) -> bytes:
    """Return the metadata; the same as the properties of the file, which older readers show."""
    stamp = f"{day.isoformat()}T00:00:00Z"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
   <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
   <xmp:CreateDate>{stamp}</xmp:CreateDate>
   <xmp:ModifyDate>{stamp}</xmp:ModifyDate>
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


# sRGB as IEC 61966-2-1 defines it, with its primaries adapted to the D50 white of ICC profiles.
_WHITE = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.7141),
}
_ADAPTATION = (
    *(1.04788, 0.02292, -0.05022),
    *(0.02959, 0.99048, -0.01707),
    *(-0.00925, 0.01508, 0.75168),
)
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def srgb() -> bytes:
    """Return an ICC profile (version 4.2) of the colour space that the pages are drawn in."""
    tags = {
        b"desc": _text("sRGB IEC61966-2.1"),
        b"cprt": _text("Public domain"),
        b"wtpt": _numbers(b"XYZ ", _WHITE),
        b"chad": _numbers(b"sf32", _ADAPTATION),
        **{name: _numbers(b"XYZ ", value) for name, value in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve()),
    }
    places: dict[bytes, int] = {}
    body = b""
    start = 128 + 4 + 12 * len(tags)
    for data in tags.values():
        if data not in places:
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
    table = struct.pack(">I", len(tags)) + b"".join(
        struct.pack(">4sII", name, places[data], len(data)) for name, data in tags.items()
    )
    head = struct.pack(
        ">I4xI4s4s4s6H4s4x4x4x4x8xI3i4x16x28x",
        start + len(body),
        0x04200000,
        *(b"mntr", b"RGB ", b"XYZ "),
        *(2000, 1, 1, 0, 0, 0),
        b"acsp",
        0,
        *map(_fixed, _WHITE),
    )
    return head + table + body


def _fixed(number: float) -> int:
    return round(number * 65536)


def _numbers(kind: bytes, numbers: tuple[float, ...]) -> bytes:
    return kind + bytes(4) + struct.pack(f">{len(numbers)}i", *map(_fixed, numbers))


def _curve() -> bytes:
    return b"para" + bytes(4) + struct.pack(">HH5i", 3, 0, *map(_fixed, _CURVE))


def _text(text: str) -> bytes:
    raw = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(raw), 28) + raw
