"""Where each thing stands in the picture: groups apart from each other, no thing on another, always the same.

Each community is laid out by itself, then the communities of a connected part among each other as discs of their size;
a small part is then relaxed as a whole, and the parts are packed around the largest. Positions are whole numbers; they
are rounded at each step, so that the last bits in which processors differ do not grow into another picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

SPACING: Final = 70.0
"""The wished distance of two linked things, in the picture's units."""
_NEAREST: Final = 66.0
_CELL: Final = 58.0
_RELAXED: Final = 700
"""Up to so many things the picture is relaxed as a whole."""
_CHUNK: Final = 1_000
_WIDE: Final = 1.3


def positions(net: Any, groups: Sequence[Sequence[str]]) -> Mapping[str, tuple[int, int]]:
    """Thing → (x, y); `groups` are the communities of `net`."""
    import networkx

    part_of = {
        node: place
        for place, part in enumerate(
            sorted(networkx.connected_components(net), key=lambda part: (-len(part), min(part)))
        )
        for node in part
    }
    parts: dict[int, list[Sequence[str]]] = {}
    for group in groups:
        parts.setdefault(part_of[group[0]], []).append(group)
    laid = [(_connected(net, parts[place]), parts[place]) for place in sorted(parts)]
    return {
        node: (round(float(x)), round(float(y)))
        for points, (_, inside) in zip(_pack([points for points, _ in laid]), laid, strict=True)
        for node, (x, y) in zip((node for group in inside for node in group), points, strict=True)
    }


def _connected(net: Any, groups: Sequence[Sequence[str]]) -> Points:
    """One connected part around its own middle: its communities as discs, then, if it is small, relaxed as a whole."""
    import numpy as np

    parts = [_inside(net, group) for group in groups]
    if len(parts) == 1:
        return np.asarray(parts[0] * np.array([_WIDE, 1.0]), dtype=float)
    radii = np.array([float(np.sqrt((part**2).sum(1)).max()) + SPACING * 0.5 for part in parts])
    home = {node: place for place, group in enumerate(groups) for node in group}
    centres = _discs(_links_between(net.subgraph(home), home, len(groups)), radii)
    points: Points = np.concatenate([part + centre for part, centre in zip(parts, centres, strict=True)])
    if len(home) <= _RELAXED:
        links = _links(net.subgraph(home), {node: place for place, node in enumerate(home)})
        points = _relax(points, links, rounds=150, heat=SPACING * 0.8, pull=0.03)
        points = _spread(_evened(points), _NEAREST, rounds=160)
    return np.asarray((points - points.mean(0)) * np.array([_WIDE, 1.0]), dtype=float)


def _evened(points: Points) -> Points:
    """The points with the crowded middle drawn wider and far arms drawn in; what is round what stays as it was."""
    import numpy as np

    around = points - np.median(points, axis=0)
    length = np.sqrt((around**2).sum(1)) + 1e-9
    far = float(length.max())
    return np.asarray(np.round(around * ((length / far) ** -0.4)[:, None], 4), dtype=float)


def _pack(parts: Sequence[Points]) -> list[Points]:
    """The parts moved so that none touches another, the first in the middle, each as near to it as there is room."""
    import numpy as np

    if len(parts) < 2:
        return list(parts)
    taken: set[tuple[int, int]] = set()
    reach = 4 + int(max(float(np.abs(part).max()) for part in parts) / _CELL)
    reach += int(2 * np.sqrt(sum(len(_cells(part)) for part in parts)))
    across, down = (axis.ravel() for axis in np.mgrid[-reach : reach + 1, -reach : reach + 1])
    order = np.lexsort((down, across, (across / 1.5) ** 2 + down**2))
    spots = np.column_stack([across, down])[order]
    moved: list[Points] = []
    first_free: dict[frozenset[tuple[int, int]], int] = {}
    for part in parts:
        cells = _cells(part)
        shape = frozenset(cells)
        # What had no room for the same shape before has none now.
        for place in range(first_free.get(shape, 0), len(spots)):
            x, y = spots[place].tolist()
            if not any((x + i, y + j) in taken for i, j in cells):
                break
        first_free[shape] = place
        taken |= {(x + i, y + j) for i, j in cells}
        moved.append(part + np.array([x, y]) * _CELL)
    return moved


