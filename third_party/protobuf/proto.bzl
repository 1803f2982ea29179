"""C++ from .proto files with the installed protoc.

cc_proto(name, srcs, deps): a C++ library; headers are included by path from the workspace root:
#include "comptime/protocol.pb.h". `deps` are other cc_proto targets whose files are imported, by path from the root."""

load("@rules_cc//cc:defs.bzl", "cc_library")

ProtoFilesInfo = provider("Protocol files.", fields = {"transitive": "depset of files"})

def _generate_impl(ctx):
    transitive = depset(ctx.files.srcs, transitive = [dep[ProtoFilesInfo].transitive for dep in ctx.attr.deps])
    outputs = []
    for source in ctx.files.srcs:
        base = source.basename[:-len(".proto")]
        files = [ctx.actions.declare_file(base + suffix) for suffix in [".pb.h", ".pb.cc"]]
        ctx.actions.run(
            outputs = files,
            inputs = transitive,
            executable = ctx.executable._protoc,
            arguments = [
                "-I.",
                "-I/usr/include",
                "--cpp_out=" + ctx.bin_dir.path,
                source.path,
            ],
            mnemonic = "Protoc",
            progress_message = "Generating C++ from %s" % source.short_path,
        )
        outputs += files
    return [
        DefaultInfo(files = depset(outputs)),
        OutputGroupInfo(
            headers = depset([file for file in outputs if file.extension == "h"]),
            sources = depset([file for file in outputs if file.extension == "cc"]),
        ),
        ProtoFilesInfo(transitive = transitive),
    ]

_generate = rule(
    implementation = _generate_impl,
    attrs = {
        "deps": attr.label_list(providers = [ProtoFilesInfo]),
        "srcs": attr.label_list(allow_files = [".proto"]),
        "_protoc": attr.label(
            allow_single_file = True,
            cfg = "host",
            default = "@protobuf//:protoc",
            executable = True,
        ),
    },
)

def cc_proto(name, srcs, deps = [], **kwargs):
    """A C++ library of the messages in `srcs`.

    Args:
      name: cc_library.
      srcs: .proto files that lie in the folder of the BUILD file itself.
      deps: cc_proto targets they import, in the form "//package:name".
      **kwargs: visibility, tags, testonly.
    """
    _generate(name = name + "_generated", srcs = srcs, deps = [dep + "_generated" for dep in deps], **kwargs)
    for group in ["headers", "sources"]:
        native.filegroup(
            name = "%s_%s" % (name, group),
            srcs = [":%s_generated" % name],
            output_group = group,
            **kwargs
        )
    cc_library(
        name = name,
        srcs = [":%s_sources" % name],
        hdrs = [":%s_headers" % name],
        features = ["-warnings"],
        deps = deps + ["@protobuf"],
        **kwargs
    )
