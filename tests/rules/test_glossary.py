"""The glossary is the contract between the words of the trade and the names in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.rules.glossary import (
    CODE_LISTS,
    GLOSSARY,
    GROUP_HEAD,
    GROUP_LISTS,
    HEAD,
    code_tables,
)
from tests.rules.tree import modules

DOMAIN = re.compile(
    r"familjecentral/(\w+/model|codes|calendar/\w+|statistics/declared|disclosure/(table|safe))\.py"
)
# What only one room sees of itself: the solver's states, how a file was read or is written.
INNER = re.compile(r"familjecentral/(disclosure/(?!table|safe)|readers/|export/|commands/)")


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield (module path, class) of every public class of the core."""
    for name, tree in modules("familjecentral"):
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield name, node


def is_enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)


def rows_of(identifier: str) -> str:
    """Return the rows of the glossary that name an identifier in code marks."""
    text = "".join(path.read_text(encoding="utf-8") for path in (GLOSSARY, CODE_LISTS, GROUP_LISTS))
    return "\n".join(line for line in text.splitlines() if f"`{identifier}`" in line)


def test_every_domain_class_is_in_the_glossary() -> None:
    """Who adds a class says in Swedish what it is."""
    wanted = {node.name for name, node in classes() if DOMAIN.fullmatch(name)}
    assert {name for name in wanted if not rows_of(name)} == set()


def test_every_member_of_an_enumeration_is_in_the_glossary() -> None:
    """A stored value has one meaning, written beside the name of its enumeration."""
    missing = []
    for module, node in classes():
        if not is_enum(node) or INNER.match(module):
            continue
        rows = rows_of(node.name)
        for step in node.body:
            if isinstance(step, ast.Assign) and isinstance(step.value, ast.Constant):
                value = step.value.value
                if f"`{value}`" not in rows:
                    missing.append(f"{node.name}.{value}")
    assert missing == []


def test_the_code_lists_in_the_glossary_are_fresh() -> None:
    """Labels and definitions are those of resources/; write them anew when a list changes."""
    assert CODE_LISTS.read_text(encoding="utf-8") == HEAD + code_tables(groups=False)
    assert GROUP_LISTS.read_text(encoding="utf-8") == GROUP_HEAD + code_tables(groups=True)


def test_the_rows_of_the_glossary_have_all_their_columns() -> None:
    """Swedish, identifier, meaning, source: a row that lacks one helps nobody."""
    text = GLOSSARY.read_text(encoding="utf-8").partition("## Kodlistor")[0]
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    assert [row for row in rows if not all(c.strip() for c in row.strip("|").split("|"))] == []
    assert {row.count("|") for row in rows if "`" in row} == {5}
