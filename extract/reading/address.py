"""Articles at http and https addresses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from extract.errors import InputError
from extract.reading.cleaning import shown
from extract.reading.limits import Limits

_AGENT: Final = "jejak (reader of news)"
_SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    "text/csv": ".csv",
}


def is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def fetch(url: str, limits: Limits) -> tuple[bytes, str, str | None]:
    """The bytes at an address, the suffix of their format and the declared charset. Raises InputError."""
    import httpx

    where = shown(url)
    began = time.monotonic()
    try:
        with (
            httpx.Client(
                timeout=limits.timeout,
                follow_redirects=True,
                max_redirects=limits.max_redirects,
                headers={"User-Agent": _AGENT},
            ) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise _unreachable(where, f"answers with status {response.status_code}.")
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            suffix = _SUFFIXES.get(kind)
            if suffix is None:
                raise InputError(
                    f"is of a kind that is not read ({shown(kind) or 'unnamed'}).",
                    reason="format",
                    where=where,
                    remedy="Give the address of a page, text, PDF, JSONL or CSV.",
                )
            parts: list[bytes] = []
            size = 0
            for part in _in_time(response.iter_bytes(), began, limits, where):
                size += len(part)
                if size > limits.max_size:
                    raise limits.too_large(where)
                parts.append(part)
            return b"".join(parts), suffix, response.charset_encoding
    except httpx.TooManyRedirects:
        raise _unreachable(where, f"redirects more than {limits.max_redirects} times.") from None
    except httpx.TimeoutException:
        raise _unreachable(where, f"did not answer within {limits.timeout:g} seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, OSError) as error:
        raise _unreachable(where, f"cannot be fetched ({shown(error) or type(error).__name__}).") from error


def _in_time(parts: Iterator[bytes], began: float, limits: Limits, where: str) -> Iterator[bytes]:
    """The parts as they come, until the whole takes too long: a server may send a byte at a time for ever."""
    for part in parts:
        yield part
        if time.monotonic() - began > limits.max_wait:
            raise _unreachable(where, f"was not complete within {limits.max_wait:g} seconds.")


def _unreachable(where: str, problem: str) -> InputError:
    return InputError(problem, reason="unreachable", where=where, remedy="Try it in a browser, and try again later.")
