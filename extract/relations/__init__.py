"""Relations: from mentions, entities and references to facts with evidence, by trigger frames and learned weights.

`frames` finds triggers, `scene` lays out sentences and slots, `candidates` pairs participants, `features` describes a
pair, `scorer` judges it, `roles` adds what a fact holds beside its two participants, `component` makes the facts.
"""

from extract.relations.component import Relations, make_relations

__all__ = ["Relations", "make_relations"]
