"""How well `extract.factuality` judges the reference facts: figures, confusion, and the leaks.

python -m extract.training.speech.factuality GOLD.jsonl … [--show]
"""

from __future__ import annotations

import argparse
import collections
from pathlib import Path

from extract.factuality import assess
from extract.training.speech.places import places
from extract.training.speech.train import read


def main() -> None:
    """Print the share of reference facts whose factuality is told rightly, and of hedged ones told as asserted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--show", action="store_true", help="print each fact judged otherwise than the reference")
    options = parser.parse_args()
    for path in options.gold:
        table: collections.Counter[tuple[str, str]] = collections.Counter()
        for article in read(path):
            names = {e.id: e.name for e in article.entities}
            for place in places(article):
                fact = place.fact
                judged = assess(article.text, fact.p, place.trigger, place.subject, place.object, place.sentence)
                got = judged.factuality or "none"
                table[fact.factuality, got] += 1
                if options.show and got != fact.factuality:
                    spans = [place.trigger] if place.trigger else []
                    words = [article.text[a:b] for a, b in spans]
                    cues = [(article.text[c.start : c.end], c.category) for c in judged.cues]
                    print(
                        f"{fact.factuality}→{got}", article.id, fact.p, names[fact.s], "→", names.get(fact.o or ""),
                        words, cues, "|", article.text[slice(*place.sentence)][:300],
                    )  # fmt: skip
        total = sum(table.values())
        hedged = sum(n for (gold, _), n in table.items() if gold != "asserted")
        leaks = sum(n for (gold, got), n in table.items() if gold != "asserted" and got == "asserted")
        none = sum(n for (_, got), n in table.items() if got == "none")
        right = sum(n for (gold, got), n in table.items() if gold == got)
        print(Path(path).stem, "facts", total, "right", round(right / total, 4), "right of those kept",
              round(right / max(1, total - none), 4), "leak", round(leaks / max(1, hedged), 4), f"{leaks}/{hedged}",
              "dropped", none)  # fmt: skip
        for gold, got in sorted(table):
            print(f"   {gold:9} → {got:9} {table[gold, got]}")


if __name__ == "__main__":
    main()
