"""Macros for the project's own programs."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_test")

def arc_tool_binary(name, features = [], **kwargs):
    """A tool that users run: one fully static file without interpreter.

    Sanitizer configurations link it dynamically, since their runtimes need that.

    Args:
      name: of the target and the program.
      features: further toolchain features.
      **kwargs: as for cc_binary.
    """
    cc_binary(
        name = name,
        features = features + ["fully_static_link"],
        linkstatic = True,
        **kwargs
    )

def cc_fuzz_test(name, srcs, corpus = [], deps = [], **kwargs):
    """A test with libFuzzer's entry point, LLVMFuzzerTestOneInput.

    `bazel test` replays the corpus once. `bazel run --config=fuzzer <name> -- <folder>` searches.

    Args:
      name: of the test.
      srcs: sources with the entry point.
      corpus: input files that must pass.
      deps: libraries under test.
      **kwargs: as for cc_test.
    """
    cc_test(
        name = name,
        srcs = srcs,
        args = select({
            "//third_party/toolchains/cc:fuzzer": ["-runs=1"],
            "//conditions:default": [],
        }) + ["$(locations %s)" % label for label in corpus],
        data = corpus,
        linkopts = select({
            "//third_party/toolchains/cc:fuzzer": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        deps = deps + select({
            "//third_party/toolchains/cc:fuzzer": [],
            "//conditions:default": ["//third_party/toolchains/cc:fuzz_replay_main"],
        }),
        **kwargs
    )
