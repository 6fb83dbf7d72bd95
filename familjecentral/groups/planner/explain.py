"""Why a group could not be planned: reason, Swedish sentence, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from familjecentral.groups.plan import Unplanned
from familjecentral.groups.planner.locked import Breach
from familjecentral.groups.planner.loosen import Relaxation, family, relaxations, swedish
from familjecentral.groups.planner.spec import Spec, allowed_rooms
from familjecentral.groups.planner.term import Term
from familjecentral.groups.problem import Group

RULES = {
    1: "den ligger före en tidigare träff",
    3: "avståndet till nästa eller förra träffen stämmer inte med gruppens intervall",
    4: "den ligger utanför terminen",
    5: "dagen är röd, stängd eller lov, eller slutar tidigare än träffen",
    6: "tiden ligger utanför gruppens veckodagar eller klockslag",
    7: "familjecentralen är inte öppen då",
    8: "lokalen passar inte eller är upptagen",
    9: "ledarna är för många eller för få, arbetar inte där eller saknar giltig utbildning",
    10: "en ledare är frånvarande eller arbetar inte då",
    11: "en ledare är bokad på annat håll",
    12: "en ledare får för mycket tid den veckan",
    13: "tolken kan inte",
    14: "barnpassningen är stängd eller full",
    15: "den krockar med en grupp som den inte får möta eller dela ledare med",
    17: "starttiden ligger inte på tidsrutnätet",
}


def alone(term: Term, group: Group, stop: Callable[[], bool]) -> Unplanned:
    """Explain a group that cannot be planned even if no other group is there."""
    reason, shown = family(term.problem, group)
    helps = relaxations(term.problem, group, reason, stop)
    cause = _cause(term, group, reason)
    return Unplanned(
        group=group.id,
        reason=reason,
        text=cause + (f" Det går om {helps[0].phrase}." if helps else ""),
        proven=shown,
        relax=tuple(change.name for change in helps),
    )


def decided(
    term: Term, specs: Sequence[Spec], spec: Spec, breach: Breach, stop: Callable[[], bool]
) -> Unplanned:
    """Explain a group whose announced sessions or fixed series break a rule."""
    group = spec.group
    lock = next((x for x in group.locked if x.n == breach.n), None)
    other = specs[breach.other].group if breach.other is not None else None
    what = (
        f"Träff {lock.n} den {swedish(lock.date)} är utlyst"
        if lock
        else "Seriens fasta tid, lokal eller ledare är bestämda"
    )
    because = RULES[breach.rule] if lock else RULES[breach.rule].replace("den ligger", "de ligger")
    with_whom = f" (krock med {other.title})" if other else ""
    helps = () if other else relaxations(term.problem, group, "locked_conflict", stop)
    names = tuple(change.name for change in helps)
    own = "locked" if lock else "fixed"
    advice = (
        f"Flytta träffen, eller godkänn avsteget från regel {breach.rule}."
        if lock
        else "Släpp det som är bestämt eller ändra det."
    )
    return Unplanned(
        group=group.id,
        reason="locked_conflict",
        text=f"{group.title}: {what}, men {because}{with_whom}. {advice}",
        proven=True,
        with_groups=(other.id,) if other else (),
        relax=names if own in names else (own, *names),
    )


def together(
    spec: Spec,
    reason: str,
    others: Sequence[Group],
    *,
    proven: bool,
    relax: Sequence[str] = (),
    helps: Sequence[Relaxation] = (),
) -> Unplanned:
    """Explain a group that is possible alone, but not with the others.

    ``helps`` are changes that make it possible while the others stay, the least first.
    """
    title = spec.group.title
    names = _listed([f"{other.title} ({other.id})" for other in others[:4]])
    if len(others) > 4:
        names = f"{', '.join(f'{g.title} ({g.id})' for g in others[:3])} och {len(others) - 3} till"
    if reason == "relation":
        text = (
            f"{title} kan inte läggas så att villkoret mot {names} hålls. "
            "Ändra villkoret, eller ge någon av grupperna fler möjliga tider."
        )
    elif reason == "resource_conflict":
        text = (
            f"{title} går att lägga för sig, men inte tillsammans med {names}: de behöver samma "
            "lokaler, ledare eller tider."
        )
        if not helps:
            text += " Ge någon av dem fler möjliga tider, lokaler eller ledare."
    else:
        text = (
            f"Ingen plats hittades för {title} på den tid som fanns. "
            "Låt planeringen arbeta längre, eller ge gruppen fler möjliga tider."
        )
    if helps:
        text += f" Det går om {helps[0].phrase}."
    return Unplanned(
        group=spec.group.id,
        reason=reason,
        text=text,
        proven=proven,
        with_groups=tuple(other.id for other in others),
        relax=tuple(relax) or tuple(change.name for change in helps),
    )


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names) or "de andra grupperna"
    return f"{', '.join(names[:-1])} och {names[-1]}"


def _cause(term: Term, group: Group, reason: str) -> str:
    """Return the sentence that says what is missing."""
    causes: dict[str, Callable[[Term, Group], str]] = {
        "no_room": _no_room,
        "no_leader": _no_leader,
        "no_certified_leader": _no_certificate,
        "no_interpreter": lambda _, g: (
            f"{g.title} behöver tolk i {_listed(g.languages)}, men ingen tolk kan de tider som går."
        ),
        "no_child_minding": lambda _, g: (
            f"{g.title} behöver barnpassning för {g.children_minded} barn, men den är stängd "
            "eller för liten de tider som går."
        ),
        "term_too_short": lambda _, g: (
            f"{g.title}: {g.sessions} träffar ryms inte mellan den {swedish(g.start_earliest)} "
            f"och den {swedish(g.end_latest)} när lov, röda och stängda dagar räknats bort "
            f"(start senast den {swedish(g.start_latest)})."
        ),
        "no_possible_time": lambda _, g: (
            f"{g.title}: veckodagar, klockslag och öppettider lämnar ingen tid för en bokning på "
            f"{g.booking_minutes} minuter, förberedelse och efterarbete inräknade."
        ),
        "locked_conflict": lambda _, g: (
            f"{g.title}: det som redan är utlyst eller bestämt för serien går inte att hålla."
        ),
    }
    return causes[reason](term, group)


def _no_leader(term: Term, group: Group) -> str:
    everybody = len(term.problem.leaders)
    pool = everybody if group.leader_pool is None else len(group.leader_pool)
    if pool < group.leaders:
        return f"{group.title} behöver {group.leaders} ledare, men bara {pool} kan komma i fråga."
    people = "en ledare" if group.leaders == 1 else f"{group.leaders} ledare"
    return (
        f"{group.title} behöver {people} vid varje träff, men så många är inte lediga "
        "de tider som gruppen kan ha."
    )


def _no_room(term: Term, group: Group) -> str:
    if allowed_rooms(term, group):
        return f"{group.title}: ingen lokal som passar är ledig de tider som gruppen kan ha."
    needs = [f"{group.seats} platser", *sorted(group.equipment)]
    return f"{group.title}: ingen tillåten lokal har {_listed(needs)}."


def _no_certificate(term: Term, group: Group) -> str:
    """Say from when there are enough certificates, and when the group must begin."""
    code = group.certificate or group.programme
    pool = [
        leader
        for leader in term.problem.leaders
        if group.leader_pool is None or leader.id in group.leader_pool
    ]
    held = [c for leader in pool for c in leader.certificates if c.programme == code]
    enough = next(
        (
            day
            for day in sorted({c.first or term.problem.term_first for c in held})
            if sum(
                any(c.programme == code and c.valid(day) for c in leader.certificates)
                for leader in pool
            )
            >= group.certified
        ),
        None,
    )
    few = "Ingen ledare" if group.certified == 1 else f"Färre än {group.certified} ledare"
    lacks = f"har giltig utbildning ({code}) för {group.title}"
    must = f"gruppen ska börja senast den {swedish(group.start_latest)}"
    if enough is not None and enough > group.start_earliest:
        return f"{few} {lacks} före den {swedish(enough)}; {must}."
    ends = [c.last for c in held if c.last is not None]
    if held and ends and enough is not None:
        return f"{few} {lacks} under hela gruppen; utbildning går ut den {swedish(min(ends))}."
    if enough is not None:
        return f"{few} som {lacks} kan de tider som går."
    return f"{few} {lacks} under terminen."
