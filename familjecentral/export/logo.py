"""Takes a centre's logo in: checked, and written anew so that nothing but the picture is left."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from familjecentral.errors import UnusableFile

LARGEST_FILE = 5_000_000
LARGEST_SIDE = 6000
_KEPT_SIDE = 1200  # dots on 46 mm: sharper than any printer
_SMALLEST_SIDE = 16


def clean_logo(path: Path) -> bytes:
    """Return a picture as PNG without metadata: no place, no camera, no comment, no profile.

    Raises:
        UnusableFile: ``no_picture`` (not a whole PNG or JPEG), ``too_big`` (over 5 MB or 6 000
            dots), ``too_small``.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnusableFile("too_big")
        content = path.read_bytes()
    except OSError as error:
        raise UnusableFile("no_picture") from error
    try:
        with warnings.catch_warnings():
            # A picture that would take gigabytes of memory is refused, not warned about.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
                if max(image.size) > LARGEST_SIDE:
                    raise UnusableFile("too_big")
                if min(image.size) < _SMALLEST_SIDE:
                    raise UnusableFile("too_small")
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((_KEPT_SIDE, _KEPT_SIDE))
                plain = upright.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        # Pillow's readers raise SyntaxError and ValueError at broken chunks.
        raise UnusableFile("no_picture") from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnusableFile("too_big") from error
    bare = Image.new("RGBA", plain.size)
    bare.paste(plain)
    written = io.BytesIO()
    bare.save(written, "PNG")
    return written.getvalue()
