"""A centre's logo: only a picture comes in, and only the picture."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from familjecentral.commands.paper import clean_logo
from familjecentral.errors import UnusableFile
from familjecentral.export.logo import LARGEST_FILE


def test_metadata_of_a_png_is_left_out(tmp_path: Path) -> None:
    """Comments, profile and resolution go; the dots stay as they were, see-through ones too."""
    path = tmp_path / "logo.png"
    note = PngInfo()
    note.add_text("Author", "hemlig")
    image = Image.new("RGBA", (80, 40), (200, 30, 30, 128))
    image.save(path, pnginfo=note, dpi=(300, 300), icc_profile=b"hemlig profil")
    cleaned = clean_logo(path)
    assert b"hemlig" not in cleaned
    again = Image.open(io.BytesIO(cleaned))
    assert again.format == "PNG"
    assert again.info == {}
    assert again.tobytes() == image.tobytes()


def test_a_photograph_is_turned_upright_and_made_smaller(tmp_path: Path) -> None:
    """Which way up stands in the metadata that go; print needs no more than 1 200 dots."""
    path = tmp_path / "logo.jpg"
    image = Image.new("RGB", (3000, 1500), "white")
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(path, exif=exif)
    assert Image.open(io.BytesIO(clean_logo(path))).size == (600, 1200)


def test_what_is_no_whole_png_or_jpeg_is_refused(tmp_path: Path) -> None:
    """Another format, a torn file, no file: nothing of it comes in."""
    whole = tmp_path / "logo.png"
    Image.effect_noise((200, 200), 40).save(whole)
    torn = tmp_path / "torn.png"
    torn.write_bytes(whole.read_bytes()[:2000])
    other = tmp_path / "other.png"
    Image.new("RGB", (80, 40)).save(other, "GIF")
    text = tmp_path / "text.jpg"
    text.write_text("ingen bild")
    for path in (torn, other, text, tmp_path / "missing.png"):
        with pytest.raises(UnusableFile) as refused:
            clean_logo(path)
        assert refused.value.reason == "no_picture"


def claimed(width: int, height: int) -> bytes:
    """Return a PNG that says that it is so large, and holds nothing."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT"


@pytest.mark.parametrize("size", [(7000, 10), (12_000, 12_000), (60_000, 60_000)])
def test_a_picture_of_too_many_dots_is_refused_before_it_is_unpacked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """A small file may claim gigabytes."""
    path = tmp_path / "logo.png"
    path.write_bytes(claimed(*size))
    with pytest.raises(UnusableFile, match="too_big"):
        clean_logo(path)


def test_a_heavy_file_and_a_speck_are_refused(tmp_path: Path) -> None:
    """Five megabytes at most, sixteen dots at least."""
    heavy = tmp_path / "heavy.png"
    heavy.write_bytes(b"\0" * (LARGEST_FILE + 1))
    with pytest.raises(UnusableFile, match="too_big"):
        clean_logo(heavy)
    speck = tmp_path / "speck.png"
    Image.new("RGB", (8, 200)).save(speck)
    with pytest.raises(UnusableFile, match="too_small"):
        clean_logo(speck)
