"""The part of the glossary that repeats the code lists; ``python -m tests.rules.glossary``
writes it anew after a list has changed."""

from __future__ import annotations

from resources.lists import code_lists
from tests.rules.tree import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
BEGIN = "<!-- kodlistor: början (skrivs av python -m tests.rules.glossary) -->\n"
END = "<!-- kodlistor: slut -->\n"


def code_tables() -> str:
    """Return one table for each code list: Swedish label, key, definition."""
    parts = []
    for key, book in sorted(code_lists().items()):
        parts.append(f"\n### `{key}`\n\nKälla: {book.source}.\n\n")
        parts.append("| Svenska | Nyckel | Betydelse |\n| --- | --- | --- |\n")
        for code in book.codes:
            mark = " (känslig)" if code.sensitive else ""
            parts.append(f"| {code.sv} | `{code.key}` | {code.definition}{mark} |\n")
    return "".join(parts) + "\n"


def with_tables(text: str) -> str:
    """Return the glossary's text with fresh tables between the two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + code_tables() + END + after


if __name__ == "__main__":
    GLOSSARY.write_text(with_tables(GLOSSARY.read_text(encoding="utf-8")), encoding="utf-8")
