"""A rule of one's own that uses packages and the toolchain."""

load("@arc//toolchain/rules:defs.bzl", "ArcInfo")

def _impl(ctx):
    package = ctx.attr.package[ArcInfo]
    output = ctx.actions.declare_file(ctx.label.name + ".txt")
    ctx.actions.write(output, "%s %s %d\n" % (
        package.import_path,
        package.interface.basename,
        len(package.transitive_objects.to_list()),
    ))
    return [DefaultInfo(files = depset([output]))]

arc_objects = rule(
    implementation = _impl,
    attrs = {"package": attr.label(providers = [ArcInfo])},
)
