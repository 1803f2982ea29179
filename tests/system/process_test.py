#!/usr/bin/env python3
"""`process` children that end in every way, and what the parent learns of it."""

import os
import pathlib
import re
import signal
import unittest

import support
from support import SystemTest, wait_until


class Children(SystemTest):
    def children(self, *arguments, flags=(), **options):
        return self.run_command([self.build("children", *flags), *arguments], **options)


class Outcomes(Children):
    def test_panic_reaches_the_parent_with_message_and_trace(self):
        for flags in ((), ("-O2",)):
            result = self.assert_ended(self.children("panic", flags=flags))
            self.assertRegex(result.out, r"^Panicked: the process panicked: index 7 out of bounds for length 3\nstack trace:\n")
            # The same report in the parent's error and on standard error, where it is prefixed by its kind.
            for text in (result.out, result.err):
                self.assertRegex(text, r"main\.deep\n +at children\.arc:\d+\n")
                self.assertRegex(text, r"main\.__process_0\n +at children\.arc:\d+\n")
            self.assertRegex(result.err, r"^panic: index 7 out of bounds for length 3\n  at ")

    def test_panic_that_nobody_catches_ends_the_parent_too(self):
        result = self.assert_ended(self.children("unwaited_panic"), code=101)
        own, _, parents = result.err.partition("panic: the process panicked: nobody catches this")
        self.assertIn("panic: nobody catches this\n", own)
        self.assertIn("main.unwaited_panic", parents)
        self.assertRegex(parents, r"main\.main\n +at children\.arc:\d+\n")

    def test_exit_before_the_result(self):
        for code, message in ((0, "ended with exit code 0 before its body returned"), (3, "ended with exit code 3"),
                              (64, "ended with exit code 64"), (101, "ended with exit code 101"),
                              (255, "ended with exit code 255")):
            result = self.assert_ended(self.children("exit", code))
            self.assertEqual(result.out, f"ExitFailure: process N {message}\n")
            self.assertEqual(result.err, "said before the exit")

    def test_death_by_signal(self):
        for name in ("SIGTERM", "SIGKILL", "SIGINT", "SIGABRT", "SIGUSR1"):
            result = self.assert_ended(self.children("signal", int(getattr(signal, name))))
            self.assertRegex(result.out, rf"^Killed: process N was killed by {name}( \(core dumped\))?\n$")

    def test_crash(self):
        for flags in ((), ("-O2",)):
            result = self.assert_ended(self.children("crash", flags=flags))
            self.assertRegex(result.out, r"^Killed: process N was killed by SIGSEGV")
            # The cause reaches the parent, not only its standard error.
            self.assertIn("null dereference", result.out)
            self.assertRegex(result.err, r"fatal: SIGSEGV \(address 0x0\): null dereference\n  at children\.arc:\d+ ")

    def test_prints_do_not_mix_with_the_result(self):
        result = self.assert_ended(self.children("print"))
        self.assertEqual(result.out, "left on stdin: 0 1000 999\n")
        self.assertEqual(result.err, "".join(f"line {i}\n" for i in range(1000)) + "no newline at the end")

    def test_kill(self):
        result = self.assert_ended(self.children("kill"))
        self.assertEqual(result.out, "running true\nKilled: process N was killed by SIGKILL\nrunning false\n"
                         "Killed: process N was killed by SIGKILL\n", "asked again: the same answer")

    def test_configuration_that_cannot_be_met(self):
        result = self.assert_ended(self.children("bad_folder"), code=101)
        self.assertRegex(result.err, r'panic: cannot start ".*" \(changing to its working directory\): no such file')
        self.assertIn("main.bad_folder", result.err)
        result = self.assert_ended(self.children("bad_environment"), code=101)
        self.assertRegex(result.err, r'panic: cannot start ".*" \(preparing the arguments\): invalid argument')

    def test_place(self):
        result = self.assert_ended(self.children("place", self.folder))
        self.assertEqual(result.out, f"{os.path.realpath(self.folder)}\n")

    def test_two_hundred_at_once(self):
        result = self.assert_ended(self.children("crowd", 200))
        self.assertEqual(result.out, f"{sum(2 * i for i in range(200))}\n")

    @unittest.skipUnless(support.can_change_user(61234), "needs root of the machine, not only of a sandbox")
    def test_too_many_processes_is_an_error_not_a_hang(self):
        # RLIMIT_NPROC does not hold root back: as somebody else, whose processes are counted apart. By descriptor, since
        # the way to the file may be closed to others.
        program = os.open(self.build("children"), os.O_RDONLY)
        self.addCleanup(os.close, program)
        result = self.run_command(["setpriv", "--reuid=61234", "--regid=61234", "--clear-groups", "prlimit", "--nproc=8",
                                   f"/proc/self/fd/{program}", "crowd", 50], pass_fds=[program], cwd="/")
        self.assert_ended(result, code=101)
        self.assertRegex(result.err, r'cannot start ".*" \(creating the process\): resource temporarily unavailable')
        self.assertIn("main.crowd", result.err)

    def test_too_many_descriptors_is_an_error_not_a_hang(self):
        result = self.assert_ended(self.run_command(["prlimit", "--nofile=20", self.build("children"), "crowd", 50]), code=101)
        self.assertRegex(result.err, r"panic: .*too many open files")
        self.assertIn("main.crowd", result.err)


