"""Keeping a process's memory out of crash dumps and away from other programs of the same person.

Every process of ours that holds customer data calls it itself: a core limit is handed down to children, "not dumpable"
is not (Linux gives it back at every exec), and where dumps go into a pipe the limit alone stops nothing.
Nothing here stops an administrator, and memory that the system swaps out is not covered: encrypt the disk.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable

_PR_SET_DUMPABLE = 4
_PT_DENY_ATTACH = 31

# of Windows
_SEM_FAILCRITICALERRORS, _SEM_NOGPFAULTERRORBOX = 0x1, 0x2
_WER_FAULT_REPORTING_FLAG_NOHEAP = 0x1
_DACL_SECURITY_INFORMATION = 0x4
_SDDL_REVISION_1 = 1
_OWNER_MAY = "D:P(A;;0x101001;;;OW)(A;;GA;;;SY)"
"""The person's other programs may end this process, wait for it and ask for its state; not read its memory, and not
change this list. The system may everything."""


def harden_process() -> tuple[str, ...]:
    """Switch off crash dumps and reading by debuggers, and make new files private. The names of what took effect.

    A crashed desk leaves customer data in a core file otherwise (security.md 3.7; the measures are those of KeePassXC,
    1.1). What a system lacks is left out without complaint.
    """
    os.umask(0o077)
    measures: list[tuple[str, Callable[[], bool]]] = [("core_limit", _forbid_core_files)]
    if sys.platform.startswith("linux"):
        measures.append(("not_dumpable", _forbid_dumping))
    elif sys.platform == "darwin":
        measures.append(("no_debugger", _forbid_debuggers))
    elif sys.platform == "win32":
        measures += [("no_error_report", _forbid_error_reports), ("closed_memory", _close_memory)]
    return ("umask", *(name for name, take in measures if take()))


def _forbid_core_files() -> bool:
    if sys.platform == "win32":
        return False
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    return True


def _forbid_dumping() -> bool:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return bool(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def _forbid_debuggers() -> bool:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return bool(libc.ptrace(_PT_DENY_ATTACH, 0, None, 0) == 0)
    except (OSError, AttributeError):
        return False


def _forbid_error_reports() -> bool:
    """No dump by Windows Error Reporting; should one be made all the same, none of the heap."""
    if sys.platform != "win32":
        return False
    try:
        kernel = ctypes.WinDLL("kernel32")
        kernel.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
        return bool(ctypes.WinDLL("wer").WerSetFlags(_WER_FAULT_REPORTING_FLAG_NOHEAP) == 0)
    except (OSError, AttributeError):
        return False


def _close_memory() -> bool:
    """Give the process an access list without reading and writing of its memory."""
    if sys.platform != "win32":
        return False
    try:
        kernel, advapi = ctypes.WinDLL("kernel32"), ctypes.WinDLL("advapi32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.LocalFree.argtypes = [ctypes.c_void_p]
        advapi.SetKernelObjectSecurity.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p]
        described = ctypes.c_void_p()
        if not advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            ctypes.c_wchar_p(_OWNER_MAY), _SDDL_REVISION_1, ctypes.byref(described), None
        ):
            return False
        try:
            process = kernel.GetCurrentProcess()
            return bool(advapi.SetKernelObjectSecurity(process, _DACL_SECURITY_INFORMATION, described))
        finally:
            kernel.LocalFree(described)
    except (OSError, AttributeError):
        return False
