"""How often things are said in the demo: proposals scaled to published figures, all percent
or plain weights. Nothing here is a claim about a real centre."""

from __future__ import annotations

from collections.abc import Mapping

MONTHS = (9, 9, 10, 9, 10, 6, 2, 6, 11, 11, 11, 6)
WEEKDAYS = (20, 24, 20, 24, 12)
GROWTH = 1.04  # a year
LEVELS = {"universal": 55.0, "selective": 35.0, "indicated": 10.0}
INDICATED_RISE = 0.5  # percentage points a year
CENTRE_SPREAD = 5  # percentage points between universal and selective
LATE = 3.0
AWKWARD_SHARE = 0.45
BREAK_FACTOR, EMERGENCY_FACTOR = 0.6, 0.05

_COLUMNS = ("universal", "selective", "indicated")


def _by_level(rows: Mapping[str, tuple[float, float, float]]) -> dict[str, dict[str, float]]:
    return {
        level: {key: row[place] for key, row in rows.items()}
        for place, level in enumerate(_COLUMNS)
    }


FORMS = _by_level(
    {
        "drop_in_talk": (46, 18, 5),
        "booked_talk": (22, 40, 46),
        "phone": (15, 17, 16),
        "home_visit": (2, 7, 11),
        "joint_home_visit": (5, 5, 3),
        "joint_talk": (4, 4, 6),
        "video": (3, 3, 2),
        "co_parent_talk": (0, 3, 4),
        "interaction_support": (0, 1, 5),
        "message": (2, 1, 0),
        "accompany": (0, 1, 2),
        "other": (1, 0, 0),
    }
)
TOPICS = _by_level(
    {
        "routines": (20, 5, 2),
        "becoming_parent": (16, 8, 3),
        "parenting": (16, 12, 12),
        "child_development": (9, 6, 8),
        "society_guide": (7, 12, 2),
        "school": (6, 3, 2),
        "network": (6, 8, 3),
        "screens": (5, 1, 1),
        "siblings": (4, 1, 1),
        "attachment": (3, 8, 14),
        "couple": (3, 5, 5),
        "separation": (1, 9, 11),
        "economy": (1, 5, 3),
        "housing": (1, 4, 3),
        "work_studies": (1, 3, 1),
        "parent_mental_health": (0.5, 5, 12),
        "single_parenting": (0.3, 3, 2),
        "grief_crisis": (0.2, 1, 3),
        "violence": (0, 0.3, 7),
        "substance_gambling": (0, 0.2, 3),
        "disability": (0, 0.5, 2),
    }
)
PHONE_TOPICS = frozenset({"society_guide", "economy", "housing"})
PHONE_FACTOR = 1.5
ONLY_WITH = {
    "co_parent_talk": frozenset({"separation", "couple"}),
    "interaction_support": frozenset({"attachment", "parenting"}),
}
NUMBER_OF_TOPICS = {1: 62, 2: 28, 3: 10}

_BANDS = ("lt15", "m15_30", "m31_60", "gt60")
_DURATIONS = {
    "drop_in_talk": (45, 38, 15, 2),
    "phone": (40, 40, 18, 2),
    "booked_talk": (2, 15, 70, 13),
    "home_visit": (0, 5, 55, 40),
    "joint_home_visit": (0, 5, 55, 40),
}
_OTHER_DURATION = (10, 30, 50, 10)
DURATIONS = {
    form: dict(zip(_BANDS, _DURATIONS.get(form, _OTHER_DURATION), strict=True))
    for form in FORMS["universal"]
}

_ORDINALS = ("first", "returning", "closing", "single", "unknown")
DROP_IN_ORDINAL = dict(zip(_ORDINALS, (32, 25, 1, 35, 7), strict=True))
ORDINAL = dict(zip(_ORDINALS, (22, 52, 11, 11, 4), strict=True))

AGES = {
    "pregnancy": 9,
    "m0_11": 31,
    "y1_2": 25,
    "y3_5": 20,
    "y6_12": 9,
    "y13_17": 2,
    "unknown": 4,
}
NEW_PARENT_AGES = {"pregnancy": 45, "m0_11": 50, "unknown": 5}

FATHERS_FROM, FATHERS_TO = 18.0, 25.0  # percent of contacts, first year and last
WITH_FATHER = {"father": 12, "both_parents": 12, "co_parent": 2}
WITHOUT_FATHER = {"mother": 62, "expectant_parent": 8, "other_adult": 4}
CHILD_PRESENT = 45.0

INTERPRETER: dict[str | None, float] = {
    "none": 84,
    "on_site": 5,
    "phone": 4,
    "video": 1,
    "multilingual_staff": 3,
    "needed_missing": 1,
    None: 2,
}
INTERPRETER_FACTOR = 5  # with a guide to society

INITIATIVE = {
    "parent": 42,
    "child_health": 20,
    "open_preschool": 13,
    "maternity_care": 9,
    "counsellor_outreach": 8,
    "school": 3,
    "statutory_services": 2,
    "health_care": 1,
    "unknown": 2,
}
GUIDED_ON = {"universal": 8.0, "selective": 18.0, "indicated": 34.0}
WARM_HANDOVER = 30.0
TARGETS = {
    "child_health": 18,
    "open_preschool": 14,
    "mbhv_psychologist": 11,
    "family_counselling": 9,
    "statutory_services": 8,
    "family_treatment": 8,
    "family_law": 7,
    "primary_care": 6,
    "child_psychiatry": 5,
    "school": 4,
    "library_culture": 4,
    "civil_society": 4,
    "violence_support": 2,
}

ACTIVITIES = {
    "collaboration_meeting": 45,
    "consultation": 25,
    "open_talk": 10,
    "area_work": 8,
    "meeting_place": 2,
    "staff_training": 2,
    "steering_meeting": 2,
    "decision_basis": 2,
    "information_campaign": 2,
    "method_development": 2,
}
ACTIVITY_LEVELS = {"universal": 60, "selective": 30, "indicated": 10}
PARTNERS = {"child_health": 35, "maternity_care": 20, "school": 25, "civil_society": 20}
