"""Makes the kept database of the present schema version: `python -m support.kept_store FOLDER` from tests/.

Run once when a version is released; the file is never made again afterwards.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from datetime import timedelta
from pathlib import Path

from support.cases import DECISION, HANDLER, LOCAL, RULES, SUPERVISOR, TELLER, TELLER_2, context
from support.feeds import Headquarters
from support.stores import NOON, Desk, author, identity, key_box

from app.domain.commands import (
    AddAttachment,
    AddNote,
    GiveNotice,
    RecordDecision,
    RequestExtension,
    StartHandling,
    WithdrawCase,
)
from app.domain.decide import decide
from app.store.attachments import NewBlob
from app.store.rebuild import digest
from app.store.store import Acted, Store, create_store
from app.store.tables import SCHEMA_VERSION
from app.store.verify import verify


def make(folder: Path) -> None:
    """A database with cases in every state, some at headquarters, with its key and what is expected of it."""
    key = secrets.token_bytes(32)
    path = folder / f"store-v{SCHEMA_VERSION}.db"
    path.unlink(missing_ok=True)
    store = create_store(path, key_box(key), identity("K"), RULES)
    desk = Desk(store)
    asked = desk.register(narrative="自助机吞卡，机器编号0017。", complainant_name="买买提·艾力", phone="13800138000")
    told = desk.register(TELLER_2, complainant_name="赵𬀩", channel="phone", amount="1,286.00")
    desk.register(complainant_name="John Smith", settlement="当场退还手续费 2 元", language="en")
    gone = desk.register(SUPERVISOR, complainant_name="欧阳建国", severity="key_case", repeat_of=told.case_id)
    Headquarters().level(store)
    desk.do(asked.case_id, HANDLER, StartHandling())
    desk.do(asked.case_id, HANDLER, RequestExtension("r1", LOCAL, 1, "需向总行核实扣费明细，时间不足。"))
    desk.do(told.case_id, HANDLER, RecordDecision(**{f: getattr(DECISION, f) for f in DECISION.__slots__}))
    desk.do(told.case_id, HANDLER, GiveNotice("decision", "in_person", "本人", "签收单 17"))
    desk.do(gone.case_id, TELLER, WithdrawCase("phone", "已自行解决"))
    desk.do(gone.case_id, TELLER, AddNote("补记：吞卡一事另案处理。"))
    keep_attachment(store, asked.case_id, "客户来信：吞卡。".encode())
    store.drafts.save("0217", "draft-1", {"narrative": "没写完的"}, NOON + timedelta(hours=2))
    store.print_queue.keep_paper(asked.case_id, "ack_slip", 0, "80mm", b"%PDF-1.4", NOON)
    report = verify(store)
    assert report.is_sound, report.first
    cases = sorted(filter(None, map(store.case, [c.case_id for c in store.worklist.rows(range(1, 5))])), key=str)
    expected = {
        "entries": report.entries,
        "cases": report.cases,
        "head": store.sync.log_state().head.hash.hex(),
        "digest": digest(store.database),
        "states": {case.case_no: str(case.state) for case in cases},
        "search": [hit.case_no for hit in store.search("吞卡")],
        "drafts": [draft.form for draft in store.drafts.list("0217")],
    }
    store.close()
    (folder / f"{path.stem}.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / f"{path.stem}.key.txt").write_text(key.hex() + "\n", "utf-8")


def keep_attachment(store: Store, case_id: str, content: bytes) -> None:
    """Attach a text to a case."""
    sha256 = hashlib.sha256(content).hexdigest()
    command = AddAttachment(sha256, "来信.txt", "text/plain", len(content))
    outcome = store.act(
        case_id,
        lambda case: decide(case, command, context(HANDLER, NOON)),
        author(HANDLER),
        NOON,
        blob=NewBlob(sha256, content),
    )
    assert isinstance(outcome, Acted), outcome


if __name__ == "__main__":
    make(Path(sys.argv[1]))