def _cells(part: Points) -> list[tuple[int, int]]:
    """The cells of a grid that a part and the names under its things take, with a rim."""
    import numpy as np

    found: set[tuple[int, int]] = set()
    for x, y in np.round(part / _CELL).astype(int).tolist():
        found |= {(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
    return sorted(found)


def _inside(net: Any, group: Sequence[str]) -> Points:
    """One community around its own middle."""
    import numpy as np

    index = {node: place for place, node in enumerate(group)}
    start = _spiral(len(group))
    if len(group) == 1:
        return start
    links = _links(net.subgraph(group), index)
    rounds = 140 if len(group) <= 600 else 60
    points = _relax(start, links, rounds=rounds, heat=SPACING * np.sqrt(len(group)) * 0.4, pull=0.03)
    points = _spread(points, _NEAREST, rounds=40 if len(group) <= 1500 else 6)
    return np.asarray(points - points.mean(0), dtype=float)


def _links(net: Any, index: Mapping[str, int]) -> NDArray[np.float64]:
    """The links as rows (one, other, weight)."""
    import numpy as np

    rows = sorted(
        (min(index[a], index[b]), max(index[a], index[b]), data["weight"])
        for a, b, data in net.edges(data=True)
        if a in index and b in index
    )
    return np.array(rows, dtype=float).reshape(-1, 3)


def _links_between(net: Any, home: Mapping[str, int], count: int) -> NDArray[np.float64]:
    import numpy as np

    pairs: dict[tuple[int, int], float] = {}
    for a, b, data in net.edges(data=True):
        pair = (min(home[a], home[b]), max(home[a], home[b]))
        if pair[0] != pair[1]:
            pairs[pair] = pairs.get(pair, 0.0) + data["weight"]
    return np.array([(a, b, w) for (a, b), w in sorted(pairs.items())], dtype=float).reshape(-1, 3)


def _spiral(count: int) -> Points:
    """Points evenly spread over a disc (Vogel)."""
    import numpy as np

    place = np.arange(count)
    angle = place * np.pi * (3 - np.sqrt(5))
    points: Points = SPACING * 0.8 * np.sqrt(place)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return points


def _relax(points: Points, links: NDArray[np.float64], *, rounds: int, heat: float, pull: float) -> Points:
    """Fruchterman and Reingold's springs: all push each other off, links draw, the middle draws a little."""
    import numpy as np

    one, other = links[:, 0].astype(int), links[:, 1].astype(int)
    strength = np.minimum(1.0 + 0.25 * (links[:, 2] - 1), 2.0)
    # Hubs would drag all of their leaves into one heap; each link of a hub draws less.
    degree = np.bincount(np.concatenate([one, other]), minlength=len(points)) + 1.0
    strength = strength / np.sqrt(np.minimum(degree[one], degree[other]))
    for step in range(rounds):
        move = _push(points) - pull * points
        apart = points[one] - points[other]
        draw = apart * (np.sqrt((apart**2).sum(1)) * strength / SPACING)[:, None]
        np.add.at(move, one, -draw)
        np.add.at(move, other, draw)
        length = np.sqrt((move**2).sum(1)) + 1e-9
        limit = heat * (1 - step / rounds) + 1.0
        points = np.round(points + move * (np.minimum(length, limit) / length)[:, None], 4)
    return points


def _push(points: Points) -> Points:
    """What each point is pushed by all others; in strips, so that memory stays small."""
    import numpy as np

    move = np.empty_like(points)
    for low in range(0, len(points), _CHUNK):
        x = points[low : low + _CHUNK, 0][:, None] - points[:, 0]
        y = points[low : low + _CHUNK, 1][:, None] - points[:, 1]
        near = SPACING**2 / np.maximum(x * x + y * y, 1.0)
        move[low : low + _CHUNK, 0] = (x * near).sum(1)
        move[low : low + _CHUNK, 1] = (y * near).sum(1)
    return move


def _spread(points: Points, nearest: float, *, rounds: int) -> Points:
    """The points, pushed apart until hardly any two are nearer than `nearest`."""
    import numpy as np

    for _ in range(rounds):
        move = np.zeros_like(points)
        for low in range(0, len(points), _CHUNK):
            # Wide names need more room sideways than above each other.
            x = (points[low : low + _CHUNK, 0][:, None] - points[:, 0]) * 0.75
            y = points[low : low + _CHUNK, 1][:, None] - points[:, 1]
            gap = np.sqrt(x * x + y * y)
            close = (gap < nearest) & (gap > 0)
            push = np.where(close, (nearest - gap) / np.maximum(gap, 1.0) * 0.35, 0.0)
            move[low : low + _CHUNK, 0] = (x * push).sum(1)
            move[low : low + _CHUNK, 1] = (y * push).sum(1)
        if not move.any():
            break
        points = np.round(points + move, 4)
    return points


def _discs(links: NDArray[np.float64], radii: NDArray[np.float64]) -> Points:
    """The middles of discs that do not overlap, linked ones near each other, the largest in the middle."""
    import numpy as np

    count = len(radii)
    centres = np.zeros((count, 2))
    drawn: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for a, b, weight in links:
        drawn[int(a)].append((int(b), weight))
        drawn[int(b)].append((int(a), weight))
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = np.column_stack([np.cos(angles), np.sin(angles)])
    for place in range(1, count):
        set_down = [(other, weight) for other, weight in drawn[place] if other < place]
        weights = np.array([weight for _, weight in set_down])
        if set_down:
            wish = (centres[[other for other, _ in set_down]] * weights[:, None]).sum(0) / weights.sum()
        else:
            wish = np.zeros(2)
        centres[place] = _free_place(wish, radii[place], centres[:place], radii[:place], ring)
    return centres


def _free_place(wish: Points, radius: float, centres: Points, radii: NDArray[np.float64], ring: Points) -> Points:
    """The place nearest to the wished one, and to the middle, where a disc fits."""
    import numpy as np

    step = max(radius * 0.5, SPACING * 0.5)
    for reach in range(10_000):
        tries = wish + ring * (reach * step)
        gaps = np.sqrt(((tries[:, None, :] - centres) ** 2).sum(2)) - radii
        free = tries[(gaps >= radius * 0.92).all(1)]
        if len(free):
            nearest: Points = np.round(free[np.argmin(np.round((free**2).sum(1), 3))], 3)
            return nearest
    return wish  # pragma: no cover - a ring wide enough is always free
