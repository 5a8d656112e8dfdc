"""Web archives: the pages in a WARC file, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from extract.errors import InputError
from extract.reading.cleaning import shown
from extract.reading.draft import Draft
from extract.reading.limits import Limits
from extract.reading.page import read_page
from extract.reading.plain import read_plain

_KINDS: Final = frozenset({"response", "resource"})


def read_archive(stream: BinaryIO, where: str, limits: Limits) -> Iterator[Draft | InputError]:
    """The pages and plain texts that a crawler got with status 200; other records are no articles and not counted."""
    from warcio.archiveiterator import ArchiveIterator

    pages = 0
    try:
        for number, record in enumerate(ArchiveIterator(stream), 1):
            if record.rec_type not in _KINDS:
                continue
            headers = record.http_headers
            if headers is not None and headers.get_statuscode() != "200":
                continue
            kind = (headers.get_header("Content-Type") if headers else record.content_type) or ""
            mime, _, parameters = kind.lower().partition(";")
            if mime.strip() not in ("text/html", "application/xhtml+xml", "text/plain"):
                continue
            pages += 1
            url = record.rec_headers.get_header("WARC-Target-URI")
            place = f"{where}:record {number}" + (f" ({shown(url)})" if url else "")
            data = record.content_stream().read(limits.max_size + 1)
            if len(data) > limits.max_size:
                yield limits.too_large(place)
                continue
            charset = parameters.partition("charset=")[2].strip(" \"'") or None
            try:
                if mime.strip() == "text/plain":
                    plain = read_plain(data, place)
                    yield Draft(place, plain.text, url=url, title=plain.title, publisher=plain.publisher)
                else:
                    yield read_page(data, place, url=url, charset=charset)
            except InputError as error:
                yield error
    except Exception as error:
        # Cut or damaged archives fail in the decompressor, the header parser or the chunk reader.
        yield InputError(
            f"is damaged after its page {pages} ({type(error).__name__}).",
            reason="unreadable",
            where=where,
            remedy="Fetch the archive again; the pages before were read.",
        )
        return
    if pages == 0:
        yield InputError("holds no page.", reason="empty", where=where, remedy="Leave it out.")
