"""Protection of personal data in what people type."""

from familjecentral.privacy.guard import Guard
from familjecentral.privacy.model import Finding, Kind, Level, Reading
from familjecentral.privacy.texts import Reads, text_problems
from familjecentral.privacy.words import Words

__all__ = ["Finding", "Guard", "Kind", "Level", "Reading", "Reads", "Words", "text_problems"]
