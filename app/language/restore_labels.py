"""What a restore comes to, in sentences."""

from __future__ import annotations

from app.language.catalogue import _


def what_is_missing(missing: int | None, at_headquarters: int | None) -> list[str]:
    """How many of this PC's entries are not in what comes back (None: nobody can tell), and how many are elsewhere."""
    if missing is None:
        return [_("How many entries are missing can't be told here; synchronise, and headquarters sends its own.")]
    if not missing:
        return [_("No entry of this PC is missing.")]
    lines = [_("Entries missing here: {missing}.").format(missing=f"{missing:,}")]
    if at_headquarters:
        lines.append(
            _("Of these, {count} are at headquarters and come back when you synchronise.").format(
                count=f"{at_headquarters:,}"
            )
        )
    return lines


def only_here(of_cases: int, of_book: int, since: str) -> list[str]:
    """What was on this PC alone: entries of cases, which paper tells of, and of the desk's own book; and the time
    `since` which they are missing, "" where nobody knows it."""
    lines = []
    if of_cases:
        lines.append(
            _("Entries of cases that were only on this PC: {count}. Record them again from paper.").format(
                count=f"{of_cases:,}"
            )
        )
    if of_book:
        lines.append(
            _(
                "Records of the desk itself that were only on this PC (sign-ins, backups): {count}. Nothing has to be "
                "recorded again for them."
            ).format(count=f"{of_book:,}")
        )
    if lines and since:
        lines.append(_("The first missing one is of {when}.").format(when=since))
    return lines
