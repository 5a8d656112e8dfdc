"""Reading: whatever holds articles goes in, `Article` values come out; what cannot be read is set aside and counted.

    tally = Tally()
    for item in read(["articles/", "https://…", "-"], limits=Limits(), tally=tally):
        if isinstance(item, SetAside):
            print(item, file=sys.stderr)    # "articles/a.txt: holds no text. Leave it out."
        else:
            ...                             # an Article
    print(tally)                            # "12 read = 10 built + 1 skipped + 1 set aside (1 empty)"

`read` is lazy and streams: of a .jsonl, .csv or .warc.gz of any size one record is in memory at a time. `read_inputs`
is the same with `InputError` values for those who raise, print or count errors. `holds_facts(path)` tells a file of
facts from a file of articles. Formats, ids and duplicates: `docs/decisions/0160-reading.md`.
"""

from __future__ import annotations

from extract.reading.limits import Limits
from extract.reading.meter import Meter, size_of
from extract.reading.report import SetAside, Tally
from extract.reading.sniff import holds_facts
from extract.reading.sources import read, read_inputs

__all__ = ["Limits", "Meter", "SetAside", "Tally", "holds_facts", "read", "read_inputs", "size_of"]
