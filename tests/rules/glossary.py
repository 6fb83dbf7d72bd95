"""The glossary's companion that repeats the code lists; ``python -m tests.rules.glossary`` writes
it anew after a list has changed."""

from __future__ import annotations

from resources.lists import code_lists
from tests.rules.tree import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
CODE_LISTS = ROOT / "docs" / "code-lists.md"
HEAD = """# Kodlistor

Koderna som programmet levereras med, ur `resources/codes`. Etiketterna kan ändras i lagret,
nycklarna aldrig. Filen skrivs av `python -m tests.rules.glossary`.
"""


def code_tables() -> str:
    """Return one table for each code list: Swedish label, key, definition."""
    parts = []
    for key, book in sorted(code_lists().items()):
        parts.append(f"\n## `{key}`\n\nKälla: {book.source}.\n\n")
        parts.append("| Svenska | Nyckel | Betydelse |\n| --- | --- | --- |\n")
        for code in book.codes:
            mark = " (känslig)" if code.sensitive else ""
            parts.append(f"| {code.sv} | `{code.key}` | {code.definition}{mark} |\n")
    return "".join(parts)


if __name__ == "__main__":
    CODE_LISTS.write_text(HEAD + code_tables(), encoding="utf-8")
