"""A file of complaints through the real program: every given character comes back from headquarters, or a reason."""

from __future__ import annotations

import csv
import io
import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from support.tours import Tour

BeginTour = Callable[..., Tour]

HEADER = ("received_at", "工单号", "phone", "narrative", "complainant_name", "row", "remedy_sought", "category")
LONG = "".join(f"第{number}句，客户反复说明情况。" for number in range(900))[:12_000]
NARRATIVES = (
    "吞卡",
    "第一行\r\n第二行\n第三行\r第四行",
    '他说"不退"，还说""系统""如此',
    LONG,
    "长" * 20_000,
    "👩‍👩‍👧‍👦🏳️‍🌈 😡😡 ①②③ ㎡",
    "  前后有空格和制表符\t ",
    "e\u0301 与 \u00e9 不同，\uff21 与 A 也不同",
    "零宽\u200b字符，\ufeff字节序标记在中间，\u2028行分隔符，\x85，\x0b，\x0c",
    "=1+1",
    "-2+3;@SUM(A1)",
    "\\n 不是换行，%s {0} ${x} NULL None nan <b>粗</b> &amp;",
    "العربية من اليمين וגם עברית",
    "𬀩𪚥㼆𠅤𫖯䶮",
    "\n开头就换行\n",
)
NAMES = ("赵𬀩", "欧阳𪚥", "买买提·艾则孜·阿不都热合曼", "长" * 100, " 王 明 ", "", "O'Brien, Müller-😀", "𠅤")
PHONES = (
    "138 1024 2716",
    "\uff11\uff13\uff18\uff11\uff10\uff12\uff14\uff12\uff17\uff11\uff16",
    "010-55550102",
    "",
    "+86 138-1024-2716",
)
REMEDIES = ("", "退还手续费\n并道歉", '"全部"退还', "  ")
CATEGORIES = ("信用卡", "B0302", "", "自创的类别 😀", " 信用卡 ")
DATES = ("2024-03-05", "2024/3/5 9:30", "2024-03-05T10:00:00+08:00", "2024年3月5日", "")


def _good_rows() -> list[dict[str, str]]:
    count = 48
    return [
        {
            "received_at": DATES[number % len(DATES)],
            "工单号": f"GD-{number:04d} ",
            "phone": PHONES[number % len(PHONES)],
            "narrative": NARRATIVES[number % len(NARRATIVES)],
            "complainant_name": NAMES[number % len(NAMES)],
            "row": str(number * 7),
            "remedy_sought": REMEDIES[number % len(REMEDIES)],
            "category": CATEGORIES[number % len(CATEGORIES)],
        }
        for number in range(count)
    ]


def _bad(**changes: str) -> dict[str, str]:
    return {**dict.fromkeys(HEADER, ""), "narrative": "有问题的一行", "工单号": "坏", **changes}


BAD_ROWS = (
    ("narrative_missing", _bad(narrative="")),
    ("narrative_missing", _bad(narrative=" \n\u3000")),
    ("text_too_long", _bad(narrative="长" * 20_001)),
    ("text_too_long", _bad(remedy_sought="长" * 20_001)),
    ("text_not_storable", _bad(narrative="空\x00字符")),
    ("phone_unreadable", _bad(phone="没有电话")),
    ("phone_wrong_length", _bad(phone="1381024271")),
    ("name_too_long", _bad(complainant_name="长" * 101)),
    ("name_has_control", _bad(complainant_name="响\x07铃")),
    ("date_in_future", _bad(received_at="2399-01-01")),
    ("date_unreadable", _bad(received_at="前天下午")),
    ("date_too_old", _bad(received_at="1999-12-31")),
)
BROKEN_LINES = (
    ("csv_fields", "2024-03-05,少,13810242716\r\n"),
    ("csv_fields", "2024-03-05,多,,有人投诉,,,,,,多出来的\r\n"),
    ("csv_syntax", '2024-03-05,坏,,"引号"之后还有字,,,,\r\n'),
)


