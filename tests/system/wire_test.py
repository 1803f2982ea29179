#!/usr/bin/env python3
"""`program --compute=ID` as whoever comes may call it: bytes that are no arguments of this call end with exit code 64, a
message that says why, and no user code run."""

import random
import re
import struct

import support
from support import SystemTest

HEADER = struct.Struct("<4sHH16sQQ")
CALL = "main.__capture_1"


class WireTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.program = self.build("frames")
        self.mark = self.folder / "mark"
        self.frame = self.frame_of(self.program)

    def frame_of(self, program):
        """A frame of arguments as the program makes it; its first argument is the path of the mark."""
        file = self.folder / "frame"
        self.assert_ended(self.run_command([program, file, self.mark]))
        return file.read_bytes()

    def call(self, frame, name=CALL, program=None):
        self.mark.unlink(missing_ok=True)
        return self.run_command([program or self.program, f"--compute={name}"], stdin=frame)

    def assert_rejected(self, result, message):
        self.assert_ended(result, code=64)
        self.assertRegex(result.err, rf"^arc: {message}\n$")
        self.assertEqual(result.out, "")
        self.assertFalse(self.mark.exists(), "user code ran")

    def with_header(self, **changes):
        fields = dict(zip(("magic", "version", "kind", "build", "fingerprint", "length"),
                          HEADER.unpack(self.frame[:HEADER.size])))
        return HEADER.pack(*(fields | changes).values()) + self.frame[HEADER.size:]


class Calls(WireTest):
    def test_the_undamaged_frame_runs(self):
        result = self.assert_ended(self.call(self.frame))
        magic, version, kind, build, _, length = HEADER.unpack(result.stdout[:HEADER.size])
        payload = result.stdout[HEADER.size:]
        self.assertEqual((magic, version, kind, build), (b"ARCW", 1, 2, self.frame[8:24]))
        self.assertEqual(length, len(payload))
        self.assertEqual(payload[8:].decode(), '["a", "bc", ""] Named("box", [1, 2, 3]) true ä 7')
        self.assertTrue(self.mark.exists())

    def test_unknown_entries(self):
        for name in ("nothing", "", "main", "main.__capture_2", "main.__capture_", CALL + "x", "x" * 5000, "%s%n", "a\nb"):
            self.assert_rejected(self.call(self.frame, name=name),
                                 f"--compute={re.escape(name[:256])}: no such entry point in this program")

    def test_entry_of_a_thread(self):
        program = self.build_text('func main() { println(thread func(p: *int64) int64 { return *p }(ThreadConfig{}, @null_ptr<int64>()).join()) }\n')
        self.assert_rejected(self.call(b"", name="main.__thread_0", program=program),
                             "the entry point takes or returns values that cannot leave their process")

    def test_every_truncation(self):
        whole = len(self.frame)
        payload = whole - HEADER.size
        for length in range(whole):
            expected = HEADER.size if length < HEADER.size else payload
            got = length if length < HEADER.size else length - HEADER.size
            self.assert_rejected(self.call(self.frame[:length]), f"truncated arguments: expected {expected} bytes, got {got}")

    def test_trailing_bytes(self):
        for extra in (b"x", self.frame, b"\0" * 1_000_000):
            self.assert_rejected(self.call(self.frame + extra), "trailing bytes behind the arguments")

    def test_arguments_larger_than_a_pipe_with_a_byte_too_many(self):
        big = self.frame[:HEADER.size + 8] + b"a" * 1_000_000
        length = len(big) - HEADER.size
        big = HEADER.pack(*HEADER.unpack(big[:HEADER.size])[:5], length) + big[HEADER.size:]
        self.assert_rejected(self.call(big + b"x"), "trailing bytes behind the arguments")
        self.assert_rejected(self.call(big[:-1]), f"truncated arguments: expected {length} bytes, got {length - 1}")

    def test_headers(self):
        self.assert_rejected(self.call(self.with_header(magic=b"ARCX")), "standard input holds no arguments of a compute call")
        self.assert_rejected(self.call(self.with_header(version=2)),
                             "arguments have wire version 2, this program understands version 1")
        for kind in (0, 2, 3, 4, 5, 0xFFFF):
            self.assert_rejected(self.call(self.with_header(kind=kind)),
                                 "standard input holds another kind of frame than arguments")
        self.assert_rejected(self.call(self.with_header(build=bytes(16))),
                             "arguments were made by another build of this program")
        self.assert_rejected(self.call(self.with_header(fingerprint=1)),
                             "arguments have another type than the entry point takes")
        for length in (2 ** 63, 2 ** 64 - 1, 2 ** 60):
            self.assert_rejected(self.call(self.with_header(length=length)), "arguments are too large")
        # A length that lies, but could be true: nothing is reserved for what does not come.
        self.assert_rejected(self.call(self.with_header(length=2 ** 33)), "truncated arguments: expected .* bytes, got .*")

    def test_foreign_input(self):
        for foreign in (b"#!/bin/sh\necho this is no frame of arguments at all\n", bytes(range(256)), b"\0" * 100,
                        b"ARC" + b"\xff" * 100):
            self.assert_rejected(self.call(foreign), "standard input holds no arguments of a compute call")

    def test_arguments_of_another_entry(self):
        self.assert_rejected(self.call(self.frame, name="main.__capture_0"),
                             "arguments have another type than the entry point takes")

    def test_arguments_of_another_build(self):
        text = (support.PROGRAMS / "frames.arc").read_text()
        changed = self.build_text(text.replace('"decode"', '"DECODE"'), name="frames")
        self.assertNotEqual(self.frame_of(changed)[8:24], self.frame[8:24])
        for program, frame in ((self.program, self.frame_of(changed)), (changed, self.frame)):
            self.assert_rejected(self.call(frame, program=program), "arguments were made by another build of this program")
        # The same source at another optimization level is another build, too.
        self.assert_rejected(self.call(self.frame_of(self.build("frames", "-O2"))),
                             "arguments were made by another build of this program")

    def test_payloads_that_are_no_values(self):
        payload = self.frame[HEADER.size:]
        at = payload.rindex(b"box") - 8 - 4     # the tag of the enum, the length of its name, the name
        unfit = "arguments do not fit the type that the entry point takes"
        def changed(position, new):
            return self.frame[:HEADER.size + position] + new + self.frame[HEADER.size + position + len(new):]
        self.assert_rejected(self.call(changed(at, struct.pack("<I", 3))), unfit)                   # no such case
        self.assert_rejected(self.call(changed(0, struct.pack("<Q", 2 ** 63))), unfit)              # a string of that length
        self.assert_rejected(self.call(changed(8, b"\xff\xfe")), unfit)                             # is not UTF-8
        flag = payload.rindex(b"\x01\xe4\x00\x00\x00\x01")
        self.assert_rejected(self.call(changed(flag, b"\x02")), unfit)                              # no bool
        self.assert_rejected(self.call(changed(flag + 1, struct.pack("<I", 0xD800))), unfit)        # no char
        self.assert_rejected(self.call(changed(flag + 5, b"\x02")), unfit)                          # no optional

    def test_any_damage_is_a_refusal_or_another_value(self):
        # Never a crash: exit code 64 before user code, or 0 for bytes that happen to be arguments. 101 is a body that was
        # given a path which cannot be written.
        chance = random.Random(20)
        outcomes = set()
        for _ in range(300):
            damaged = bytearray(self.frame)
            for _ in range(chance.randint(1, 4)):
                damaged[chance.randrange(HEADER.size, len(damaged))] = chance.choice((0, 1, 2, 0x7F, 0x80, 0xFF, chance.randrange(256)))
            result = self.call(bytes(damaged))
            self.assertIn(result.returncode, (0, 64, 101), f"{damaged.hex()}\n{result}")
            if result.returncode == 64:
                self.assertFalse(self.mark.exists())
            outcomes.add(result.returncode)
        self.assertIn(64, outcomes)
        self.assertIn(0, outcomes)


