"""What can go wrong between a branch and its headquarters. The words for the codes are in app/language/sync_reasons.

SyncError
    OfflineError               nobody answers
    NotHeadquartersError       somebody answers who is not headquarters: captive portal, gateway, another certificate
    BusyError                  headquarters asks to come back later
    RefusedError               headquarters says no, with its code
    ForgedReceiptError         a receipt that is not headquarters' or not for this log
    BrokenFeedError            a page that does not continue what was read
    ForkedLogError             this device's log exists twice
"""

from __future__ import annotations

from app.system.errors import KnownError


class SyncError(KnownError):
    """Synchronisation did not come through. Everything recorded here is kept and will be sent."""

    code = "sync_failed"


class OfflineError(SyncError):
    """Headquarters can't be reached: no network, no such name, refused, or silent for too long."""

    code = "sync_offline"


class NotHeadquartersError(SyncError):
    """An answer without headquarters' signature, or a certificate that the bank's authority did not issue."""

    code = "sync_not_headquarters"


class BusyError(SyncError):
    """Headquarters is overloaded or being serviced. `retry_after` in seconds, 0 when it did not say."""

    code = "sync_busy"

    def __init__(self, retry_after: float = 0.0) -> None:
        super().__init__(retry_after=retry_after)
        self.retry_after = retry_after


class RefusedError(SyncError):
    """Headquarters refused. `details["reason"]` is its code."""

    code = "sync_refused"

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason=reason, status=status)
        self.reason = reason
        self.code = _OWN_CODES.get(reason, RefusedError.code)


_OWN_CODES = {
    "unknown_device": "sync_unknown_device",
    "revoked_device": "sync_revoked_device",
    "bad_signature": "sync_wrong_device_key",
    "bad_head_signature": "sync_wrong_device_key",
    "broken_chain": "sync_broken_log",
}


class ForgedReceiptError(SyncError):
    """A receipt that headquarters did not sign, or that is not for what this device holds."""

    code = "sync_forged_receipt"


class BrokenFeedError(SyncError):
    """A feed page with a gap, a wrong chain, or entries that this device should know and doesn't."""

    code = "sync_broken_feed"


class ForkedLogError(SyncError):
    """Headquarters holds other entries under the numbers of this device's own: a copied or tampered database.

    Both versions are kept; a new epoch was begun, so that recording and sending go on.
    """

    code = "sync_forked"
