"""One row a claim: CSV and XLSX, with sentence and link, safe against formulas.

`doubtful` says `yes` where an asserted claim was read with too little confidence to be shown as a fact.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from kg.claims import ANONYMOUS, ClaimRow, Graph
from kg.graph import doubtful
from kg.results import as_csv, cell

COLUMNS: Final = (
    "claim", "factuality", "doubtful", "subject", "subject_kind", "relation", "object", "object_kind", "status", "date",
    "place", "reported_to", "position", "said_by", "sentence", "cues", "article_title", "outlet", "published", "url",
    "article", "independent_sources", "rule", "confidence", "subject_iri", "object_iri",
)  # fmt: skip
_XLSX_LIMIT: Final = 32_000
"""Characters that a cell of a workbook holds, a little below the 32,767 of the format."""


def rows(graph: Graph) -> Iterator[list[str]]:
    """The cells of each claim, in the order of `COLUMNS`."""
    for claim in graph.claims:
        yield _row(graph, claim)


def as_claims_csv(graph: Graph) -> bytes:
    """CSV with a byte order mark, which spreadsheets need to read it as UTF-8."""
    return b"\xef\xbb\xbf" + as_csv(COLUMNS, rows(graph)).encode("utf-8")


def as_xlsx(graph: Graph) -> bytes:
    """A workbook with one sheet of claims and one that says what it is; all cells are text."""
    from datetime import datetime

    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    # Fixed times, so that the same graph gives the same bytes.
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    sheet = book.create_sheet("claims")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for row in rows(graph):
        sheet.append([cell(ILLEGAL_CHARACTERS_RE.sub("", value))[:_XLSX_LIMIT] for value in row])
    about = book.create_sheet("about")
    about.append(["This workbook lists what articles report, each with its factuality; an alleged, planned or denied"])
    about.append(["claim is no fact, nor is a doubtful one before its sentence was read."])
    about.append(
        ["Lembar ini memuat apa yang diberitakan artikel; dugaan bukan fakta, dan klaim yang dibaca dengan ragu"]
    )
    about.append(["(doubtful) belum menjadi fakta sebelum kalimatnya diperiksa."])
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _row(graph: Graph, claim: ClaimRow) -> list[str]:
    def kind(iri: str | None) -> str:
        return graph.nodes[iri].kind if iri is not None and iri in graph.nodes else ""

    said = "anonymous" if claim.by == ANONYMOUS else graph.label(claim.by)
    cues = "; ".join(claim.sentence[start:end] for start, end, name in claim.marks if name == "cue")
    article = claim.article
    return [
        claim.iri, claim.factuality, "yes" if doubtful(claim.predicate, claim.factuality, claim.confidence) else "",
        graph.label(claim.subject), kind(claim.subject), claim.predicate,
        claim.value or graph.label(claim.object), kind(claim.object) or ("date" if claim.value else ""),
        claim.status or "", claim.date or "", graph.label(claim.place), graph.label(claim.to),
        graph.label(claim.position), said, claim.sentence, cues, article.title or "", article.publisher or "",
        article.published or "", article.url or "", article.id, str(graph.independent(claim)), claim.rule,
        "" if claim.confidence is None else f"{claim.confidence:.2f}", claim.subject, claim.object or "",
    ]  # fmt: skip


def _with_fixed_times(workbook: bytes) -> bytes:
    """The archive packed anew with one time for all parts."""
    import re
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
