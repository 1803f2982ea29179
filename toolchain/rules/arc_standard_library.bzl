"""arc_standard_library: the standard library from its sources; not among the rules that users get."""

load(":arc_info.bzl", "ArcInfo")
load(":arc_standard_library_info.bzl", "ArcStandardLibraryInfo")

def _impl(ctx):
    packages = [dep[ArcInfo] for dep in ctx.attr.packages]
    objects = depset([package.object for package in packages])
    archive = ctx.actions.declare_file(ctx.attr.archive)
    arguments = ctx.actions.args()

    # D: no dates and owners; s: with an index.
    arguments.add("qcsD")
    arguments.add(archive)
    arguments.add_all(objects)
    ctx.actions.run(
        outputs = [archive],
        inputs = objects,
        executable = ctx.executable._ar,
        arguments = [arguments],
        mnemonic = "ArcArchive",
        progress_message = "Archiving %s" % archive.short_path,
    )
    interfaces = [struct(import_path = package.import_path, file = package.interface) for package in packages]
    files = [archive] + [interface.file for interface in interfaces]
    return [
        DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files = files)),
        OutputGroupInfo(archive = depset([archive])),
        ArcStandardLibraryInfo(archive = archive, interfaces = interfaces),
    ]

arc_standard_library = rule(
    doc = "Joins the packages of the standard library.",
    implementation = _impl,
    attrs = {
        "archive": attr.string(doc = "Name of the archive.", default = "libarc_std.a"),
        "packages": attr.label_list(
            doc = "All packages; those that others import, too.",
            mandatory = True,
            providers = [ArcInfo],
        ),
        "_ar": attr.label(allow_single_file = True, cfg = "host", default = "@llvm//:llvm-ar", executable = True),
    },
)
