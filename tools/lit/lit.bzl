"""lit and FileCheck as Bazel tests.

    load("//tools/lit:lit.bzl", "lit_test", "lit_test_suite")

    # One Bazel test over all of srcs.
    lit_test(
        name = "ir_test",
        srcs = glob(["*.mlir"]),
        tools = ["//compiler/ir:arc-opt"],
        data = glob(["Inputs/**"]),
    )

    # One Bazel test per file, and a test_suite over them.
    lit_test_suite(name = "lower_tests", srcs = glob(["*.arc"]), tools = ["//compiler/driver:arcc"])

Each file holds its own commands: `// RUN: arc-opt %s | FileCheck %s`. The PATH of the commands has `tools` by
their file names, FileCheck, not, count, split-file, and the system's basic commands; nothing else of the machine.
%s, %S and %t are files of the test alone. The working folder is empty and private.
"""

_ALWAYS = [
    "@llvm//:FileCheck",
    "@llvm//:count",
    "@llvm//:not",
    "@llvm//:split-file",
]

def lit_test(name, srcs, tools = [], data = [], size = "small", **kwargs):
    """Runs lit over test files.

    Args:
      name: of the test.
      srcs: files with RUN lines; any suffix.
      tools: executables that RUN lines call by their file names.
      data: further files that the tests read, at the same place relative to the test file.
      size: as for every test.
      **kwargs: tags, timeout, visibility, ...
    """
    if not srcs:
        fail("lit_test %s has no srcs" % name)
    all_tools = tools + _ALWAYS
    args = ["--lit=$(rootpath @llvm//:lit)"]
    args += ["--tool=$(rootpath %s)" % tool for tool in all_tools]
    for file in data:
        args += ["--data", "$(rootpaths %s)" % file]
    args += ["--test=$(rootpath %s)" % file for file in srcs]
    native.sh_test(
        name = name,
        size = size,
        srcs = ["//tools/lit:run_lit.py"],
        args = args,
        data = srcs + data + all_tools + [
            "//tools/lit:lit.cfg.py",
            "@llvm//:compiler_stamp",
            "@llvm//:lit",
        ],
        **kwargs
    )

def lit_test_suite(name, srcs, tools = [], data = [], size = "small", **kwargs):
    """One lit_test per file, named <file>.test, and a test_suite over them.

    Args:
      name: of the suite.
      srcs: as for lit_test.
      tools: as for lit_test.
      data: as for lit_test, for each of the tests.
      size: as for lit_test.
      **kwargs: as for lit_test.
    """
    tests = []
    for file in srcs:
        test = file.lstrip(":") + ".test"
        lit_test(name = test, srcs = [file], tools = tools, data = data, size = size, **kwargs)
        tests.append(":" + test)
    native.test_suite(name = name, tests = tests)
