"""Which entities of many articles are one thing: a pure function of what the articles say, as easily taken back.

The store keeps, for each entity of each article, its `Profile`: all that identity may look at. Equal profiles are one
thing. Profiles that share a block are compared, pair by pair and independently of all others; the decisions to merge
and the judgements of people make components, and `clusters` divides a component where some of its members must stay
apart. So the result is the same whatever the order in which articles came, and adding one touches its blocks only.
"""

from __future__ import annotations

from kg.identity.decision import Decision
from kg.identity.grouping import JOINING, Member, belongs, clusters
from kg.identity.placing import Fit, best, covered
from kg.identity.profiles import Handle, Profile, handles, profiles
from kg.identity.resolution import (
    CAP,
    LOOSE,
    blocks,
    cap,
    contradiction,
    decide,
    own_anchor,
    rank,
    signature,
    standing_of_rank,
    verdict,
)

__all__ = [
    "CAP",
    "JOINING",
    "LOOSE",
    "VERSION",
    "Decision",
    "Fit",
    "Handle",
    "Member",
    "Profile",
    "belongs",
    "best",
    "blocks",
    "cap",
    "clusters",
    "contradiction",
    "covered",
    "decide",
    "handles",
    "own_anchor",
    "profiles",
    "rank",
    "signature",
    "standing_of_rank",
    "verdict",
]

VERSION = "7"
"""Changes whenever the same profiles may come out differently; a store made by another version asks for a rebuild."""
