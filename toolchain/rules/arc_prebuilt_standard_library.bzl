"""arc_prebuilt_standard_library: the standard library as a distribution has it."""

load(":arc_standard_library_info.bzl", "ArcStandardLibraryInfo")

def _impl(ctx):
    # Where the folder `root` lies, seen from the execution root: in a repository of its own or not.
    parts = [ctx.label.workspace_root, ctx.label.package, ctx.attr.root]
    root = "".join([part + "/" for part in parts if part])
    interfaces = []
    for file in ctx.files.interfaces:
        if not file.path.startswith(root):
            fail("%s does not lie in %s" % (file.path, root), attr = "interfaces")
        interfaces.append(struct(import_path = file.path[len(root):-len(".arci")], file = file))
    files = [ctx.file.archive] + ctx.files.interfaces
    return [
        DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files = files)),
        ArcStandardLibraryInfo(archive = ctx.file.archive, interfaces = interfaces),
    ]

arc_prebuilt_standard_library = rule(
    doc = "Makes interfaces and an archive the standard library of an `arc_toolchain`.",
    implementation = _impl,
    attrs = {
        "archive": attr.label(doc = "Code of all packages.", allow_single_file = [".a"], mandatory = True),
        "interfaces": attr.label_list(
            doc = "The packages; what stands below `root`, without .arci, is what importers write.",
            allow_files = [".arci"],
            mandatory = True,
        ),
        "root": attr.string(doc = "A folder of this package."),
    },
)
