"""The audit page's questions and the permission audit on a real branch."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.cases import AUDITOR, HANDLER, SUPERVISOR, TELLER
from support.figures_scene import do, november
from support.real_desk import RealBranch
from support.retention_scene import LONG_AGO, NOW, pcs

from app.domain.audit_kinds import KindGroup
from app.domain.book import BookKind
from app.domain.case_number import make
from app.domain.commands import AddNote
from app.domain.disclosure import Given
from app.domain.entry import book_entry
from app.domain.people import Right
from app.domain.permissions import SensitiveAct
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal
from app.language import audit_words, in_language, permission_words
from app.language.reasons import refusal_text
from app.operations.attach import attach, preview_attachment
from app.operations.audit import (
    AuditFilter,
    AuditList,
    Explained,
    explain_entry,
    find_entry,
    names_of,
    plain_cell,
    read_audit,
    read_audit_window,
    take_out_audit,
)
from app.operations.note import note
from app.operations.open_case import open_case_by_number
from app.operations.permissions import (
    PermissionReading,
    permissions_csv,
    permissions_json,
    permissions_paper,
    print_permissions,
    read_permissions,
    take_out_permissions,
)
from app.operations.retention import Purged, apply_purges, purge
from app.printing.preview import page_count, page_text
from app.store.audit_trail import AuditQuery

NOVEMBER = AuditFilter(date(2026, 11, 1), date(2026, 11, 30))
EVERY_DELETION = AuditQuery(LONG_AGO, NOW + timedelta(days=1), kinds=(BookKind.CASES_PURGED.value,))
SECRETS = ("王明芳", "13810242716", "手续费又收了一次", "残损币")


def listed(branch: RealBranch, wanted: AuditFilter = NOVEMBER, who: str = AUDITOR) -> AuditList:
    found = read_audit(branch.desk(who), wanted)
    assert isinstance(found, AuditList), found
    return found


def busy(branch: RealBranch) -> dict[str, str]:
    ids = november(branch)
    do(branch, HANDLER, ids["d"], AddNote("王明芳来电，电话 13810242716。"))
    desk = branch.desk(TELLER)
    note(desk, book_entry(BookKind.SESSION_OPENED, refused_before=1))
    seen = {"case_id": ids["a"], "what": ["name", "phone"], "reason": "call_customer", "note": "回电 13810242716"}
    note(desk, book_entry(BookKind.DETAILS_REVEALED, **seen))
    return ids


def test_a_list_is_found_by_person_case_and_kind(branch: RealBranch) -> None:
    ids = busy(branch)
    everything = listed(branch)
    assert everything.count == branch.entries() == len(everything.lines)
    of_teller = listed(branch, AuditFilter(NOVEMBER.first, NOVEMBER.last, TELLER))
    assert {line.actor for line in of_teller.lines} == {TELLER}
    number = branch.view(ids["a"]).case.case_no
    of_case = listed(branch, AuditFilter(NOVEMBER.first, NOVEMBER.last, case_no=number.replace("-", "").lower()))
    assert {line.case_no for line in of_case.lines} == {number}
    assert "details_revealed" in {line.kind for line in of_case.lines}
    steps = listed(branch, AuditFilter(NOVEMBER.first, NOVEMBER.last, group=KindGroup.SESSIONS))
    assert [line.kind for line in steps.lines] == ["session_opened"]
    later = read_audit_window(branch.desk(AUDITOR), everything.query, everything.lines[2].key, limit=100)
    assert [line.key for line in later] == [line.key for line in everything.lines[3:]]
    assert listed(branch, AuditFilter(date(2026, 1, 1), date(2026, 1, 2))).count == 0


def test_who_may_not_read_the_log_is_refused(branch: RealBranch) -> None:
    refused = read_audit(branch.desk(TELLER), NOVEMBER)
    assert isinstance(refused, Refusal)
    assert refused.code == ReasonCode.NO_RIGHT
    assert isinstance(read_permissions(branch.desk(HANDLER), NOVEMBER.first, NOVEMBER.last), Refusal)


@pytest.mark.parametrize("typed", ["nonsense", "TS0102-26A99999-X", "TS0102-26A00099-6"])
def test_a_case_that_is_not_there_is_said_at_the_field(branch: RealBranch, typed: str) -> None:
    refused = read_audit(branch.desk(AUDITOR), AuditFilter(NOVEMBER.first, NOVEMBER.last, case_no=typed))
    assert isinstance(refused, Refusal)
    assert refused.problems[0].field == "case_no"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_and_no_field_names_a_customer(branch: RealBranch, language: str) -> None:
    busy(branch)
    names = names_of(branch.desk(AUDITOR))
    with in_language(language):
        for line in listed(branch).lines:
            said = audit_words.sentence(line.kind, line.body, names, case_no=line.case_no)
            values = audit_words.fields(line.kind, line.body, names)
            everything = said + "".join(label + value for label, value in values)
            assert said
            assert not [secret for secret in SECRETS if secret in everything], (line.kind, everything)


def test_a_look_at_a_file_is_explained_and_remarked_on(branch: RealBranch) -> None:
    ids = busy(branch)
    data = "王明芳，电话 13810242716".encode()
    assert not isinstance(attach(branch.desk(), ids["a"], data, "来信.txt"), Refusal)
    sha256 = hashlib.sha256(data).hexdigest()
    before = audited(branch)
    for _ in range(61):  # a person who is let in again and again
        branch.desk().disclosed.files.clear()
        assert not isinstance(preview_attachment(branch.desk(), ids["a"], sha256, 50), Refusal)
    line = listed(branch).lines[0]
    assert (line.kind, line.case_id, line.body["sha256"]) == ("details_revealed", ids["a"], sha256)
    after = audited(branch)
    assert after.audit.count(TELLER, SensitiveAct.REVEALS) == before.audit.count(TELLER, SensitiveAct.REVEALS) + 61
    said = {}
    for language in ("zh", "en"):
        with in_language(language):
            said[language] = audit_words.sentence(line.kind, line.body, after.names, case_no=line.case_no)
            remarks = [permission_words.remark(one, after.names, after.letters) for one in after.audit.remarks]
            said[language] += " | " + " | ".join(one for one in remarks if "61" in one)
    assert said["zh"].startswith(f"查看 {line.case_no} 的文本附件（已遮盖）：本人经办案件 | ")
    assert said["zh"].endswith("查看案件附件 61 个")
    assert said["en"].startswith(
        f"Saw a file of {line.case_no}, its text masked: as the person in charge of the case | "
    )
    assert "looked at 61 files of cases on" in said["en"]
    assert not [secret for secret in SECRETS if secret in str(said)]


def test_an_entry_is_explained(branch: RealBranch) -> None:
    busy(branch)
    desk = branch.desk(AUDITOR)
    desk.vault = branch.vault
    lines = listed(branch).lines
    signed = next(line for line in lines if line.signature)
    told = explain_entry(desk, signed.key)
    assert isinstance(told, Explained)
    assert (told.device_letter, told.is_of_this_pc) == ("A", True)
    assert told.signer == signed.actor
    assert signed.signature == "good"
    assert told.entry.hash == signed.hash
    assert find_entry(desk, signed.key.origin) == signed.key
    assert find_entry(desk, "what.ever") is None


def test_the_list_leaves_the_house_with_a_mark_and_an_entry(branch: RealBranch, tmp_path: Path) -> None:
    busy(branch)
    before = branch.entries()
    path = tmp_path / "list.csv"
    taken = take_out_audit(branch.desk(AUDITOR), NOVEMBER, Given("for_superior"), path)
    assert taken == before
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert AUDITOR in rows[0][0]
    assert "2026-11-20 14:32" in rows[0][0]
    assert len(rows) == before + 2
    assert not [secret for secret in SECRETS if secret in data.decode()]
    last = listed(branch).lines[0]
    assert (last.kind, last.body["what"], last.body["count"]) == ("data_taken_out", "list", before)
    refused = take_out_audit(branch.desk(AUDITOR), NOVEMBER, Given(""), tmp_path / "other.csv")
    assert isinstance(refused, Refusal)
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-3", "@x", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert plain_cell(cell) == f"'{cell}"
    assert plain_cell("1=1") == "1=1"


def audited(branch: RealBranch) -> PermissionReading:
    desk = branch.desk(SUPERVISOR)
    desk.vault = branch.vault
    found = read_permissions(desk, NOVEMBER.first, NOVEMBER.last)
    assert isinstance(found, PermissionReading), found
    return found


def test_the_permission_audit_counts_what_was_done(branch: RealBranch) -> None:
    busy(branch)
    reading = audited(branch)
    audit = reading.audit
    assert audit.count(TELLER, SensitiveAct.REVEALS) == 1
    assert audit.count(TELLER, SensitiveAct.REFUSED) == 1
    assert Right.REVEAL not in audit.unused[TELLER]
    assert Right.CLOSE not in audit.unused[HANDLER]
    assert Right.MANAGE_PEOPLE in audit.unused[SUPERVISOR]
    assert [(one.people, reading.letters[one.device]) for one in audit.stations] == [(((TELLER, 1),), "A")]
    assert {one.staff_no for one in audit.holders} >= {TELLER, HANDLER, SUPERVISOR, AUDITOR}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_permission_audit_as_paper_and_as_data(branch: RealBranch, tmp_path: Path, language: str) -> None:
    busy(branch)
    desk = branch.desk(SUPERVISOR)
    reading = audited(branch)
    with in_language(language):
        pdf = permissions_paper(desk, reading)
        text = "".join(page_text(pdf, page) for page in range(page_count(pdf)))
        assert all(one.name in text for one in reading.audit.holders)
        assert SUPERVISOR in text
        table = permissions_csv(reading).decode("utf-8-sig")
    assert not [secret for secret in SECRETS if secret in text + table]
    data = json.loads(permissions_json(reading))
    teller = next(one for one in data["people"] if one["staff_no"] == TELLER)
    assert teller["acts"]["reveals"] == 1
    before = branch.entries()
    job = desk.store.print_queue.job(print_permissions(desk, reading))
    assert job is not None
    assert (job.title, job.media) == ("QX0102-20261120", "a4")
    size = take_out_permissions(desk, reading, Given("for_superior"), tmp_path / "audit.json")
    assert size == (tmp_path / "audit.json").stat().st_size
    assert branch.entries() == before + 3
    kinds = [line.kind for line in listed(branch).lines[:3]]
    assert sorted(kinds) == ["data_taken_out", "permissions_audited", "permissions_audited"]


# -- deleted cases ----------------------------------------------------------------------------------------------------


def test_a_deleted_case_is_found_by_its_number(tmp_path: Path) -> None:
    with pcs(tmp_path, "AB") as (hub, (first, second)):
        case, other = first.closed(), first.closed()
        seen = {"case_id": case.case_id, "what": ["phone"], "reason": "call_customer", "note": ""}
        note(first.desk(TELLER), book_entry(BookKind.DETAILS_REVEALED, **seen))
        hub.level(first.store, second.store)
        assert purge(first.desk(), [case.case_id, other.case_id]) == Purged(2)
        hub.level(first.store, second.store)
        apply_purges(second.desk())
        wanted = AuditFilter(LONG_AGO.date(), NOW.date(), case_no=case.case_no.replace("-", "").lower())
        for pc in (first, second):
            found = read_audit(pc.desk(AUDITOR), wanted)
            assert isinstance(found, AuditList), found
            assert found.deleted is not None
            assert (found.deleted.case_no, found.deleted.by, found.deleted.at) == (case.case_no, SUPERVISOR, NOW)
            assert found.deleted.entries == found.count == case.version + 1
            assert (found.deleted.first_at, found.deleted.last_at) == (found.lines[-1].at, found.lines[0].at)
            assert {line.case_no for line in found.lines} == {case.case_no}
            assert {line.has_body for line in found.lines} == {False}
            (line,) = read_audit_window(pc.desk(AUDITOR), found.query, found.lines[0].key, limit=1)
            assert line.case_no == case.case_no
            told = explain_entry(pc.desk(AUDITOR), line.key)
            assert isinstance(told, Explained)
            assert told.entry.line.case_no == case.case_no
            refusal = open_case_by_number(pc.desk(AUDITOR), case.case_no)
            assert isinstance(refusal, Refusal)
            assert refusal.code == ReasonCode.CASE_PURGED
        assert take_out_audit(first.desk(AUDITOR), wanted, Given("for_superior"), tmp_path / "list.csv") == found.count
        assert (tmp_path / "list.csv").read_text("utf-8-sig").count(case.case_no) == found.count
        (deletion,) = read_audit_window(second.desk(AUDITOR), EVERY_DELETION, None, limit=9)
        said = dict(audit_words.fields(deletion.kind, deletion.body, {}))
        assert case.case_no in "".join(said.values())
        assert other.case_no in "".join(said.values())


def test_a_deletion_that_does_not_count_names_no_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PC that was tampered with names a deleted case by the number of another one."""
    with pcs(tmp_path, "AB") as (hub, (first, second)):
        case = first.closed()
        hub.level(first.store, second.store)
        assert purge(first.desk(), [case.case_id]) == Purged(1)
        (order,) = first.store.purging.orders_naming(case.case_no)
        number = make("0102", 2026, "A", 99)
        said = [replace(order.cases[0], case_no=number).body()]
        monkeypatch.setattr("app.domain.entry.SIGNED_BOOK_KINDS", frozenset())
        note(first.desk(), book_entry(BookKind.CASES_PURGED, cases=said, rule_version="x"))
        monkeypatch.undo()
        note(first.desk(TELLER), book_entry(BookKind.CASES_PURGED, cases=said, rule_version="x"))
        assert len(first.store.purging.orders_naming(number)) == 2
        refused = read_audit(first.desk(AUDITOR), AuditFilter(LONG_AGO.date(), NOW.date(), case_no=number))
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.problems[0].field) == (ReasonCode.CASE_NO_NOT_HERE, "case_no")
        with in_language("en"):
            assert "it may also have been deleted" in refusal_text(refused)
