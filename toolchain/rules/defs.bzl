"""Arc in Bazel: the rules and providers that BUILD files load. Everything else in this folder is private.

    load("@arc//toolchain/rules:defs.bzl", "arc_binary", "arc_library", "arc_test")

    arc_library(
        name = "text",
        srcs = glob(["*.arc"]),
        import_path = "util/text",      # what others write after `import`
        deps = [":tables"],
    )

    arc_binary(
        name = "tool",
        srcs = ["tool.arc"],
        deps = [":text"],
    )

    arc_test(
        name = "text_test",
        srcs = glob(["*.arc"]),         # runs the test blocks in these files
        deps = [":tables"],
    )

The compiler, linker, runtime and standard library come from the toolchain registered for
`@arc//toolchain/rules:toolchain_type`. A distribution is a repository with these rules and such a toolchain.
"""

load(":arc_binary.bzl", _arc_binary = "arc_binary")
load(":arc_info.bzl", _ArcInfo = "ArcInfo")
load(":arc_library.bzl", _arc_library = "arc_library")
load(":arc_prebuilt_standard_library.bzl", _arc_prebuilt_standard_library = "arc_prebuilt_standard_library")
load(":arc_test.bzl", _arc_test = "arc_test")
load(":arc_toolchain.bzl", _ArcToolchainInfo = "ArcToolchainInfo", _arc_toolchain = "arc_toolchain")

ArcInfo = _ArcInfo
ArcToolchainInfo = _ArcToolchainInfo
arc_binary = _arc_binary
arc_library = _arc_library
arc_prebuilt_standard_library = _arc_prebuilt_standard_library
arc_test = _arc_test
arc_toolchain = _arc_toolchain
