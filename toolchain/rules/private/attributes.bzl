"""Attributes that several rules share."""

load("//toolchain/rules:arc_info.bzl", "ArcInfo")

PACKAGE_ATTRIBUTES = {
    "comptime_deps": attr.label_list(
        doc = "Packages that the sources import and whose functions or lists run or are read during the build; a change in a body of one compiles this package again.",
        providers = [ArcInfo],
    ),
    "deps": attr.label_list(doc = "Packages that the sources import.", providers = [ArcInfo]),
    "embedded": attr.label_list(
        doc = "Files that the sources embed: `@embed_file(path)` finds those below the package's folder by their path there.",
        allow_files = True,
    ),
    "optimization": attr.string(
        doc = "0, 1, 2, 3 or s; without it 2 in opt mode, else 0.",
        values = ["", "0", "1", "2", "3", "s"],
    ),
    "srcs": attr.label_list(doc = "The source files of one package.", allow_files = [".arc"], mandatory = True),
}

PROGRAM_ATTRIBUTES = dict(
    PACKAGE_ATTRIBUTES,
    checked = attr.bool(doc = "Link the runtime that finds leaks and double frees."),
    data = attr.label_list(doc = "Files that the program reads when it runs.", allow_files = True),
)