class Streams(Children):
    """Standard streams that are closed when the parent starts: the child gets by without, or says what it lacks."""

    def closing(self, closed):
        def close():
            for number in closed:
                os.close(number)
        return close

    def test_every_set_of_closed_streams(self):
        program = self.build("children")
        for closed in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
            with self.subTest(closed=closed):
                answer = self.folder / "answer"
                answer.unlink(missing_ok=True)
                result = self.run_command([program, "streams", answer], preexec_fn=self.closing(closed))
                self.assert_ended(result)
                self.assertEqual(answer.read_text(), "42")
                self.assertEqual(result.out, "" if 1 in closed else "to standard output\n")
                if 2 in closed:
                    self.assertEqual(result.err, "")
                else:
                    self.assertIn("to standard error\n", result.err)
                    self.assertIn("child to standard output\n", result.err)

    def test_child_without_standard_input(self):
        result = self.run_command([self.build("children"), "--compute=main.__process_0"], preexec_fn=self.closing((0,)))
        self.assert_ended(result, code=64)
        self.assertEqual(result.err, "arc: truncated arguments: expected 40 bytes, got 0\n")

    def test_output_that_nobody_reads(self):
        # A closed pipe on standard output ends the parent as it ends any filter: quietly, by SIGPIPE.
        reading, writing = os.pipe()
        os.close(reading)
        answer = self.folder / "answer"
        result = self.run_command([self.build("children"), "streams", answer], stdout=writing)
        os.close(writing)
        self.assert_ended(result, signal_number=signal.SIGPIPE)
        self.assertNotIn("panic", result.err)

    def test_full_output(self):
        with open("/dev/full", "wb") as full:
            result = self.run_command([self.build("children"), "streams", self.folder / "answer"], stdout=full)
        self.assert_ended(result, code=74)
        self.assertIn("arc: cannot write to standard output: no space left on device", result.err.lower())


