"""Rules for MLIR's operation definition specification (ODS).

td_library(name, srcs, deps)
    .td files and what they include.

gentbl_cc_library(name, td_file, outs, deps)
    Runs mlir-tblgen once per output. `outs` maps an output file to a generator, given either as one of the
    names in GENERATORS or as a list of mlir-tblgen flags. The result is a cc_library of textual headers, included
    by path from the workspace root: #include "compiler/ir/TirOps.h.inc".

gentbl_filegroup: the same without the C++ library (documentation).
"""

load("@llvm//:paths.bzl", "LLVM_INCLUDE")
load("@rules_cc//cc:defs.bzl", "cc_library")

GENERATORS = {
    "attr-decls": ["-gen-attrdef-decls"],
    "attr-defs": ["-gen-attrdef-defs"],
    "attr-interface-decls": ["-gen-attr-interface-decls"],
    "attr-interface-defs": ["-gen-attr-interface-defs"],
    "dialect-decls": ["-gen-dialect-decls"],
    "dialect-defs": ["-gen-dialect-defs"],
    "dialect-docs": ["-gen-dialect-doc"],
    "enum-decls": ["-gen-enum-decls"],
    "enum-defs": ["-gen-enum-defs"],
    "op-decls": ["-gen-op-decls"],
    "op-defs": ["-gen-op-defs"],
    "op-docs": ["-gen-op-doc"],
    "op-interface-decls": ["-gen-op-interface-decls"],
    "op-interface-defs": ["-gen-op-interface-defs"],
    "pass-decls": ["-gen-pass-decls"],
    "pass-docs": ["-gen-pass-doc"],
    "rewriters": ["-gen-rewriters"],
    "type-decls": ["-gen-typedef-decls"],
    "type-defs": ["-gen-typedef-defs"],
    "type-interface-decls": ["-gen-type-interface-decls"],
    "type-interface-defs": ["-gen-type-interface-defs"],
}

TdInfo = provider("Table definition files.", fields = {"transitive": "depset of files"})

def _td_library_impl(ctx):
    transitive = depset(ctx.files.srcs, transitive = [dep[TdInfo].transitive for dep in ctx.attr.deps])
    return [TdInfo(transitive = transitive), DefaultInfo(files = transitive)]

td_library = rule(
    implementation = _td_library_impl,
    attrs = {
        "deps": attr.label_list(providers = [TdInfo]),
        "srcs": attr.label_list(allow_files = [".td"]),
    },
)

def _gentbl_impl(ctx):
    ctx.actions.run(
        outputs = [ctx.outputs.out],
        inputs = depset(
            [ctx.file.td_file] + ctx.files._stamp,
            transitive = [dep[TdInfo].transitive for dep in ctx.attr.deps],
        ),
        executable = ctx.executable._tblgen,
        arguments = ctx.attr.flags + [
            "-I",
            ".",
            "-I",
            LLVM_INCLUDE,
            ctx.file.td_file.path,
            "-o",
            ctx.outputs.out.path,
        ],
        mnemonic = "MlirTblgen",
        progress_message = "Generating %s" % ctx.outputs.out.short_path,
    )
    return [DefaultInfo(
        files = depset([ctx.outputs.out]),
        runfiles = ctx.runfiles(files = [ctx.outputs.out]),
    )]

_gentbl = rule(
    implementation = _gentbl_impl,
    attrs = {
        "deps": attr.label_list(providers = [TdInfo]),
        "flags": attr.string_list(),
        "out": attr.output(mandatory = True),
        "td_file": attr.label(allow_single_file = [".td"]),
        "_stamp": attr.label(default = "@llvm//:compiler_stamp"),
        "_tblgen": attr.label(
            allow_single_file = True,
            cfg = "host",
            default = "@llvm//:mlir-tblgen",
            executable = True,
        ),
    },
)

def gentbl_filegroup(name, td_file, outs, deps = [], **kwargs):
    """Generates files from a .td file.

    Args:
      name: filegroup with all of `outs`.
      td_file: root .td file.
      outs: {file: generator}; see the top of this file.
      deps: td_library targets that td_file includes.
      **kwargs: visibility, tags, testonly.
    """
    labels = []
    for out, generator in outs.items():
        target = "%s__%s" % (name, out)
        _gentbl(
            name = target,
            td_file = td_file,
            flags = GENERATORS[generator] if type(generator) == "string" else generator,
            out = out,
            deps = deps,
            **kwargs
        )
        labels.append(":" + target)
    native.filegroup(name = name, srcs = labels, **kwargs)

def gentbl_cc_library(name, td_file, outs, deps = [], **kwargs):
    """Generates C++ fragments from a .td file as a library of textual headers.

    Args:
      name: cc_library.
      td_file: root .td file.
      outs: {file: generator}; see the top of this file.
      deps: td_library targets that td_file includes.
      **kwargs: visibility, tags, testonly.
    """
    gentbl_filegroup(name = name + "_files", td_file = td_file, outs = outs, deps = deps, **kwargs)
    cc_library(
        name = name,
        textual_hdrs = [":%s_files" % name],
        **kwargs
    )
