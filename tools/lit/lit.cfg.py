# lit's configuration for every lit_test; run_lit.py puts it at the root of the copied tests.
# pylint: disable=undefined-variable

import os

import lit.formats

config.name = os.environ["ARC_LIT_NAME"]
# lit's own shell: the same on every machine, and `a | b` fails when a does.
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = os.environ["ARC_LIT_SUFFIXES"].split()
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.environ["ARC_LIT_OUTPUT"]

config.environment = {
    "FILECHECK_OPTS": "--dump-input=fail --enable-var-scope",
    "HOME": config.test_exec_root,
    "LC_ALL": "C.UTF-8",
    "PATH": os.environ["ARC_LIT_TOOLS"] + ":/usr/bin:/bin",
    "TMPDIR": os.environ.get("TEST_TMPDIR", "/tmp"),
}
for name in ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "TEST_TMPDIR"]:
    if name in os.environ:
        config.environment[name] = os.environ[name]
