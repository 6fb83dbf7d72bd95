"""Colour, type and measure: the one file that holds a colour.

The application's palette carries the theme: whoever paints asks :func:`theme` and follows a
change of scheme without being told. Sizes follow the application's font in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

Scheme = Literal["system", "light", "dark"]
Role = Literal["display", "h1", "dialog", "h2", "body", "small", "key"]

BODY_PX: Final = 14.0
BODY_POINTS: Final = 10.5
FAMILY: Final = "Source Sans 3"

# Size in pixels at 100 % and weight of each role of type.
TYPE: Final[dict[Role, tuple[float, QFont.Weight]]] = {
    "display": (30, QFont.Weight.DemiBold),
    "h1": (24, QFont.Weight.DemiBold),
    "dialog": (19, QFont.Weight.DemiBold),
    "h2": (16, QFont.Weight.DemiBold),
    "body": (14, QFont.Weight.Normal),
    "small": (12.5, QFont.Weight.Normal),
    "key": (11.5, QFont.Weight.Medium),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colour tokens, as ``#RRGGBB``, and the six series colours of charts."""

    name: str
    canvas: str
    surface: str
    subtle: str
    sunken: str
    line: str
    outline: str
    text: str
    text2: str
    muted: str
    primary: str
    primary_hover: str
    primary_press: str
    primary_soft: str
    on_primary: str
    focus: str
    link: str
    info: str
    info_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    error: str
    error_soft: str
    sel: str
    rail: str
    disabled: str
    lvl_u: str
    lvl_s: str
    lvl_i: str
    lvl_u_soft: str
    lvl_s_soft: str
    lvl_i_soft: str
    chart: tuple[str, str, str, str, str, str]
    high_contrast: bool = False

    def colour(self, token: str) -> QColor:
        """Return a token as a colour; ``AttributeError`` for an unknown one."""
        return QColor(getattr(self, token))

    def level(self, prevention_level: str) -> QColor:
        """Return the colour of a prevention level (key of the code list)."""
        return self.colour(f"lvl_{prevention_level[0]}")

    def level_soft(self, prevention_level: str) -> QColor:
        """Return the soft fill of a prevention level."""
        return self.colour(f"lvl_{prevention_level[0]}_soft")


LIGHT: Final = Theme(
    name="light",
    canvas="#F4F1EA",
    surface="#FFFFFF",
    subtle="#FAF8F4",
    sunken="#EAE5DB",
    line="#DDD6CA",
    outline="#857D71",
    text="#1E2A2B",
    text2="#475356",
    muted="#5D686A",
    primary="#1D5C57",
    primary_hover="#164945",
    primary_press="#0F3835",
    primary_soft="#DDEBE7",
    on_primary="#FFFFFF",
    focus="#1450A3",
    link="#17557F",
    info="#1F5582",
    info_soft="#E2EDF5",
    ok="#27663B",
    ok_soft="#E1EFE2",
    warn="#7F5200",
    warn_soft="#FAEDCF",
    error="#A12C2C",
    error_soft="#FAE4E0",
    sel="#D5E7E3",
    rail="#E9E4D9",
    disabled="#8C8A84",
    lvl_u="#27689A",
    lvl_s="#8F5502",
    lvl_i="#6A2560",
    lvl_u_soft="#E1ECF5",
    lvl_s_soft="#F7EBD6",
    lvl_i_soft="#F1E3EE",
    chart=("#347CAE", "#995B02", "#401239", "#18508D", "#752F1B", "#899D4E"),
)
DARK: Final = Theme(
    name="dark",
    canvas="#161B1C",
    surface="#1E2526",
    subtle="#232B2C",
    sunken="#121617",
    line="#364041",
    outline="#7D898A",
    text="#ECE8E0",
    text2="#C3C8C4",
    muted="#A3ACA9",
    primary="#7CC4B8",
    primary_hover="#93D2C7",
    primary_press="#A9DED5",
    primary_soft="#22403D",
    on_primary="#0E211F",
    focus="#9CC4FF",
    link="#8CC4EA",
    info="#93C2EA",
    info_soft="#1E3344",
    ok="#8FCF9B",
    ok_soft="#1F3725",
    warn="#EBC06B",
    warn_soft="#3B3016",
    error="#F2A097",
    error_soft="#452624",
    sel="#264744",
    rail="#131819",
    disabled="#7F8785",
    lvl_u="#80C3EE",
    lvl_s="#F0B62E",
    lvl_i="#DE9DD0",
    lvl_u_soft="#1C3344",
    lvl_s_soft="#3B2F12",
    lvl_i_soft="#40273B",
    chart=("#80C3EE", "#F0B62E", "#B1469C", "#237CE3", "#E17A5A", "#D6E2C8"),
)
_BY_CANVAS: Final = {LIGHT.canvas.lower(): LIGHT, DARK.canvas.lower(): DARK}