class Lifetimes(Children):
    def line(self, process):
        line = process.stdout.readline().decode()
        self.assertNotEqual(line, "", process.stderr)
        return line.rstrip("\n")

    def test_children_die_with_their_parent(self):
        parent = self.start([self.build("children"), "endless"])
        child = int(re.fullmatch(r"child (\d+)", self.line(parent))[1])
        self.assertFalse(support.is_dead(child))
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        self.assertTrue(wait_until(lambda: support.is_dead(child), 20), f"child {child} outlives its parent")

    def test_grandchildren_too(self):
        file = self.folder / "grandchild"
        parent = self.start([self.build("children"), "generations", file])
        child = int(re.fullmatch(r"child (\d+)", self.line(parent))[1])
        self.assertTrue(wait_until(file.exists), "the grandchild never started")
        grandchild = int(file.read_text())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        self.assertTrue(wait_until(lambda: support.is_dead(child) and support.is_dead(grandchild), 20),
                        f"left: child {support.process_state(child)}, grandchild {support.process_state(grandchild)}")

    def test_nothing_is_left_after_a_thousand_calls(self):
        program = self.build("children", "-O2")
        parent = self.start([program, "leftovers", "0"])
        self.assertEqual(self.line(parent), "done 0")
        before = support.descriptors_of(parent.pid)
        parent.communicate(b"\n")

        parent = self.start([program, "leftovers", "1000"])
        self.assertEqual(self.line(parent), f"done {sum(range(1000))}")
        self.assertEqual(support.children_of(parent.pid), [], "zombies, or children that still run")
        self.assertEqual(support.descriptors_of(parent.pid), before)
        # Standard streams and the program's own image.
        self.assertLessEqual(len(before), 4)
        out, err = parent.communicate(b"\n")
        self.assertEqual((parent.returncode, out, err), (0, b"", b""))

    def test_a_dropped_handle_kills_and_reaps_a_detached_one_lets_run(self):
        parent = self.start([self.build("children"), "dropped"])
        dropped = int(re.fullmatch(r"dropped (\d+)", self.line(parent))[1])
        self.assertEqual(self.line(parent), "AlreadyTaken: the process was detached")
        detached = int(re.fullmatch(r"detached (\d+)", self.line(parent))[1])
        self.assertNotIn(dropped, support.children_of(parent.pid), "neither running nor a zombie")
        self.assertIn(detached, support.children_of(parent.pid))
        self.assertFalse(support.is_dead(detached))
        parent.communicate(b"\n")
        self.assertEqual(parent.returncode, 0)
        self.assertTrue(wait_until(lambda: support.is_dead(detached), 20), "a detached child still ends with its parent")

    def test_detached_children_leave_no_zombies(self):
        parent = self.start([self.build("children"), "detached", "50"])
        self.assertEqual(self.line(parent), "done")
        self.assertTrue(wait_until(lambda: support.children_of(parent.pid) == [], 20),
                        f"left: {[support.process_state(pid) for pid in support.children_of(parent.pid)]}")
        out, err = parent.communicate(b"\n")
        self.assertEqual((parent.returncode, out, err), (0, b"", b""))

    def test_children_inherit_no_descriptors(self):
        # Descriptor 9 of the parent, unmarked by whoever started it, is not for its children.
        def open_nine():
            os.dup2(os.open("/dev/null", os.O_RDONLY), 9)
            os.set_inheritable(9, True)

        parent = self.start([self.build("children"), "endless"], preexec_fn=open_nine, close_fds=False)
        child = int(re.fullmatch(r"child (\d+)", self.line(parent))[1])
        self.assertIn(9, support.descriptors_of(parent.pid))
        self.assertTrue(wait_until(lambda: b"--compute" in pathlib.Path(f"/proc/{child}/cmdline").read_bytes()))
        self.assertTrue(wait_until(lambda: 9 not in support.descriptors_of(child), 20))
        # 0 to 2 and the result stream.
        self.assertLessEqual(len(support.descriptors_of(child)), 4)

    def changed(self, change):
        """The output of a program whose file was changed by `change(path)` while it ran."""
        program = self.folder / "program"
        program.write_bytes(self.build("children").read_bytes())
        program.chmod(0o755)
        process = self.start([program, "after_change"])
        self.assertEqual(self.line(process), "ready")
        change(program)
        out, err = process.communicate(b"\n", timeout=support.TIMEOUT)
        self.assertEqual((process.returncode, err.decode()), (0, ""))
        return out.decode()

    def test_the_program_file_is_removed(self):
        self.assertEqual(self.changed(lambda program: program.unlink()), "child 0\nchild 1\nchild 2\n")

    def test_the_program_file_is_replaced(self):
        def replace(program):
            other = self.write("other", "#!/bin/sh\necho 'wrong program' >&2\n")
            other.chmod(0o755)
            os.rename(other, program)
        self.assertEqual(self.changed(replace), "child 0\nchild 1\nchild 2\n")

    def test_the_program_folder_is_renamed(self):
        def rename(program):
            os.rename(program, self.folder / "elsewhere")
        self.assertEqual(self.changed(rename), "child 0\nchild 1\nchild 2\n")

    @support.needs_mounts
    def test_without_proc(self):
        # As in a container or an empty root: the path that started the program serves instead.
        result = self.run_command(["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /proc && exec "$0" sleep',
                                   self.build("children")])
        self.assert_ended(result)
        self.assertEqual(result.out, "slept\n")

    @support.needs_mounts
    def test_without_proc_and_with_another_file_in_its_place(self):
        # Another build runs then. It refuses the arguments, and the parent says what happened.
        program = self.folder / "program"
        program.write_bytes(self.build("children").read_bytes())
        program.chmod(0o755)
        process = self.start(["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /proc && exec "$0" after_change', program])
        self.assertEqual(self.line(process), "ready")
        other = self.folder / "other"
        other.write_bytes(self.build("children", "-O2").read_bytes())
        other.chmod(0o755)
        os.rename(other, program)
        _, err = process.communicate(b"\n", timeout=support.TIMEOUT)
        self.assertEqual(process.returncode, 101, err)
        self.assertIn(b"arc: arguments were made by another build of this program", err)
        self.assertIn(b"ended with exit code 64", err)


if __name__ == "__main__":
    support.main()
