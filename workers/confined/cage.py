"""The bars: what the kernel refuses to this process or thread from now on. Linux, x86-64 and ARM64.

seccomp filters (seccomp(2)) refuse system calls by number; Landlock (landlock(7)) refuses to write files and
to reach any TCP port; both pass on to whatever is started from here. Where a kernel or a machine has
neither, the limits of resources still hold, and `bars` says what is missing.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
import struct
from collections.abc import Iterable
from dataclasses import dataclass

_libc = ctypes.CDLL(None, use_errno=True)
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2

_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": {
        "socket": 41, "socketpair": 53, "connect": 42, "bind": 49, "io_uring_setup": 425,
        "execve": 59, "execveat": 322, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
        "kill": 62, "bpf": 321, "userfaultfd": 323, "keyctl": 250, "mount": 165, "unshare": 272,
    },
    "aarch64": {
        "socket": 198, "socketpair": 199, "connect": 203, "bind": 200, "io_uring_setup": 425,
        "execve": 221, "execveat": 281, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271,
        "kill": 129, "bpf": 280, "userfaultfd": 282, "keyctl": 219, "mount": 40, "unshare": 97,
    },
}  # fmt: skip
NETWORK = ("socket", "socketpair", "connect", "bind", "io_uring_setup")
OTHERS = (
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "bpf",
    "userfaultfd",
    "keyctl",
    "mount",
    "unshare",
)
PROGRAMS = ("execve", "execveat", "kill")

_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_X32 = 0x40000000
_JUMP_AT_LEAST = 0x35

_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_LANDLOCK_VERSION = 1
_WRITES = 0b1_1111_1111_0010
"""Landlock ABI 1: all but execute, read file, read directory."""
_REFERS, _TRUNCATES = 1 << 13, 1 << 14
_TCP = 0b11


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of address space, largest file that may be written (0: none), files open at a time."""

    memory: int
    largest_file: int | None = None
    files: int | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """What could be put up here."""

    calls: bool
    landlock: bool


def limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limits.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.largest_file, limits.largest_file))
    if limits.files is not None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limits.files, limits.files))


def refuse(calls: Iterable[str]) -> bool:
    """The calling thread, and what is started from it, get EPERM for these; False where it cannot be done."""
    machine = platform.machine()
    numbers = _NUMBERS.get(machine)
    if numbers is None or _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    program = _program(_ARCHITECTURE[machine], sorted(numbers[call] for call in calls))
    code = ctypes.create_string_buffer(program, len(program))
    given = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    return bool(_libc.prctl(_SET_SECCOMP, _FILTER, ctypes.c_char_p(given), 0, 0) == 0)


def _program(architecture: int, refused: list[int]) -> bytes:
    """Classic BPF: another architecture's calls end the process, those refused get EPERM, the rest pass."""
    refusal = _REFUSE | errno.EPERM
    steps = [
        (_LOAD, 0, 0, 4),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_JUMP_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, refusal),
    ]
    for number in refused:
        steps += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, refusal)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def read_only() -> bool:
    """This thread and what it starts write no file and reach no port any more; False where it cannot be."""
    version = _libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(_LANDLOCK_VERSION))
    if version < 1:
        return False
    files = _WRITES | (_REFERS if version >= 2 else 0) | (_TRUNCATES if version >= 3 else 0)
    rules = struct.pack("QQ", files, _TCP) if version >= 4 else struct.pack("Q", files)
    held = _libc.syscall(
        _LANDLOCK_CREATE, ctypes.c_char_p(rules), ctypes.c_size_t(len(rules)), ctypes.c_uint(0)
    )
    if held < 0 or _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(_libc.syscall(_LANDLOCK_RESTRICT, ctypes.c_int(held), ctypes.c_uint(0)) == 0)


def lock_up(limits: Limits) -> Bars:
    """All bars at once, for a process that only decodes."""
    limit(limits)
    landlock = read_only()
    return Bars(refuse((*NETWORK, *OTHERS, *PROGRAMS)), landlock)
