"""Plans a term: dates, rooms and leaders for its groups, and reasons for those left out.

Method in ``docs/adr``: constructive insertion, large-neighbourhood search, bounds by HiGHS.
"""

from familjecentral.groups.planner.run import Progress, plan_term

__all__ = ["Progress", "plan_term"]
