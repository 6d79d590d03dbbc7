"""A package with headquarters' signed staff directory: it says whose the keys are, and nobody else can."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import cbor2
import pytest
from support.cases import at
from support.evidence import checker, desk_of, files_of, finding, package, resealed, worked_case
from support.feeds import HUB_KEY, Headquarters, sealed_directory
from support.real_desk import RealBranch

from app.domain.case import Case
from app.domain.directory import DirectoryKey, Listed, StaffDirectory
from app.hub.receipts import HubKey
from app.journal.published import Published, encode_published
from app.journal.staff_directory import seal_directory, version_name
from app.journal.suites import INTERNATIONAL
from app.journal.wire import NoticeKind

ISSUED = at("2026-11-20 09:00")


def directory_of(branch: RealBranch) -> StaffDirectory:
    """Everybody of the branch with the keys that they have."""
    people = tuple(Listed(one.person, (DirectoryKey(one.key_id, one.sign_public),)) for one in branch.vault.directory())
    return StaffDirectory("0102", 1, ISSUED, 3, people, ())


def publish(branch: RealBranch, hq: Headquarters, directory: StaffDirectory) -> None:
    """Headquarters' directory comes to the branch in its feed."""
    desk_of(branch)  # headquarters' key is known from the first contact
    item = Published("directory", version_name(directory.number), ISSUED.date(), sealed_directory(directory))
    hq.notice(NoticeKind.REFERENCE, encode_published(item))
    hq.level(branch.store)


def worked(branch: RealBranch) -> tuple[Case, dict[str, bytes]]:
    """A worked case and the files of its package, the directory among them."""
    case, hq = worked_case(branch)
    publish(branch, hq, directory_of(branch))
    return case, files_of(package(branch, case))


def test_keys_are_vouched_for_by_headquarters(branch: RealBranch) -> None:
    case, files = worked(branch)
    assert "directory.cbor" in files
    said = [en for _, en in checker().check(package(branch, case), HUB_KEY)]
    assert f"{len(branch.vault.directory())} keys are vouched for by headquarters' directory." in said
    assert not any("does not list" in line for line in said)


def test_who_is_not_listed_is_named(branch: RealBranch) -> None:
    case, hq = worked_case(branch)
    full = directory_of(branch)
    publish(branch, hq, replace(full, people=tuple(one for one in full.people if one.person.staff_no != "0301")))
    said = [en for _, en in checker().check(package(branch, case), HUB_KEY)]
    assert "With keys that headquarters' directory does not list: 0301." in said


def _by_a_stranger(branch: RealBranch, files: dict[str, bytes]) -> None:
    stranger = HubKey(b"s" * 32)
    files["directory.cbor"] = seal_directory(directory_of(branch), stranger.sign_directory, INTERNATIONAL)


def _another_word(branch: RealBranch, files: dict[str, bytes]) -> None:
    del branch
    parts = cbor2.loads(files["directory.cbor"])
    parts["content"] = parts["content"].replace(b'"0301"', b'"0302"')
    files["directory.cbor"] = cbor2.dumps(parts)


def _another_branch(branch: RealBranch, files: dict[str, bytes]) -> None:
    files["directory.cbor"] = sealed_directory(
        replace(
            directory_of(branch),
            branch="0103",
            people=tuple(
                replace(one, person=replace(one.person, branch="0103")) for one in directory_of(branch).people
            ),
        )
    )


def _another_owner(branch: RealBranch, files: dict[str, bytes]) -> None:
    """The keys of two people, each said to be the other's."""
    _in_manifest(branch, files, lambda one, other: (other, one))


def _another_key(branch: RealBranch, files: dict[str, bytes]) -> None:
    """A key made up under the short name of one that headquarters has listed."""

    def forged(one: list[dict[str, str]], other: list[dict[str, str]]) -> tuple[object, object]:
        return one, [{**other[0], "key": "11" * 32}]

    _in_manifest(branch, files, forged)


def _in_manifest(branch: RealBranch, files: dict[str, bytes], change: Callable[..., tuple[object, object]]) -> None:
    """Change the keys of two people who signed nothing in this case and do not seal the package."""
    del branch
    manifest = json.loads(files["manifest.json"])
    idle = [one for one in manifest["people"] if one["staff_no"] not in ("0301", manifest["made_by"]["staff_no"])]
    idle[0]["keys"], idle[1]["keys"] = change(idle[0]["keys"], idle[1]["keys"])
    files["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("forge", "what"),
    [
        (_by_a_stranger, "Headquarters' signature of the staff directory is wrong"),
        (_another_word, "Headquarters' signature of the staff directory is wrong"),
        (_another_branch, "The staff directory is another branch's"),
        (_another_owner, "A key is somebody else's"),
        (_another_key, "A key is somebody else's"),
    ],
)
def test_a_forged_directory_is_found_though_the_package_is_sealed_anew(
    branch: RealBranch, forge: Callable[[RealBranch, dict[str, bytes]], None], what: str
) -> None:
    _, files = worked(branch)
    assert finding(resealed(branch, dict(files))) == ""
    forge(branch, files)
    assert what in finding(resealed(branch, files))
