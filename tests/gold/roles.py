"""What facts hold beside their participants, measured: date, place, authority and post of the facts that were found.

`python -m tests.gold.roles GOLD.jsonl SYSTEM.jsonl` prints a line a role: how many the reference gives and the system
gives to the facts that both state, and how many are the same; last, how often who was at whose side is told rightly.
"""

from __future__ import annotations

import collections
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.gold.test_floors import scorer

ROLES = ("date", "place", "to", "position")

Record = Mapping[str, Any]


def measure(gold: Iterable[Record], system: Mapping[str, Record]) -> dict[str, collections.Counter[str]]:
    """For each role, and for `direction`, how many facts have it in the reference, in the system, and alike."""
    score = scorer()
    counts: dict[str, collections.Counter[str]] = {role: collections.Counter() for role in (*ROLES, "direction")}
    for wanted in gold:
        found = system.get(wanted["id"])
        if found is None:
            continue
        skip = set(wanted.get("skip", ()))
        wanted, found = (score.without_boilerplate(a, skip, wanted["text"]) for a in (wanted, found))
        names = score.align(wanted, found)
        right = score.keys(wanted, wanted["text"], lambda entity: entity)
        said = score.keys(found, wanted["text"], names.get)
        for key in right.keys() & said.keys():
            for role in ROLES:
                one, other = right[key].get(role), said[key].get(role)
                counts[role].update(gold=bool(one), system=bool(other), same=bool(one) and names.get(other) == one)
            if key[0] == "accompanied":
                alike = names.get(said[key]["s"]) == right[key]["s"]
                counts["direction"].update(gold=1, system=1, same=alike)
    return counts


def table(counts: Mapping[str, Mapping[str, int]]) -> str:
    """A line a role."""
    lines = []
    for role, n in counts.items():
        same, given, wanted = n.get("same", 0), n.get("system", 0), n.get("gold", 0)
        p, r, f1 = same / max(1, given), same / max(1, wanted), 2 * same / max(1, given + wanted)
        lines.append(f"{role:10} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  gold {wanted:4} sys {given:4}")
    return "\n".join(lines)


def _read(path: str) -> list[Record]:
    with Path(path).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


if __name__ == "__main__":
    print(table(measure(_read(sys.argv[1]), {record["id"]: record for record in _read(sys.argv[2])})))