class Results(WireTest):
    """What a parent makes of bytes that are no result."""

    def decode(self, frame):
        file = self.write("result", frame)
        return self.run_command([self.program, "decode", file])

    def test_results(self):
        empty = self.frame_of(self.program)[8:24]
        frame = HEADER.pack(b"ARCW", 1, 1, empty, 0, 0)
        answer = self.assert_ended(self.call(frame, name="main.__capture_0")).stdout
        self.assertIn('{"one": [1], "many": [1, 2, 3]}', self.assert_ended(self.decode(answer)).out)
        for damaged, message in (
                (b"", "the message is empty"),
                (b"garbage, but enough of it that it could be a header", "these bytes are no Arc message"),
                (answer[:30], "truncated message: a header of 40 bytes was expected, 30 came"),
                (answer[:-1], "truncated message: "),
                (answer + b"x", "1 bytes behind the message"),
                (answer[:4] + b"\2\0" + answer[6:], "the message has wire version 2, this program understands 1"),
                (answer[:8] + b"x" * 16 + answer[24:], "the result was made by another build of this program"),
                (answer[:24] + b"x" * 8 + answer[32:], "the message holds a value of another type"),
                (answer[:HEADER.size] + b"\xff" * (len(answer) - HEADER.size), "the bytes do not fit map<string, vector<int32>>"),
        ):
            result = self.assert_ended(self.decode(damaged), code=101)
            self.assertRegex(result.err, rf"^panic: {re.escape(message)}")
            self.assertRegex(result.err, r"at frames\.arc:\d+")


if __name__ == "__main__":
    support.main()
