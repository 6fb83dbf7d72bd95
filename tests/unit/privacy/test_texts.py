"""What a use case is told about texts before it keeps them."""

from __future__ import annotations

from familjecentral.privacy import Guard, text_problems


def test_every_field_is_told_of_and_a_doubt_can_be_answered(guard: Guard) -> None:
    """What names somebody is not kept whatever was answered."""
    texts = {"name": "Anna Ekström", "title": "Fatimas sång", "room": "Sal 204"}
    told = [(p.field, p.problem) for p in text_problems(texts, guard)]
    assert told == [("name", "personal_data"), ("title", "personal_data_possible")]
    told = [p.field for p in text_problems(texts, guard, confirmed=("name", "title"))]
    assert told == ["name"]
