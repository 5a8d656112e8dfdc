"""Articles that the tests of reading share."""

from __future__ import annotations

from pathlib import Path

from extract.article import Article
from extract.reading import Limits, SetAside, Tally, read

FIRST = "Camat Pasirlangu membuka rapat yang dihadiri para lurah di aula kecamatan pada hari Senin."
SECOND = "Ia meminta semua pegawai tidak berpihak, karena warga yang datang untuk dilayani adalah warga bersama."
TEXT = f"{FIRST}\n{SECOND}"
TITLE = "Camat Buka Rapat Para Lurah"
PAGE = f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{TITLE}</title>
<meta property="og:site_name" content="Kabar Contoh"><meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="2024-02-12T09:00:00+07:00">
<script>var rahasia = "kata skrip";</script></head><body>
<nav><a href="/">Beranda</a> <a href="/p">Menu Politik</a></nav>
<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST} Rapat itu selesai sebelum siang.</p></article>
<aside><h3>Terpopuler</h3><ul><li><a href="/x">Harga Cabai Naik</a></li></ul></aside>
<footer>Hak cipta Kabar Contoh</footer></body></html>"""


def everything(
    *inputs: str | Path, limits: Limits | None = None, stdin: object = None
) -> tuple[list[Article], list[SetAside], Tally]:
    """All that comes of the inputs; the tally is held against what came."""
    tally = Tally()
    items = list(read([str(name) for name in inputs], limits=limits, tally=tally, stdin=stdin))  # type: ignore[arg-type]
    articles = [item for item in items if isinstance(item, Article)]
    aside = [item for item in items if isinstance(item, SetAside)]
    assert tally.read == tally.built + tally.skipped + tally.set_aside
    assert (tally.built, tally.set_aside) == (len(articles), len(aside))
    return articles, aside, tally


def one(*inputs: str | Path, limits: Limits | None = None) -> Article:
    articles, aside, _ = everything(*inputs, limits=limits)
    assert [str(item) for item in aside] == []
    assert len(articles) == 1
    return articles[0]


def reason(*inputs: str | Path, limits: Limits | None = None) -> str:
    articles, aside, _ = everything(*inputs, limits=limits)
    assert articles == []
    assert len(aside) == 1
    return aside[0].reason
