"""Generated articles, as text: short reports about the people, bodies and events of `bench.corpus`' invented world.

The same for the same seed, 60 to 75 words each. `python -m bench.articles 100000 > articles.jsonl` writes them as
`build_graph.py` reads them.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from typing import Final

from bench.corpus import World

_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_PLACES: Final = ("Balai Kota", "Lapangan Merdeka", "Gedung Serbaguna", "Pendopo", "Aula Kecamatan")
_ACTIONS: Final = (
    "{first} menghadiri {event} di {place} {town}, {day}.",
    "{first} diduga menghadiri {event} di {place} {town}, {day}.",
    "{first} membuka {event} di {place} {town}, {day}.",
    "{first} batal menghadiri {event} di {place} {town}, {day}.",
    "{first} akan menghadiri {event} di {place} {town}, {day}.",
)
_SEQUELS: Final = (
    "Acara itu juga dihadiri {second} bersama warga dari beberapa kelurahan.",
    "{body} melaporkan {second} karena diduga tidak netral dalam kegiatan tersebut.",
    "{second} bertemu dengan {short} seusai acara dan membahas anggaran tahun depan.",
    "{body} memeriksa {second} terkait pemasangan spanduk di kantor kecamatan.",
    "{second} mengkritik pelaksanaan acara itu dan meminta panitia lebih terbuka.",
)
_WORDS: Final = (
    'Kegiatan ini untuk warga, bukan untuk satu golongan," kata {short} kepada wartawan.',
    'Kami menjaga jarak yang sama dari semua calon," ujar {short} seusai acara.',
    'Anggaran kegiatan sudah dibahas sejak awal tahun," kata {short}.',
)
_REST: Final = (
    "Panitia menyiapkan dua ratus kursi dan satu panggung kecil di bagian depan.",
    "Hujan yang turun sejak pagi tidak mengurangi jumlah warga yang datang ke lokasi.",
    "Lalu lintas di sekitar lokasi sempat tersendat sampai petugas menutup satu ruas jalan.",
    "Kegiatan serupa direncanakan berlangsung lagi bulan depan di kecamatan yang lain.",
    "Sejumlah pedagang kecil ikut membuka lapak di halaman dan melayani pengunjung hingga sore.",
)


def articles(count: int, *, seed: int = 0) -> Iterator[dict[str, str]]:
    """So many records with id, url, title, publisher, date and text."""
    world = World(seed, max(count, 1_000))
    for number in range(count):
        chance = random.Random(f"text/{seed}/{number}")
        scene = world.scene(chance)
        first, second = scene.people[0], scene.people[-1]
        month, date = chance.randint(1, 12), chance.randint(1, 28)
        words = {
            "first": f"{first.office} {first.town} {first.name}" if chance.random() < 0.7 else first.name,
            "second": second.name,
            "short": first.name.split()[0],
            "event": scene.event,
            "body": scene.body,
            "town": first.town,
            "place": chance.choice(_PLACES),
            "day": f"{chance.choice(_DAYS)} ({date}/{month}/2031)",
        }
        rest = chance.sample(_REST, 2)
        sentences = [chance.choice(_ACTIONS), rest[0], chance.choice(_SEQUELS), '"' + chance.choice(_WORDS), *rest[1:]]
        text = " ".join(sentences).format_map(words)
        yield {
            "id": f"bench-{seed}-{number}",
            "url": f"https://contoh.example/{seed}/{number}",
            "title": f"{scene.event} Digelar di {first.town}",
            "publisher": scene.outlet,
            "published": f"2031-{month:02}-{date:02}",
            "text": f"{first.town} - {text}",
        }


if __name__ == "__main__":
    for record in articles(int(sys.argv[1])):
        print(json.dumps(record, ensure_ascii=False))
