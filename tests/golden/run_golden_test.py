#!/usr/bin/env python3
"""The runner of the golden tests: it finds tests wherever it is called, and fails those that are wrong.

usage: run_golden_test.py ARC [unittest arguments]
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parent / "run_golden.py"
ARC = ""

GOOD = "// expect: 3\nfunc main() { println(1 + 2) }\n"
WRONG = "// expect: 4\nfunc main() { println(1 + 2) }\n"
FAILING = '// error: 2:30 ARC0215 expected `int64`\nfunc main() { let x: int64 = "a"; println(x) }\n'


class RunGolden(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()

    def write(self, name, text):
        path = self.folder / "tests" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    def golden(self, *arguments, cwd=None):
        environment = {**os.environ, "ARC_CACHE": str(self.folder / "cache")}
        environment.pop("TEST_TOTAL_SHARDS", None)
        return subprocess.run([sys.executable, RUNNER, f"--arc={ARC}", *map(str, arguments)], cwd=cwd or self.folder, env=environment,
                              capture_output=True, text=True, check=False)

    def test_from_any_folder(self):
        # The compiler names files in the current folder and below relative to it.
        self.write("sum.arc", GOOD)
        fail = self.write("fail_type.arc", FAILING)
        for cwd in (self.folder, self.folder / "tests", "/"):
            result = self.golden(self.folder / "tests", cwd=cwd)
            self.assertIn("golden: 2 passed, 0 failed", result.stdout + result.stderr, cwd)
            self.assertEqual(result.returncode, 0)
        self.assertIn("1 passed", self.golden("tests/fail_type.arc").stdout)
        self.assertIn("1 passed", self.golden(fail.name, cwd=fail.parent).stdout)

    def test_failures(self):
        self.write("sum.arc", WRONG)
        self.write("fail_not.arc", "// error: 1:1 ARC0200 x\nfunc main() {}\n")
        self.write("fail_place.arc", FAILING.replace("2:30", "1:1"))
        result = self.golden("tests")
        self.assertEqual(result.returncode, 1)
        self.assertIn("0 passed, 3 failed", result.stdout + result.stderr)
        self.assertIn("compiles, but its name starts with fail_", result.stdout + result.stderr)

    def test_update(self):
        program = self.write("sum.arc", WRONG)
        fail = self.write("fail_type.arc", FAILING.replace("2:30", "9:9"))
        self.golden("--update", self.folder / "tests")
        self.assertTrue(program.read_text().endswith(GOOD), program.read_text())
        self.assertIn("// error: 3:30 ARC0215", fail.read_text())     # a line more: the note at the top
        self.assertEqual(self.golden("tests").returncode, 0)


if __name__ == "__main__":
    ARC = os.path.abspath(sys.argv.pop(1))
    unittest.main()
