"""From the counter form to what is recorded: nothing changed in silence, cut or dropped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import RULES, at, form

from app.domain.bodies import instant_text, read_instant
from app.domain.case import Intake
from app.domain.commands import IntakeForm
from app.domain.intake import normalise_intake, received_at_of
from app.domain.intake_bodies import intake_body, read_intake
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

NOW = at("2026-11-20 14:32")
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=300)


def intake(**fields: Any) -> Intake:
    found = normalise_intake(form(**fields), NOW, RULES.taxonomy)
    assert isinstance(found, Intake), found
    return found


def problems(*, is_name_required: bool = True, **fields: Any) -> list[tuple[str, str | None]]:
    found = normalise_intake(form(**fields), NOW, RULES.taxonomy, is_name_required=is_name_required)
    assert isinstance(found, tuple), found
    return [(str(problem.code), problem.field) for problem in found]


def test_an_ordinary_form() -> None:
    found = intake(
        phone="138 1234 2716",
        id_kind="resident_id",
        id_number="11010519491231002x",
        account_tail=" 78９０ ",
        category="信用卡",
        occurred_on="2026-11-18",
        amount="1,286.00",
        remedy_sought="退还年费",
    )
    assert found.complainant.phone == "13812342716"
    assert found.complainant.id_number == "11010519491231002X"
    assert found.account_tail == "7890"
    assert (found.category, found.category_given) == ("B0302", "信用卡")
    assert found.occurred_on == date(2026, 11, 18)
    assert found.amount_fen == 128600


def test_only_the_narrative_and_at_the_counter_the_name_are_needed() -> None:
    assert problems(narrative="  \n") == [("narrative_missing", "narrative")]
    assert problems(complainant_name=" ") == [("name_missing", "complainant_name")]
    found = normalise_intake(IntakeForm("只有内容"), NOW, RULES.taxonomy, is_name_required=False)
    assert isinstance(found, Intake)


def test_all_problems_at_once() -> None:
    found = problems(
        narrative="",
        complainant_name="",
        phone="x",
        id_number="1",
        account_tail="6222021234567890",
        amount="some",
        occurred_on="yesterday",
        received_at="2027-01-01",
        channel="pigeon",
        intake_type="?",
        capacity="?",
        language="fr",
        id_kind="library_card",
    )
    assert {field for _, field in found} == {
        *("narrative", "complainant_name", "phone", "id_number", "account_tail", "amount", "occurred_on"),
        *("received_at", "channel", "intake_type", "capacity", "language", "id_kind"),
    }


@pytest.mark.parametrize(
    "narrative",
    [
        "第一行\r\n第二行\n\t第三行 ",
        "😀👨‍👩‍👧‍👦 emoji and 𫖮𠀀",
        '带"引号",逗号,和\u200b零宽',
        "\ufeff前面有 BOM",
        "长" * 20_000,
        "𫖮" * 20_000,
        " 前后空格  ",
        "\x1b[31m\x07",
    ],
)
def test_the_narrative_stays_as_it_is(narrative: str) -> None:
    assert intake(narrative=narrative).narrative == narrative


@given(TEXT, TEXT)
def test_free_texts_stay_as_they_are(narrative: str, remedy: str) -> None:
    found = normalise_intake(form(narrative="x" + narrative, remedy_sought=remedy), NOW)
    assert isinstance(found, Intake)
    assert (found.narrative, found.remedy_sought) == ("x" + narrative, remedy)


def test_too_long_is_refused_with_the_count() -> None:
    found = normalise_intake(form(narrative="长" * 20_001), NOW)
    assert isinstance(found, tuple)
    assert found[0].details == {"count": 20_001, "limit": 20_000}
    assert problems(remedy_sought="x" * 20_001) == [("text_too_long", "remedy_sought")]
    assert problems(category="x" * 201) == [("text_too_long", "category")]


@pytest.mark.parametrize("field", ["narrative", "remedy_sought", "category"])
@pytest.mark.parametrize("text", ["a\0b", "a\ud83d", "\udc00b"])
def test_what_cannot_be_stored_is_refused(field: str, text: str) -> None:
    assert problems(**{field: text}) == [("text_not_storable", field)]


@pytest.mark.parametrize(
    ("given_text", "code", "kept"),
    [
        ("B0302", "B0302", ""),
        ("b0302", "B0302", "b0302"),
        ("信用卡", "B0302", "信用卡"),
        ("Credit reporting, credit repair services", "", "Credit reporting, credit repair services"),
        ("", "", ""),
        ("  ", "", ""),
    ],
)
def test_words_for_the_category_are_kept_beside_its_code(given_text: str, code: str, kept: str) -> None:
    found = intake(category=given_text)
    assert (found.category, found.category_given) == (code, kept)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("", NOW),
        ("2026-11-20", datetime(2026, 11, 19, 16, 0, tzinfo=UTC)),
        ("2026/11/2", datetime(2026, 11, 1, 16, 0, tzinfo=UTC)),
        ("2026.11.02", datetime(2026, 11, 1, 16, 0, tzinfo=UTC)),
        ("2026年11月2日", datetime(2026, 11, 1, 16, 0, tzinfo=UTC)),
        ("２０２６－１１－０２", datetime(2026, 11, 1, 16, 0, tzinfo=UTC)),
        ("2026-11-20 14:32", NOW),
        ("2026-11-20 9:05", datetime(2026, 11, 20, 1, 5, tzinfo=UTC)),
        ("2026-11-20T09:05:07", datetime(2026, 11, 20, 1, 5, 7, tzinfo=UTC)),
        ("2026-11-20T09:05:07.250", datetime(2026, 11, 20, 1, 5, 7, 250_000, tzinfo=UTC)),
        ("2026-11-20T01:05:07Z", datetime(2026, 11, 20, 1, 5, 7, tzinfo=UTC)),
        ("2026-11-19T20:05:07-05:00", datetime(2026, 11, 20, 1, 5, 7, tzinfo=UTC)),
        ("2000-01-01", datetime(1999, 12, 31, 16, 0, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 28, 16, 0, tzinfo=UTC)),
    ],
)
def test_when_it_was_received(text: str, instant: datetime) -> None:
    assert received_at_of(form(received_at=text), NOW) == instant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-21", ReasonCode.DATE_IN_FUTURE),
        ("2026-11-20 14:33", ReasonCode.DATE_IN_FUTURE),
        ("1999-12-31", ReasonCode.DATE_TOO_OLD),
        ("0001-01-01T00:00:00+23:59", ReasonCode.DATE_UNREADABLE),
        ("0001-01-01", ReasonCode.DATE_UNREADABLE),
        ("2026-02-29", ReasonCode.DATE_UNREADABLE),
        ("2026-11-20 24:30", ReasonCode.DATE_UNREADABLE),
        ("11/20/2026", ReasonCode.DATE_UNREADABLE),
        ("20/11/26", ReasonCode.DATE_UNREADABLE),
        ("昨天", ReasonCode.DATE_UNREADABLE),
        ("9999-12-31T23:59:59-23:59", ReasonCode.DATE_UNREADABLE),
    ],
)
def test_days_that_cannot_be(text: str, code: ReasonCode) -> None:
    found = received_at_of(form(received_at=text), NOW)
    assert isinstance(found, Problem)
    assert (found.code, found.field) == (code, "received_at")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-21", "date_in_future"),
        ("1949-09-30", "date_too_old"),
        ("20261118", "date_unreadable"),
        ("2026-11-18 10:00", "date_unreadable"),
    ],
)
def test_days_of_the_event_that_cannot_be(text: str, code: str) -> None:
    assert problems(occurred_on=text) == [(code, "occurred_on")]


@pytest.mark.parametrize(("text", "code"), [("12345", "account_tail_too_long"), ("78X0", "account_tail_not_digits")])
def test_no_more_than_the_tail_of_an_account(text: str, code: str) -> None:
    assert problems(account_tail=text) == [(code, "account_tail")]


@given(st.text(max_size=40))
def test_no_day_breaks_the_reader(text: str) -> None:
    received_at_of(form(received_at=text), NOW)


@given(
    TEXT,
    st.sampled_from(["", "13812342716"]),
    st.none() | st.integers(0, 10**12),
    st.none() | st.dates(),
    st.dictionaries(TEXT, TEXT, max_size=3),
)
def test_a_body_reads_back_the_same(
    text: str, phone: str, amount: int | None, day: date | None, texts: dict[str, str]
) -> None:
    found = Intake(
        complainant=intake(phone=phone).complainant,
        narrative=text,
        amount_fen=amount,
        occurred_on=day if day is None or 1900 <= day.year < 2200 else None,
        category_given=text,
        given=texts,
    )
    assert read_intake(intake_body(found)) == found


def test_an_import_keeps_what_was_given_beside_what_was_made_of_it() -> None:
    raw = {"phone": "＋86 138-1234-2716 ", "category": " 信用卡\n", "amount": "", "备注": "👩‍🦰\t原文"}
    found = intake(phone=raw["phone"], category=raw["category"], given=raw)
    assert found.complainant.phone == "13812342716"
    assert found.given == raw
    body = intake_body(found)
    assert body["given"] == raw
    assert read_intake(body) == found


def test_a_counter_form_adds_nothing_to_the_body() -> None:
    assert "given" not in intake_body(intake())
    assert intake().given == {}


@pytest.mark.parametrize("given", [{"a": 1}, {1: "a"}, ["a"], "a", None])
def test_a_body_with_other_things_than_texts_given_is_malformed(given: object) -> None:
    with pytest.raises(TypeError):
        read_intake({**intake_body(intake()), "given": given})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"备注": "a\0b"}, "text_not_storable"),
        ({"a\ud800": ""}, "text_not_storable"),
        ({"a": "字" * 100_000}, "text_too_long"),
    ],
)
def test_what_can_not_be_kept_as_given_is_refused(given: dict[str, str], code: str) -> None:
    assert problems(given=given) == [(code, "given")]


@given(st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)))
def test_an_instant_reads_back_to_the_millisecond(instant: datetime) -> None:
    back = read_instant(instant_text(instant))
    assert 0 <= (instant - back).total_seconds() < 0.001
    assert instant_text(back) == instant_text(instant)


def test_customer_data_stays_out_of_reprs() -> None:
    found = intake(narrative="秘密内容")
    assert "秘密" not in repr(found)
    assert "王芳芳" not in repr(found.complainant)
    assert "秘密" not in repr(form(narrative="秘密内容"))
