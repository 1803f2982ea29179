#!/usr/bin/env python3
"""Processes and threads where containers usually run: the tests of both once more, under the filter of system calls that
container engines set by default. It refuses clone3, for whose flags it cannot look, and all that makes namespaces."""

import ctypes
import errno
import os
import struct
import sys
import unittest

CLONE, PERSONALITY, PIVOT_ROOT, MOUNT, UMOUNT, UNSHARE, SETNS, CLONE3 = 56, 135, 155, 165, 166, 272, 308, 435
NAMESPACE_FLAGS = 0x7E020000

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
LOAD, JUMP_IF_EQUAL, JUMP_IF_SET, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
NUMBER, FIRST_ARGUMENT = 0, 16    # offsets in struct seccomp_data


def install_filter():
    """For this process and all that it starts."""
    program = [(LOAD, 0, 0, NUMBER)]
    for call in (PERSONALITY, PIVOT_ROOT, MOUNT, UMOUNT, UNSHARE, SETNS):
        program += [(JUMP_IF_EQUAL, 0, 1, call), (RETURN, 0, 0, ERRNO | errno.EPERM)]
    program += [(JUMP_IF_EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    program += [(JUMP_IF_EQUAL, 0, 3, CLONE), (LOAD, 0, 0, FIRST_ARGUMENT), (JUMP_IF_SET, 0, 1, NAMESPACE_FLAGS),
                (RETURN, 0, 0, ERRNO | errno.EPERM)]
    program.append((RETURN, 0, 0, ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *instruction) for instruction in program))
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, 2, ctypes.c_char_p(header), 0, 0)):
        if libc.prctl(*arguments) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


if __name__ == "__main__" and len(sys.argv) > 1:
    install_filter()

# Under the filter already: what they find possible or not, they find at once.
import support  # noqa: E402
from process_test import *  # noqa: E402, F403
from thread_test import *  # noqa: E402, F403


class Filter(unittest.TestCase):
    def test_is_on(self):
        libc = ctypes.CDLL(None, use_errno=True)
        self.assertEqual((libc.syscall(CLONE3, None, 0), ctypes.get_errno()), (-1, errno.ENOSYS))


if __name__ == "__main__":
    support.main()
