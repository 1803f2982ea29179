"""arc_library: a package that others import."""

load(":arc_info.bzl", "ArcInfo")
load("//toolchain/rules/private:actions.bzl", "LIBRARY", "TOOLCHAIN_TYPE", "compile_package", "default_import_path", "optimization_flags")
load("//toolchain/rules/private:attributes.bzl", "PACKAGE_ATTRIBUTES")

def _impl(ctx):
    info = compile_package(
        ctx,
        toolchain = ctx.toolchains[TOOLCHAIN_TYPE].arc,
        kind = LIBRARY,
        import_path = ctx.attr.import_path or default_import_path(ctx),
        flags = optimization_flags(ctx),
    )
    files = [info.object, info.interface]
    return [DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files = files)), info]

arc_library = rule(
    doc = "Compiles a package to an interface and an object.",
    implementation = _impl,
    attrs = dict(
        PACKAGE_ATTRIBUTES,
        import_path = attr.string(doc = "What importers write; by default the target's folder."),
    ),
    provides = [ArcInfo],
    toolchains = [TOOLCHAIN_TYPE],
)
