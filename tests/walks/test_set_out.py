"""A report set out by its manager, from the editor's answer to the printed and proved release."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from pypdf import PdfReader

from db.store import SqlStore
from familjecentral.commands.composition import guard
from familjecentral.commands.reporting import FORMATS, declared_set, report_writer
from familjecentral.errors import Bug
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.layout import Layout, OwnText, Part, SaveLayout, Section, save_layout
from familjecentral.releases.use_cases import reopen_release, write_draft
from tests.factories import FixedClock
from tests.unit.releases.test_layout import png
from tests.walks.houses import QUARTERS, Houses, two_houses

COMMENT = (
    "Tabell 3. Kontakter på individnivå efter huvudsaklig frågeställning visar att mer har "
    "handlat om sömn. Tabell 1 visar att fler kom av sig själva än förra året, och det syns "
    "också i hur många som ringde. Tabell 5 och Tabell 6 säger detsamma."
)


@pytest.fixture
def houses(store: SqlStore, clock: FixedClock, tmp_path: Path) -> Houses:
    made = two_houses(store, clock, tmp_path / "ut", 60)
    made.lock(QUARTERS[0])
    return made


def set_out(houses: Houses, draft: Draft, layout: Layout) -> Draft:
    answers = {f"{field}.numbers" for field in ("brief", *Section, "own1.title", "own1.text")}
    with houses.store.unit_of_work() as uow:
        save_layout(SaveLayout(draft, layout, frozenset(answers)), uow, guard=guard())
    return houses.draft(ReportScope(QUARTERS[0]))


def words(file: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(file).pages)


def test_a_report_set_out_anew_is_proved_in_every_format(houses: Houses) -> None:
    """Sections off, moved and commented on; the statistics files hold every cell all the same."""
    plain = houses.draft(ReportScope(QUARTERS[0]))
    layout = Layout(
        (
            Part(Section.FORMS, comment=COMMENT),
            Part(Section.TOPICS, is_on=False),
            Part(Section.CONTACTS, comment=COMMENT),
        ),
        brief=COMMENT,
        region="Region Norrvik",
        mark=png(40, 20),
        own=(
            OwnText("Tabell 3. Året som gått", f"{COMMENT}\n{COMMENT}", Section.CONTACTS),
            OwnText("Framåt", "Vi fortsätter.\n\nTack!"),
        ),
    )
    draft = set_out(houses, plain, layout)
    assert draft.layout == layout
    assert draft.safe.tables == plain.safe.tables
    files = houses.publish(draft, FORMATS).files
    by_ending = {file.suffix: file for file in files}
    page = words(by_ending[".pdf"])
    assert "handlat om sömn" in page
    assert "Region Norrvik" in page
    assert page.index("Året som gått") < page.index("Kontakter och insatser")
    assert page.index("Kontakter och insatser") < page.index("Vi fortsätter.")
    assert "Vad kontakterna handlar om" not in page
    web = by_ending[".html"].read_text("utf-8")
    assert 'src="data:image/png;base64,' in web
    assert "img-src data:" in web


def test_the_layout_of_a_release_stands(houses: Houses) -> None:
    """A later draft may look different; the release is printed again as it was."""
    draft = set_out(houses, houses.draft(ReportScope(QUARTERS[0])), Layout(brief="Som vanligt."))
    published = houses.publish(draft, ("pdf",))
    (first,) = published.files
    content = first.read_bytes()
    again = houses.draft(ReportScope(QUARTERS[0], vintage=1))
    assert again.layout.brief == "Som vanligt."
    changed = set_out(houses, again, Layout(brief="Annorlunda."))
    assert changed.layout.brief == "Annorlunda."
    with houses.store.unit_of_work() as uow:
        declared = declared_set(uow.codes())
    opened = reopen_release(1, houses.store.unit_of_work, declared=declared)
    assert opened.layout.brief == "Som vanligt."
    (copy,) = write_draft(opened, houses.folder / "igen", formats=("pdf",), writer=report_writer())
    assert copy.read_bytes() == content


def test_a_table_may_only_be_away_where_the_layout_says_so(houses: Houses) -> None:
    """A writer that loses a table is found out by the proof."""
    draft = houses.draft(ReportScope(QUARTERS[0]))
    less = Layout((Part(Section.TOPICS, is_on=False),))

    def loses(final: Draft, work: Path, formats: tuple[str, ...], progress: object):
        return report_writer()(
            dataclasses.replace(final, layout=less), work, formats, lambda share: None
        )

    from familjecentral.commands.reporting import frozen_words, report_readers
    from familjecentral.releases.use_cases import publish

    with pytest.raises(Bug):
        publish(
            draft,
            houses.folder,
            houses.store.unit_of_work,
            formats=("pdf",),
            writer=loses,
            readers=report_readers(draft),
            words=frozen_words,
            clock=houses.clock,
        )
