"""arc_std_package: a package of the standard library, which the toolchain is made of and so cannot come from it."""

load("//toolchain/rules:arc_info.bzl", "ArcInfo")
load("//toolchain/rules:arc_toolchain.bzl", "ArcToolchainInfo")
load("//toolchain/rules/private:actions.bzl", "LIBRARY", "compile_package")

def _impl(ctx):
    tools = ArcToolchainInfo(
        checked_runtime = None,
        compiler = ctx.attr._compiler[DefaultInfo].files_to_run,
        linker = None,
        runtime = None,
        runtime_bitcode = None,
        standard_library = None,
    )
    info = compile_package(
        ctx,
        toolchain = tools,
        kind = LIBRARY,
        import_path = ctx.attr.import_path,
        # Sources are named as importers see them: std/core/string.arc.
        flags = ["-O2", "--prefix-map=%s=std" % ctx.label.package] + ctx.attr.flags,
        prelude = ctx.attr.prelude,
    )
    files = [info.object, info.interface]
    return [DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files = files)), info]

arc_std_package = rule(
    doc = "Compiles a package of the standard library, optimized in every mode.",
    implementation = _impl,
    attrs = {
        "deps": attr.label_list(doc = "Packages that the sources or the prelude need.", providers = [ArcInfo]),
        "flags": attr.string_list(doc = "Further flags of arcc."),
        "import_path": attr.string(mandatory = True),
        "prelude": attr.string_list(doc = "Packages visible without import; they must be among deps."),
        "srcs": attr.label_list(allow_files = [".arc"], mandatory = True),
        # Not in the exec configuration: that would build all of the compiler twice.
        "_compiler": attr.label(cfg = "target", default = "//compiler/driver:arcc", executable = True),
    },
    provides = [ArcInfo],
)