def _csv_text(rows: list[dict[str, str]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADER)
    for number, row in enumerate(rows):
        writer.writerow([row[name] for name in HEADER])
        if number % 9 == 0:
            stream.write("\r\n")  # empty lines are no records
    return stream.getvalue() + "".join(line for _, line in BROKEN_LINES)


class Imported:
    """A finished import and what it left."""

    def __init__(self, tour: Tour, out: Path) -> None:
        self.status, self.tour, self.out = tour.finish(), tour, out
        self.cases = [json.loads(line) for line in self._lines("cases.jsonl")]

    def json(self, name: str) -> Any:
        return json.loads((self.out / name).read_text(encoding="utf-8"))

    def rejected(self) -> list[dict[str, str]]:
        with (self.out / "rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    def _lines(self, name: str) -> list[str]:
        text = (self.out / name).read_text(encoding="utf-8")
        return text.removesuffix("\n").split("\n") if text else []


def _begin(begin_tour: BeginTour, data: bytes, *words: str) -> tuple[Tour, Path]:
    tour = begin_tour("tour", "--out", "out", "--input", "in.csv", *words, before={"in.csv": data})
    return tour, tour.folder / "out"


@pytest.fixture(scope="module")
def both(begin_tour: BeginTour) -> tuple[tuple[Tour, Path], tuple[Tour, Path]]:
    """The large file in GB18030 and a small one in UTF-8 with a BOM, imported at the same time."""
    rows = [*_good_rows(), *(row for _, row in BAD_ROWS)]
    few = '\ufeffnarrative\r\n吞卡\r\n""\r\n"赵𬀩说：""好"""\r\n'
    return _begin(begin_tour, _csv_text(rows).encode("gb18030")), _begin(begin_tour, few.encode(), "--lang", "en")


@pytest.fixture(scope="module")
def large(both: tuple[tuple[Tour, Path], ...]) -> Imported:
    return Imported(*both[0])


@pytest.fixture(scope="module")
def small(both: tuple[tuple[Tour, Path], ...]) -> Imported:
    return Imported(*both[1])


def test_every_given_character_comes_back_from_headquarters(large: Imported) -> None:
    assert large.status == 0, large.tour.said()
    good = _good_rows()
    assert len(large.cases) == len(good)
    for number, (line, row) in enumerate(zip(large.cases, good, strict=True), 1):
        assert list(line) == ["row", "case_no", *(_key(name) for name in HEADER), "stored"]
        assert line["row"] == number
        assert {name: line[_key(name)] for name in HEADER} == row
    assert len({line["case_no"] for line in large.cases}) == len(good)


def test_what_the_program_made_of_it_stands_beside_it(large: Imported) -> None:
    for line in large.cases:
        stored = line["stored"]
        assert (stored["narrative"], stored["remedy_sought"]) == (line["narrative"], line["remedy_sought"])
        assert stored["complainant_name"] == line["complainant_name"].strip()
        assert stored["phone"] in {"13810242716", "01055550102", "010-55550102", ""}
        assert bool(stored["phone"]) is bool(line["phone"])
        assert stored["category"] == ("B0302" if line["category"].strip() in {"信用卡", "B0302"} else "")
        if line["received_at"]:
            assert stored["received_at"].startswith(
                ("2024-03-05", "2024-03-04T16:00")
            )  # midnight in China is 16:00 UTC


def test_every_refused_row_stands_there_whole_with_its_reason(large: Imported) -> None:
    rejected = large.rejected()
    first = len(_good_rows()) + 1
    assert [(int(row["row"]), row["reason_code"]) for row in rejected] == [
        (first + place, code) for place, (code, _) in enumerate([*BAD_ROWS, *BROKEN_LINES])
    ]
    for found, (_, row) in zip(rejected, BAD_ROWS, strict=False):
        assert {name: found[_key(name)] for name in HEADER} == row
        assert found["raw"] == ""
    for found, (_, line) in zip(rejected[len(BAD_ROWS) :], BROKEN_LINES, strict=True):
        assert found["raw"] == line.rstrip("\r\n")
    assert all(len(row["reason"]) > 5 for row in rejected)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in row["reason"]) for row in rejected)


