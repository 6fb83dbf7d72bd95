"""Rules for the code that no linter knows, read from the syntax trees."""

from __future__ import annotations

import ast
import re

from tests.rules.tree import PACKAGES, calls, modules, strings

# Words that people have written in old sheets, and words that writer and reader share.
READS_SWEDISH = (
    "familjecentral/contacts/importing/",
    "familjecentral/statistics/labels.py",
    "familjecentral/statistics/printed.py",
)
CORE_ROOMS = ("access", "contacts", "disclosure", "releases", "statistics")
MAY_CATCH_ALL = {  # the borders where whatever happens must become a sentence for the user
    "familjecentral/__main__.py",
    "ui/app.py",
    "ui/jobs.py",
    "ui/errors.py",
}
SHOWS_TEXT = {
    "QAction",
    "QCheckBox",
    "QGroupBox",
    "QLabel",
    "QPushButton",
    "QRadioButton",
    "QToolButton",
    "setAccessibleDescription",
    "setAccessibleName",
    "setPlaceholderText",
    "setStatusTip",
    "setText",
    "setTitle",
    "setToolTip",
    "setWhatsThis",
    "setWindowTitle",
}
NAME = "Familjecentral"  # the product's own name is the same in every language
WORD = re.compile(r"[^\W\d_]{2,}")
ENGLISH = re.compile(
    r"\b(the|and|save|cancel|close|open file|please|error|warning|your|with|password|delete|"
    r"settings|loading|failed|not found)\b",
    re.IGNORECASE,
)


def test_the_window_runs_no_loop_of_its_own() -> None:
    """A nested loop lets a click in the middle of a step; dialogs open and answer by signal."""
    found = [
        f"{name}:{call.lineno}"
        for name, tree in modules("ui")
        for called, call in calls(tree)
        if called in ("processEvents", "exec", "exec_")
        and not (name == "ui/app.py" and isinstance(call.func, ast.Attribute) and not call.args)
    ]
    assert found == []


def test_no_widget_makes_its_own_thread() -> None:
    """There is one database thread, and ui/jobs.py ends it before the window goes."""
    found = [
        f"{name}:{call.lineno}"
        for name, tree in modules("ui")
        if name != "ui/jobs.py"
        for called, call in calls(tree)
        if called in ("QThread", "Thread", "QThreadPool", "ThreadPoolExecutor")
    ]
    assert found == []


def test_texts_on_screen_go_through_translation() -> None:
    """A word that reaches a widget outside tr() can never be translated."""
    found = [
        f"{name}:{argument.lineno}"
        for name, tree in modules("ui")
        for called, call in calls(tree)
        if called in SHOWS_TEXT
        for argument in call.args
        if isinstance(argument, ast.Constant | ast.JoinedStr)
        for part in (argument.values if isinstance(argument, ast.JoinedStr) else [argument])
        if isinstance(part, ast.Constant) and WORD.search(str(part.value).replace(NAME, ""))
    ]
    assert found == []


def test_translated_texts_are_literal_swedish() -> None:
    """The source language is Swedish, and only literals can be extracted."""
    found = []
    for name, tree in modules("ui"):
        for called, call in calls(tree):
            place = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}.get(called)
            if place is None or len(call.args) <= place:
                continue
            text = call.args[place]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                if ENGLISH.search(text.value):
                    found.append(f"{name}:{call.lineno} {text.value!r}")
            elif called == "tr":
                found.append(f"{name}:{call.lineno} is no literal")
    assert found == []


def test_rules_speak_codes_and_no_swedish() -> None:
    """The core returns codes and data; labels are put on in the window and on paper."""
    found = [
        f"{name}:{text.lineno}"
        for name, tree in modules(*(f"familjecentral/{room}" for room in CORE_ROOMS))
        if not name.startswith(READS_SWEDISH)
        for text in strings(tree)
        if re.search(r"[åäöÅÄÖ]", str(text.value))
    ]
    assert found == []


def test_no_fault_is_swallowed() -> None:
    """Whoever catches everything hides the fault that loses the data."""
    found = []
    for name, tree in modules(*PACKAGES):
        for node in ast.walk(tree):
            if not isinstance(node, ast.ExceptHandler):
                continue
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            wide = any(
                kind is None
                or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException"))
                for kind in kinds
            )
            silent = all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
            raises = any(isinstance(step, ast.Raise) for step in ast.walk(node))
            if wide and (silent or not (raises or name in MAY_CATCH_ALL)):
                found.append(f"{name}:{node.lineno}")
    assert found == []


def test_attacker_and_protector_share_only_the_table() -> None:
    """A proof that uses the code it proves would repeat its mistakes."""
    room = "familjecentral.disclosure."
    found = []
    for name, tree in modules("familjecentral/disclosure"):
        attacks = name.rpartition("/")[2].startswith("attack.") or "/attack_" in name
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(room):
                module = (node.module or "").removeprefix(room)
                other = module == "attack" or module.startswith("attack_")
                if attacks != other and not (attacks and module == "table"):
                    found.append(f"{name} -> {module}")
    assert found == []


def test_modules_do_no_work_when_they_are_imported() -> None:
    """Starting is quick and safe when importing only defines; the program begins in main()."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in modules(*PACKAGES)
        if not name.startswith("db/migrations/")  # run by the migration tool when a step is due
        for node in tree.body
        if isinstance(node, ast.For | ast.While | ast.With | ast.Try)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
    ]
    assert found == []
