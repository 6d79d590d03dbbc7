"""Files are added, looked at, given out, and told apart from those that are on another PC."""

from __future__ import annotations

import hashlib

import pytest
from support.cases import AUDITOR, HANDLER, TELLER_2
from support.files import PLACE, located, pdf, picture
from support.real_desk import RealBranch, done, refused

from app.domain.disclosure import Given
from app.operations.attach import (
    ExportedFile,
    Preview,
    attach,
    attachment_standing,
    attachments_here,
    export_attachment,
    open_attachment,
    preview_attachment,
)
from app.store.verify import verify

FOR_CUSTOMER = Given("for_customer")
NOWHERE = "01890a5d-ac96-774b-bcce-b302099a8057"


def test_a_picture_is_added_seen_and_given_out_without_its_place(branch: RealBranch) -> None:
    desk, case = branch.desk(), branch.register()
    data = located("image/jpeg")
    view = done(attach(desk, case.case_id, data, "IMG\u202e_0001.exe", "客户手机拍摄"))
    (attachment,) = view.case.attachments
    assert (attachment.name, attachment.media_type, attachment.size) == ("IMG_0001.jpg", "image/jpeg", len(data))
    assert (attachment.note, attachment.sha256) == ("客户手机拍摄", hashlib.sha256(data).hexdigest())
    assert open_attachment(desk, case.case_id, attachment.sha256) == data
    preview = preview_attachment(desk, case.case_id, attachment.sha256, 20)
    assert isinstance(preview, Preview)
    assert [page.width for page in preview.pages] == [20]
    given = export_attachment(branch.desk(HANDLER), case.case_id, attachment.sha256, FOR_CUSTOMER)
    assert isinstance(given, ExportedFile)
    assert given.name == "IMG_0001.jpg"
    assert PLACE in data
    assert PLACE not in given.data
    assert "IMG" not in repr(given)
    assert verify(desk.store).is_sound


def test_a_pdf_and_a_letter_are_shown(branch: RealBranch) -> None:
    desk, case = branch.desk(), branch.register()
    done(attach(desk, case.case_id, pdf(pages=3), "合同.pdf"))
    branch.later(minutes=1)
    view = done(attach(desk, case.case_id, "请退还年费。".encode("gb18030"), "来信.txt"))
    contract, letter = (attachment.sha256 for attachment in view.case.attachments)
    preview = preview_attachment(desk, case.case_id, contract, 100, 5, 1)
    assert isinstance(preview, Preview)
    assert (len(preview.pages), preview.first, preview.text) == (2, 1, "")
    preview = preview_attachment(desk, case.case_id, letter, 100)
    assert isinstance(preview, Preview)
    assert (preview.pages, preview.text) == ((), "请退还年费。")
    assert "年费" not in repr(preview)


def test_what_may_harm_is_refused_and_nothing_is_kept(branch: RealBranch) -> None:
    desk, case = branch.desk(), branch.register()
    assert refused(attach(desk, case.case_id, b"MZ" + bytes(99), "照片.jpg")).code == "attachment_program"
    assert refused(attach(desk, NOWHERE, picture(), "a.jpg")).code == "case_not_found"
    assert refused(attach(branch.desk(AUDITOR), case.case_id, picture(), "a.jpg")).code == "no_right"
    with desk.store.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM attachment_blob").scalar() == 0


def test_a_file_of_another_pc_is_named_and_comes_when_it_is_added_here(branch: RealBranch) -> None:
    desk, case = branch.desk(), branch.register()
    data = picture("image/png")
    view = done(attach(desk, case.case_id, data, "a.png"))
    sha256 = view.case.attachments[0].sha256
    with desk.store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM attachment_blob")
    for outcome in (
        open_attachment(desk, case.case_id, sha256),
        preview_attachment(desk, case.case_id, sha256, 50),
        export_attachment(branch.desk(HANDLER), case.case_id, sha256, FOR_CUSTOMER),
    ):
        assert refused(outcome).code == "attachment_not_here"
    assert [one.is_here for one in attachment_standing(desk, case.case_id).values()] == [False]
    assert attachments_here(desk, frozenset((sha256,))) == frozenset()
    branch.later(minutes=1)
    again = done(attach(branch.desk(TELLER_2), case.case_id, data, "b.png"))
    assert again.case.version == view.case.version
    assert open_attachment(desk, case.case_id, sha256) == data
    assert attachments_here(desk, frozenset((sha256,))) == {sha256}
    standing = attachment_standing(desk, case.case_id)[sha256]
    assert (standing.is_here, standing.is_at_headquarters, standing.size) == (True, False, len(data))
    assert attachment_standing(desk, NOWHERE) == {}


def test_files_of_other_cases_stay_with_them(branch: RealBranch) -> None:
    desk, case = branch.desk(), branch.register()
    other = branch.register()
    view = done(attach(desk, case.case_id, picture(), "a.jpg"))
    sha256 = view.case.attachments[0].sha256
    assert refused(open_attachment(desk, other.case_id, sha256)).code == "unknown_attachment"
    assert refused(open_attachment(desk, NOWHERE, sha256)).code == "case_not_found"


@pytest.mark.parametrize("kind", ["content = x'4d5a'", "content = zeroblob(3)"])
def test_bytes_that_changed_are_not_given_out(branch: RealBranch, kind: str) -> None:
    desk, case = branch.desk(), branch.register()
    view = done(attach(desk, case.case_id, picture(), "a.jpg"))
    with desk.store.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE attachment_blob SET {kind}")
    assert refused(open_attachment(desk, case.case_id, view.case.attachments[0].sha256)).code == "attachment_damaged"