def test_the_sums_are_equal_and_counted(large: Imported) -> None:
    balance = large.json("balance.json")
    assert balance["committed"] == balance["receipted"] == balance["at_headquarters"] == balance["applied"]
    # registered, accepted, slip; and in the book who signed in
    assert balance["committed"] == 3 * len(_good_rows()) + 1
    assert (balance["conflicts"], balance["quarantined"]) == (0, 0)
    tour = large.json("tour.json")
    assert (tour["recorded"], tour["rejected"]) == (48, len(BAD_ROWS) + len(BROKEN_LINES))
    assert tour["input"] == {"encoding": "gb18030", "columns": list(HEADER)}


def test_only_the_narrative_is_needed_and_reasons_speak_english(small: Imported) -> None:
    assert small.status == 0, small.tour.said()
    assert [line["narrative"] for line in small.cases] == ["吞卡", '赵𬀩说："好"']
    assert [list(line) for line in small.cases] == [["row", "case_no", "narrative", "stored"]] * 2
    assert [(row["row"], row["reason_code"]) for row in small.rejected()] == [("2", "narrative_missing")]
    assert small.rejected()[0]["reason"].isascii()
    assert small.json("tour.json")["input"]["encoding"] == "utf-8-sig"


def test_an_import_leaves_nothing_behind(large: Imported, small: Imported) -> None:
    for one in (large, small):
        assert list(one.tour.temporary.iterdir()) == []
        assert {path.name for path in one.out.iterdir()} == {"balance.json", "cases.jsonl", "rejected.csv", "tour.json"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "in.csv"),
        (b"", "in.csv"),
        (b"phone\n138\n", "narrative"),
        (b"narrative\n\xff\xff\n", "GB18030"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_once(begin_tour: BeginTour, data: bytes | None, words: str) -> None:
    before = {} if data is None else {"in.csv": data}
    tour = begin_tour("tour", "--out", "out", "--input", "in.csv", before=before)
    assert tour.finish() == 1
    assert words in tour.said()
    assert "Traceback" not in tour.said()


def test_a_folder_that_cannot_be_written_is_told_at_once(begin_tour: BeginTour) -> None:
    tour = begin_tour(
        "tour", "--out", "out/here", "--input", "in.csv", before={"in.csv": b"narrative\na\n", "out": b""}
    )
    assert tour.finish() == 1
    assert "无法写入" in tour.said()
    assert "Traceback" not in tour.said()


def test_a_full_disk_is_told_and_everything_is_ended(begin_tour: BeginTour) -> None:
    tour = begin_tour(
        "tour", "--out", "out", "--input", "in.csv", before={"in.csv": b"narrative\na\n"}, full=["out/cases.jsonl"]
    )
    assert tour.finish() == 1
    assert "No space left on device" in tour.said()
    assert "Traceback" not in tour.said()
    assert list(tour.temporary.iterdir()) == []


def test_ctrl_c_ends_an_import_with_everything_it_started(begin_tour: BeginTour) -> None:
    many = b"narrative\n" + b"".join(b"complaint %d\n" % number for number in range(5000))
    tour = begin_tour("tour", "--out", "out", "--input", "in.csv", before={"in.csv": many})
    tour.wait_for_word("200")
    started = psutil.Process(tour.process.pid).children(recursive=True)
    assert started
    tour.process.send_signal(signal.SIGINT)
    assert tour.finish() == 130, tour.said()
    _, alive = psutil.wait_procs(started, timeout=20)
    assert alive == []
    assert "Traceback" not in tour.said()
    assert list(tour.temporary.iterdir()) == []


def _key(name: str) -> str:
    return "column row" if name == "row" else name
