"""Date expressions: which stretch they take, what they stand for, what is no date."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.date_words import read_date_words
from extract.dates import find_dates, read_published
from extract.errors import DataError


def found(text: str, published: str | None = None) -> list[tuple[str, str | None]]:
    return [(text[s.start : s.end], s.iso) for s in find_dates(text, published)]


@pytest.mark.parametrize(
    ("text", "span", "iso"),
    [
        ("Apel digelar Senin (19/8/2024) pagi.", "Senin (19/8/2024)", "2024-08-19"),
        ("Apel digelar Kamis(7/11/2024).", "Kamis(7/11/2024)", "2024-11-07"),
        ("Ia bicara, Selasa, (21/10/2025).", "Selasa, (21/10/2025)", "2025-10-21"),
        ("Rabu pagi (13/7/2022) mereka datang.", "Rabu pagi (13/7/2022)", "2022-07-13"),
        ("Rabu, 8 November 2023, lurah hadir.", "Rabu, 8 November 2023", "2023-11-08"),
        ("Sabtu malam, 2 November 2024, ramai.", "Sabtu malam, 2 November 2024", "2024-11-02"),
        ("pada Jum'at, 3 Mei 2024 di aula", "Jum'at, 3 Mei 2024", "2024-05-03"),
        ("terhitung tanggal 3 Mei 2024 nanti", "3 Mei 2024", "2024-05-03"),
        ("surat tgl 3 Mei 2024", "3 Mei 2024", "2024-05-03"),
        ("bertanggal 14-02-2024 lalu", "14-02-2024", "2024-02-14"),
        ("catatan 2024-02-14 itu", "2024-02-14", "2024-02-14"),
        ("pada Desember 2022 lalu", "Desember 2022", "2022-12"),
        ("pada Nopember 2022 lalu", "Nopember 2022", "2022-11"),
        ("sejak awal Januari 2024", "awal Januari 2024", "2024-01"),
        ("sebelum akhir 2023 rampung", "akhir 2023", "2023"),
        ("dibangun tahun 2017 silam", "tahun 2017", "2017"),
        ("sejak 2017, ia tinggal di sana", "2017", "2017"),
        ("pada kuartal IV 2025 nanti", "kuartal IV 2025", "2025-10"),
        ("selama semester II-2022", "semester II-2022", "2022-07"),
        ("kegiatan 2-4 Mei 2024 di balai", "2-4 Mei 2024", "2024-05-02"),
        ("pada 27 hingga 29 Agustus 2024", "27 hingga 29 Agustus 2024", "2024-08-27"),
        ("mulai 20 Oktober hingga 8 November 2025", "20 Oktober hingga 8 November 2025", "2025-10-20"),
        ("mulai 20 Desember hingga 8 Januari 2025", "20 Desember hingga 8 Januari 2025", "2024-12-20"),
        ("periode 2019-2024 itu", "2019-2024", "2019"),
    ],
)
def test_one_expression(text: str, span: str, iso: str) -> None:
    assert found(text) == [(span, iso)]


def test_two_whole_dates_stay_two() -> None:
    assert found("dari 21 Oktober 2025 sampai 9 November 2025") == [
        ("21 Oktober 2025", "2025-10-21"),
        ("9 November 2025", "2025-11-09"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Dasarnya UU 31/1999 tentang perkara itu.",
        "Dasarnya PP Nomor 94 Tahun 2021 tentang disiplin.",
        "Surat 005/7262-Kesbangpol itu sah.",
        "Tahapan Pilkada 2024 dimulai.",
        "Tahapan Pilkada Kabupaten Tegal 2024 dimulai.",
        "Rancangan APBD 2025 dibahas.",
        "Anggaran Rp 2024 juta.",
        "Dihadiri 2000 orang.",
        "Sebanyak 2.024 warga.",
        "Hak cipta © Warta 2024",
        "Mei Lestari hadir bersama Juli Hartono.",
        "Perbandingannya 31/2/2024.",
        "Nomor telepon 0812-2024-1999",
    ],
)
def test_no_date(text: str) -> None:
    assert found(text) == []


def test_the_year_comes_from_another_date_of_the_text() -> None:
    text = "Rapat itu pada Rabu (8/11). Surat terbit 2 November 2023."
    assert found(text) == [("Rabu (8/11)", "2023-11-08"), ("2 November 2023", "2023-11-02")]


def test_without_a_year_anywhere_nothing_is_invented() -> None:
    assert found("Rapat itu pada Kamis (9/11).") == [("Kamis (9/11)", None)]


def test_across_the_new_year_the_weekday_decides() -> None:
    text = "Rapat berikut pada Februari 2026. Ia bicara Rabu (24/12)."
    assert found(text)[-1] == ("Rabu (24/12)", "2025-12-24")


def test_a_month_takes_the_year_that_is_nearest_to_publication() -> None:
    assert found("Ia mundur pada Desember lalu.", "2024-01-20") == [("Desember", "2023-12")]


def test_a_day_alone_takes_the_month_before_it() -> None:
    assert found("Surat 20 September 2024 diterima tanggal 25.")[-1] == ("tanggal 25", "2024-09-25")


@pytest.mark.parametrize(
    ("text", "span", "iso"),
    [
        ("Ia datang dua hari lalu.", "dua hari lalu", "2024-05-14"),
        ("Ia datang kemarin.", "kemarin", "2024-05-15"),
        ("Ia datang pekan lalu.", "pekan lalu", "2024-05"),
        ("Ia datang minggu lalu.", "minggu lalu", "2024-05"),
        ("Ia datang Minggu lalu.", "Minggu lalu", "2024-05-12"),
        ("Ia datang Senin lalu.", "Senin lalu", "2024-05-13"),
        ("Ia datang bulan lalu.", "bulan lalu", "2024-04"),
        ("Ia datang Mei tahun lalu.", "Mei tahun lalu", "2023-05"),
        ("Ia datang tiga tahun silam.", "tiga tahun silam", "2021"),
        ("Ia akan datang besok.", "besok", "2024-05-17"),
        ("Ia akan datang Selasa depan.", "Selasa depan", "2024-05-21"),
    ],
)
def test_counted_from_the_day_of_publication_and_from_nothing_else(text: str, span: str, iso: str) -> None:
    assert found(text, "2024-05-16") == [(span, iso)]
    assert found(text) == [(span, None)]


def test_a_week_in_two_months_has_no_month() -> None:
    assert found("Ia datang pekan lalu.", "2024-05-07") == [("pekan lalu", "2024")]


def test_today_is_no_date_of_the_text() -> None:
    (span,) = find_dates("Rapat digelar hari ini.", "2024-05-16")
    assert span.iso == "2024-05-16"
    assert span.vague


def test_a_weekday_alone_is_the_last_one_and_vague() -> None:
    (span,) = find_dates("Ia bicara di Sukamulya, Jum'at.", "2024-05-16")
    assert (span.iso, span.vague) == ("2024-05-10", True)
    assert found("Ia bicara di Sukamulya, Jum'at.") == [("Jum'at", None)]


def test_a_word_that_repeats_a_date_is_vague() -> None:
    spans = find_dates("Rapat pada Selasa (14/5/2024) kemarin.", "2024-05-16")
    assert [span.vague for span in spans] == [False, True]


def test_a_wrong_weekday_is_remarked_and_left() -> None:
    (span,) = find_dates("Rapat pada Senin (20/8/2024).", None)
    assert span.iso == "2024-08-20"
    assert span.remark == "Senin in the text, but 2024-08-20 was a Selasa"


def test_the_right_weekday_is_not_remarked() -> None:
    assert [s.remark for s in find_dates("Jum’at (3/5/2024), Ahad (5/5/2024)", None)] == [None, None]


@pytest.mark.parametrize(
    ("published", "year", "day"),
    [
        ("2024-05-02", 2024, "2024-05-02"),
        ("2024-05-02T10:00:00+07:00", 2024, "2024-05-02"),
        ("5/16/2025 15:32", 2025, "2025-05-16"),
        ("16/5/2025", 2025, "2025-05-16"),
        ("5/5/2025", 2025, "2025-05-05"),
        ("3/4/2025", 2025, None),
        ("Kamis, 16 Mei 2024 15:32 WIB", 2024, "2024-05-16"),
        ("", None, None),
        (None, None, None),
        ("kapan-kapan", None, None),
        ("2024-13-45", None, None),
    ],
)
def test_publication_dates(published: str | None, year: int | None, day: str | None) -> None:
    found_year, found_day = read_published(published)
    assert found_year == year
    assert (found_day.isoformat() if found_day else None) == day


_WORDS = [
    "Senin",
    "minggu",
    "lalu",
    "(",
    ")",
    "/",
    "-",
    ",",
    ".",
    "19",
    "8",
    "31",
    "0",
    "2024",
    "9999",
    "0000",
    "Mei",
    "Februari",
    "tanggal",
    "tahun",
    "pekan",
    "dua",
    "hingga",
    "s.d.",
    "akhir",
    "kemarin",
    "ini",
    "ſenin",
    "İ",
    "ı",
    "٣",
    "kuartal",
    "IV",
    "triwulan",
    "Pilkada",
    "Nomor",
    "999",
    "depan",
    "©",
]
_PIECES = st.sampled_from([*_WORDS, " ", "  ", "\n", "999 tahun lalu"])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=25).map("".join) | st.text(),
    st.none() | st.text(max_size=12) | st.dates().map(str) | st.just("9999-12-31") | st.just("0001-01-01"),
)
def test_any_string_gives_dates_in_order_within_bounds(text: str, published: str | None) -> None:
    at = 0
    for span in find_dates(text, published):
        assert at <= span.start < span.end <= len(text)
        at = span.end
        if span.iso is not None:
            year, *rest = span.iso.split("-")
            assert len(year) == 4
            assert all(len(part) == 2 for part in rest)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=15).map(" ".join))
def test_without_a_publication_date_relative_expressions_stay_open(text: str) -> None:
    assert all(span.iso is None for span in find_dates(text, None) if span.relative)


def test_a_broken_data_file_says_where_and_what() -> None:
    with pytest.raises(DataError, match=r"mine\.toml: the date words cannot be read"):
        read_date_words("[weekdays]\nsenin = 0\n", where="mine.toml")