@lru_cache(maxsize=8)
def _system(window: str, base: str, text: str, accent: str, on_accent: str) -> Theme:
    """High contrast: the system's few colours on every token; shapes, icons, hatches stay."""
    names = Theme.__slots__
    soft = [n for n in names if n.endswith("_soft")]
    tokens = dict.fromkeys(names[1:-2], text)
    tokens |= dict.fromkeys(("canvas", "rail", "sunken"), window)
    tokens |= dict.fromkeys(("surface", "subtle", "sel", *soft), base)
    tokens |= dict.fromkeys(("primary", "primary_hover", "primary_press"), accent)
    tokens["on_primary"] = on_accent
    return Theme(name="system", chart=(text,) * 6, high_contrast=True, **tokens)


def theme() -> Theme:
    """Return the theme that the application's palette carries."""
    palette = QGuiApplication.palette()
    known = _BY_CANVAS.get(palette.color(QPalette.ColorRole.Window).name())
    if known is not None:
        return known
    role = QPalette.ColorRole
    roles = (role.Window, role.Base, role.WindowText, role.Highlight, role.HighlightedText)
    return _system(*(palette.color(r).name() for r in roles))


def palette_for(tokens: Theme) -> QPalette:
    """Return the palette that carries a theme."""
    palette = QPalette()
    role = QPalette.ColorRole
    group = QPalette.ColorGroup
    colours = {
        role.Window: tokens.canvas,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.subtle,
        role.ToolTipBase: tokens.text,
        role.ToolTipText: tokens.surface,
        role.PlaceholderText: tokens.muted,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.error,
        role.Light: tokens.surface,
        role.Midlight: tokens.subtle,
        role.Dark: tokens.outline,
        role.Mid: tokens.line,
        role.Shadow: tokens.outline,
        role.Highlight: tokens.sel,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.primary,
        role.Link: tokens.link,
        role.LinkVisited: tokens.link,
    }
    for which, value in colours.items():
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, which, QColor(tokens.disabled))
    return palette


def body_points(system_points: float, platform: str, text_size: int) -> float:
    """Return the body size in points.

    Args:
        system_points: size of the system's own interface font.
        platform: name of Qt's platform plugin.
        text_size: the *Textstorlek* setting, 100–200 per cent.

    Windows' interface font is 9 pt where ours is 10.5; its text scaling is kept as a ratio.
    Elsewhere a larger system font is taken as it is.
    """
    own = system_points * BODY_POINTS / 9 if platform == "windows" else system_points
    return max(BODY_POINTS, own) * text_size / 100


def scale() -> float:
    """Return how much larger than at 100 % everything is drawn, from the application's font."""
    return max(0.5, QGuiApplication.font().pointSizeF() / BODY_POINTS)


def px(size: float) -> int:
    """Return a length that is ``size`` pixels at 100 % text, in pixels of now."""
    return round(size * scale())


def font(role: Role = "body", weight: int | None = None) -> QFont:
    """Return the font of a role, from the application's font; ``weight`` 400, 500, 600 or 700."""
    size, usual = TYPE[role]
    made = QFont(QGuiApplication.font())
    made.setPointSizeF(made.pointSizeF() * size / BODY_PX)
    made.setWeight(QFont.Weight(weight) if weight else usual)
    return made
