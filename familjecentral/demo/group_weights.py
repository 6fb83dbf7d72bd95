"""How the groups of a demo are spread: whole numbers only, so that every machine draws alike.

Source: the demo's own format, after published figures of Swedish parent groups.
"""

from __future__ import annotations

from familjecentral.demo.dice import Table

# Normal with mean 8 and deviation 2, cut at 4; the programme's largest size cuts it above.
PARTICIPANTS = Table({4: 5, 5: 7, 6: 12, 7: 18, 8: 20, 9: 18, 10: 12, 11: 5, 12: 3})
QUEUE = Table({0: 22, 1: 33, 2: 25, 3: 13, 4: 5, 5: 2})  # Poisson with mean 1.5
SOURCES = Table(
    {"self": 34, "child_health": 28, "open_preschool": 14, "maternity_care": 8, "school": 6,
     "statutory_services": 4, "friend": 4, "advert": 2}
)  # fmt: skip
CANCELLED, ABORTED = 12, 3  # per cent of the groups
REASONS = Table({"leader_ill": 40, "staff_shortage": 30, "no_room": 15, "external": 15})
AT_FIRST, ATTENDANCE, SPREAD, DROP_OUT = 93, 80, 8, 6  # per cent of the seats
FATHERS = 22
BEFORE, AFTER = 80, 65  # per cent of the participants who fill in a form
CONFIDENT_BEFORE = Table({2: 3, 3: 6, 4: 12, 5: 21, 6: 24, 7: 19, 8: 10, 9: 4, 10: 1})  # 5.8, 1.6
CONFIDENT_AFTER = Table({3: 2, 4: 5, 5: 11, 6: 20, 7: 26, 8: 20, 9: 11, 10: 5})  # 6.9, 1.6
BENEFIT = Table({2: 4, 3: 14, 4: 45, 5: 37})
GOAL = Table({1: 8, 2: 47, 3: 45})
RECOMMEND = Table({0: 6, 1: 94})
