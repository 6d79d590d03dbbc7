"""Reading complaints from CSV: every byte of a field arrives as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tour.csv_input import CsvFileError, read_csv

HEADER = "complainant_name,phone,narrative,remedy_sought,category,received_at\r\n"


def _file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "complaints.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rare_names_and_newlines_arrive_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    narrative = "第一行\r\n第二行，“引号”\n😀 赵𬀩 " + "长" * 12_000
    quoted = narrative.replace('"', '""')
    data = (HEADER + f'赵𬀩,138 1024 2716,"{quoted}",退费,信用卡,2026-11-20\r\n').encode(encoding)

    rows = list(read_csv(_file(tmp_path, data)).rows())

    assert len(rows) == 1
    assert rows[0].values["narrative"] == narrative
    assert rows[0].values["complainant_name"] == "赵𬀩"
    assert rows[0].problem == ""


def test_column_order_and_foreign_columns_are_kept(tmp_path: Path) -> None:
    rows = list(read_csv(_file(tmp_path, "Narrative,工单号\n吞卡,A-1\n".encode())).rows())

    assert rows[0].values == {"narrative": "吞卡", "工单号": "A-1"}


def test_a_malformed_row_does_not_take_its_neighbours_along(tmp_path: Path) -> None:
    data = 'narrative,phone\n一,1\n"二"坏,2\n三\n四,4\n'.encode()

    rows = list(read_csv(_file(tmp_path, data)).rows())

    assert [(r.number, r.problem) for r in rows] == [(1, ""), (2, "csv_syntax"), (3, "csv_fields"), (4, "")]
    assert [r.line for r in rows] == [2, 3, 4, 5]


def test_what_a_broken_record_leaves_behind_is_no_complaint(tmp_path: Path) -> None:
    data = 'narrative,phone\n"first\nsecond"x line\nthird",138\n好,139\n'.encode()

    rows = list(read_csv(_file(tmp_path, data)).rows())

    assert [(r.number, r.line, r.problem) for r in rows] == [(1, 2, "csv_syntax"), (2, 4, "csv_syntax"), (3, 5, "")]
    assert [r.raw for r in rows[:2]] == ['"first\nsecond"x line', 'third",138']


def test_empty_lines_are_no_records(tmp_path: Path) -> None:
    rows = list(read_csv(_file(tmp_path, "narrative\n一\n\n二\n".encode())).rows())

    assert [r.values["narrative"] for r in rows] == ["一", "二"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"phone,name\n1,2\n", "no_narrative"),
        (b"narrative,narrative\na,b\n", "twice"),
        ("narrative\n一\n".encode("utf-16"), "encoding"),
        (b"narrative\n\xff\xff\n", "encoding"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(CsvFileError) as caught:
        read_csv(_file(tmp_path, data))

    assert caught.value.details["why"] == why


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(CsvFileError) as caught:
        read_csv(tmp_path / "nowhere.csv")

    assert caught.value.details["why"] == "missing"
