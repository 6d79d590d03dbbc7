"""Evidence packages for tests: a branch with a case of every kind of proof, and the checker as others will run it."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from support.cases import DECISION, HANDLER, SUPERVISOR
from support.desk_acts import add_note, record_decision, start_handling
from support.feeds import HUB_KEY, Headquarters
from support.files import picture
from support.real_desk import RealBranch, done

from app.domain.case import Case
from app.domain.disclosure import Given
from app.operations.attach import attach
from app.operations.desk import Desk
from app.operations.evidence import EvidencePackage, make_evidence, package_of
from app.operations.make_paper import MadePaper, make_slip
from app.store.directories import pin_headquarters
from app.system.resources import resource_path

REASON = Given("for_authority", "法院调取")


@cache
def checker() -> ModuleType:
    """The stand-alone program as a module."""
    path = resource_path("evidence/check_evidence.py")
    spec = importlib.util.spec_from_file_location("check_evidence", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def finding(package: bytes, key: bytes | None = HUB_KEY) -> str:
    """What the checker objects to, in English; "" for nothing."""
    module = checker()
    try:
        module.check(package, key)
    except module.NotProvenError as fails:
        return str(fails)
    return ""


def files_of(package: bytes) -> dict[str, bytes]:
    """The files in a package."""
    return dict(checker().unzip(package))


def desk_of(branch: RealBranch, who: str = SUPERVISOR) -> Desk:
    """The desk with its vault, and headquarters known."""
    desk = branch.desk(who)
    desk.vault = branch.vault
    pin_headquarters(desk.store.database, HUB_KEY)
    return desk


def worked_case(branch: RealBranch) -> tuple[Case, Headquarters]:
    """A case with a paper, a file and a signed decision; headquarters has receipted all but what came last."""
    hq = Headquarters()
    other = branch.register()
    case = branch.register()
    assert isinstance(make_slip(branch.desk(), case.case_id), MadePaper)
    done(attach(branch.desk(), case.case_id, picture("image/jpeg"), "照片.jpg"))
    branch.later(minutes=1)
    done(add_note(branch.desk(), other.case_id, "另案的话"))
    done(start_handling(branch.desk(HANDLER), case.case_id))
    hq.take(branch.store)
    branch.later(minutes=1)
    done(add_note(branch.desk(), other.case_id, "另案又一句"))
    done(record_decision(branch.desk(HANDLER), case.case_id, DECISION))
    hq.take(branch.store)
    branch.later(minutes=1)
    done(add_note(branch.desk(HANDLER), case.case_id, "客户来电询问进度"))
    done(add_note(branch.desk(), other.case_id, "另案第三句"))
    found = branch.store.case(case.case_id)
    assert found is not None
    return found, hq


def package(branch: RealBranch, case: Case) -> bytes:
    """The package of a case, without putting it on record."""
    return package_of(desk_of(branch), case, branch.clock.now())


def taken_out(branch: RealBranch, case: Case, who: str = SUPERVISOR) -> EvidencePackage:
    """The package as a person takes it out."""
    made = make_evidence(desk_of(branch, who), case.case_id, REASON)
    assert isinstance(made, EvidencePackage), made
    return made


def resealed(branch: RealBranch, files: dict[str, bytes]) -> bytes:
    """What somebody with this device's key and a person's key makes of other files: every list and seal is anew."""
    import json

    from app.journal.evidence import Sealer, sealed_package

    desk = desk_of(branch)
    facts = json.loads(files["manifest.json"])
    for name in ("files", "format", "version", "suite"):
        del facts[name]
    content = {name: data for name, data in files.items() if name not in ("manifest.json", "seal.cbor")}
    device = Sealer(branch.vault.device_sign, branch.vault.suite)
    person = Sealer(desk.session.sign, desk.session.suite)
    return sealed_package(facts, content, device, person, desk.session.signer_key_id)


def write(folder: Path, data: bytes) -> Path:
    """The package as a file."""
    path = folder / "package.zip"
    path.write_bytes(data)
    return path
