"""The embedded store: each article's facts as the truth, the quads that follow from them, and snapshots for readers.

with Store.open(folder) as store:            # one writer at a time
    store.update([Incoming(facts)])          # all or nothing, on the disk when it returns
with Snapshot.open(folder) as snapshot:      # any number of readers, also while a writer writes
    snapshot.quads.query(text, use_default_graph_as_union=True)
"""

from __future__ import annotations

from kg.store.store import Snapshot, Store, check_text, keep_judgements, rebuild, size_on_disk, verify
from kg.store.update import Incoming

__all__ = ["Incoming", "Snapshot", "Store", "check_text", "keep_judgements", "rebuild", "size_on_disk", "verify"]
