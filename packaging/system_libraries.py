"""What the operating system must bring: how each thing is noticed, which Debian package holds it, how it is installed.

Things are looked for as the program will look for them (load the library, find the command), not in a package list, so
that any Linux that has them will do.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))


@dataclass(frozen=True)
class Need:
    """A Debian package and the library (.so), command or /path that proves it is there."""

    package: str
    proof: str
    is_optional: bool = False

    def is_met(self) -> bool:
        """Whether the thing is there."""
        if self.proof.startswith("/"):
            return Path(self.proof).exists()
        if ".so" in self.proof:
            try:
                ctypes.CDLL(self.proof)
            except OSError:
                return False
            return True
        return shutil.which(self.proof, path=SYSTEM_PATH) is not None


def _venv_needs() -> tuple[Need, ...]:
    """Debian keeps what `python -m venv` needs in a package of its own."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    ensurepip = Path(os.__file__).parent / "ensurepip"
    is_debian_python = sys.base_prefix == "/usr" and Path("/etc/debian_version").exists()
    return (Need(f"python{version}-venv", str(ensurepip)),) if is_debian_python else ()


# What Qt's libraries and its xcb platform name as needed (readelf -d over PySide6-Essentials 6.11).
_QT_NEEDS = (
    Need("libegl1", "libEGL.so.1"),
    Need("libgl1", "libGL.so.1"),
    Need("libfontconfig1", "libfontconfig.so.1"),
    Need("libfreetype6", "libfreetype.so.6"),
    Need("libdbus-1-3", "libdbus-1.so.3"),
    Need("libglib2.0-0", "libgthread-2.0.so.0"),
    Need("libgssapi-krb5-2", "libgssapi_krb5.so.2"),
    Need("libx11-6", "libX11.so.6"),
    Need("libx11-xcb1", "libX11-xcb.so.1"),
    Need("libxkbcommon0", "libxkbcommon.so.0"),
    Need("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    Need("libxcb-cursor0", "libxcb-cursor.so.0"),
    Need("libxcb-icccm4", "libxcb-icccm.so.4"),
    Need("libxcb-image0", "libxcb-image.so.0"),
    Need("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    Need("libxcb-randr0", "libxcb-randr.so.0"),
    Need("libxcb-render-util0", "libxcb-render-util.so.0"),
    Need("libxcb-render0", "libxcb-render.so.0"),
    Need("libxcb-shape0", "libxcb-shape.so.0"),
    Need("libxcb-shm0", "libxcb-shm.so.0"),
    Need("libxcb-sync1", "libxcb-sync.so.1"),
    Need("libxcb-util1", "libxcb-util.so.1"),
    Need("libxcb-xfixes0", "libxcb-xfixes.so.0"),
    Need("libxcb-xkb1", "libxcb-xkb.so.1"),
)

_TEST_NEEDS = (
    Need("xvfb", "Xvfb"),
    Need("xdotool", "xdotool"),
    Need("openbox", "openbox"),
    Need("x11-utils", "xwininfo"),
    Need("xclip", "xclip"),
    Need("ibus", "ibus-daemon"),
    Need("ibus-libpinyin", "/usr/share/ibus/component/libpinyin.xml"),
    Need("dbus", "dbus-daemon"),
    Need("gnome-keyring", "gnome-keyring-daemon"),
    Need("libsecret-tools", "secret-tool"),
    Need("cups", "cupsd"),
    Need("cups-client", "lp"),
    Need("cups-filters", "/usr/lib/cups/filter/pdftopdf"),
    Need("poppler-utils", "pdftotext"),
    Need("qpdf", "qpdf"),
    Need("git", "git"),
    Need("gcc", "cc"),  # records what a process writes, to replay power cuts (tests/support/power_cut.c)
    Need("libc6-dev", "/usr/include/stdio.h"),
)


def needs_for(level: str) -> tuple[Need, ...]:
    """What "run" or "test" needs on this system; nothing outside Linux, where the wheels bring everything.

    Without lp the papers wait in the print queue, so the desk starts without it.
    """
    if sys.platform != "linux":
        return ()
    if level == "test":
        return _venv_needs() + _QT_NEEDS + _TEST_NEEDS
    return (*_venv_needs(), *_QT_NEEDS, Need("cups-client", "lp", is_optional=True))


def missing(level: str) -> tuple[Need, ...]:
    """The needs of `level` that are not met."""
    return tuple(need for need in needs_for(level) if not need.is_met())


def apt_command(needs: tuple[Need, ...]) -> str:
    """The one command that a person types to install `needs`."""
    packages = " ".join(sorted({need.package for need in needs}))
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}"


def privilege() -> list[str] | None:
    """The words to put before apt-get: none as root, sudo where it asks nothing, None where it may not be used."""
    if sys.platform == "win32" or shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def install(needs: tuple[Need, ...], before: list[str]) -> str:
    """Install `needs` through apt-get; returns "" or what apt-get said last when it failed."""
    packages = sorted({need.package for need in needs})
    words = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    steps = (
        [*words, "-o", "Acquire::Retries=3", "update"],
        [*words, "-o", "Acquire::Retries=3", "install", "-y", "--no-install-recommends", *packages],
    )
    for step in steps:
        done = subprocess.run(
            step, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode:
            return "\n".join(done.stdout.strip().splitlines()[-15:])
    return ""
