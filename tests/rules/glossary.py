"""The glossary's companion that repeats the code lists; ``python -m tests.rules.glossary`` writes
it anew after a list has changed."""

from __future__ import annotations

from resources.lists import code_lists
from tests.rules.tree import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
CODE_LISTS = ROOT / "docs" / "code-lists.md"
GROUP_LISTS = ROOT / "docs" / "code-lists-groups.md"
# Lists that only groups use stand in a file of their own.
OF_GROUPS = frozenset(
    {
        "attendance_status", "cancel_reason", "certification_status", "clash_reason", "day_type",
        "equipment", "group_status", "language", "leader_role", "recruitment_source",
        "session_kind", "session_status", "waiting_alias",
    }
)  # fmt: skip
HEAD = """# Kodlistor

Koderna som programmet levereras med, ur `resources/codes`. Etiketterna kan ändras i lagret,
nycklarna aldrig. De som bara grupper använder står i [kodlistor för grupper](code-lists-groups.md).
Filen skrivs av `python -m tests.rules.glossary`.
"""
GROUP_HEAD = """# Kodlistor för grupper

Koderna som grupper, träffar och lokaler beskrivs med, ur `resources/codes`. Etiketterna kan ändras
i lagret, nycklarna aldrig. Filen skrivs av `python -m tests.rules.glossary`.
"""


def code_tables(*, groups: bool) -> str:
    """Return one table for each code list of groups, or of the rest: Swedish label, key,
    definition."""
    parts = []
    for key, book in sorted(code_lists().items()):
        if (key in OF_GROUPS) is not groups:
            continue
        parts.append(f"\n## `{key}`\n\nKälla: {book.source}.\n\n")
        parts.append("| Svenska | Nyckel | Betydelse |\n| --- | --- | --- |\n")
        for code in book.codes:
            mark = " (känslig)" if code.sensitive else ""
            parts.append(f"| {code.sv} | `{code.key}` | {code.definition}{mark} |\n")
    return "".join(parts)


if __name__ == "__main__":
    CODE_LISTS.write_text(HEAD + code_tables(groups=False), encoding="utf-8")
    GROUP_LISTS.write_text(GROUP_HEAD + code_tables(groups=True), encoding="utf-8")
