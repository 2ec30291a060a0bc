"""Who is one man: clusters derived from confirmed links, never stored as truth, so that they can split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from archive.linkage.review import state_of
from archive.ports import Catalogue
from schemas.linkage import Decision, LinkState, Subject


def one_with(records: Catalogue, some_id: str) -> frozenset[str]:
    """All ids (items, records) that confirmed links make one person with this one; itself where none does.

    Follows links outward from `some_id`, so that the cost is that of its own cluster.
    """
    seen, waiting, decisions = {some_id}, [some_id], set[str]()
    gathered: list[Decision] = []
    while waiting:
        for decision in records.decisions_touching(waiting.pop()):
            if decision.id in decisions:
                continue
            decisions.add(decision.id)
            gathered.append(decision)
            for other in (decision.subject.left, decision.subject.right):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    brought = records.brought_by(sorted(seen))
    involved = {
        one.subject: brought.get(one.subject.left, frozenset()) | brought.get(one.subject.right, frozenset())
        for one in gathered
    }
    found = (group for group in clusters(gathered, involved) if some_id in group)
    return next(found, frozenset({some_id}))


def clusters(
    decisions: Iterable[Decision], involved: Mapping[Subject, Collection[str]] | None = None
) -> list[frozenset[str]]:
    """Sets of ids (items, graves, records) that confirmed links join, in a fixed order.

    A pure function of the set of entries: the order of arrival changes nothing.
    """
    by_subject: dict[Subject, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_subject[decision.subject].append(decision)
    brought = involved or {}
    confirmed = [
        subject
        for subject, entries in by_subject.items()
        if state_of(entries, brought.get(subject, ())) is LinkState.CONFIRMED_PROVINCE
    ]
    return _components(confirmed)


def _components(links: Iterable[Subject]) -> list[frozenset[str]]:
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for link in links:
        parent[root(link.left)] = root(link.right)
    members: dict[str, set[str]] = defaultdict(set)
    for name in parent:
        members[root(name)].add(name)
    return sorted((frozenset(group) for group in members.values()), key=min)
