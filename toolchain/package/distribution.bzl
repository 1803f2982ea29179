"""arc_distribution: the folder that users get.

    NAME/bin/arc …                the tools
    NAME/lib/arc/manifest.json    what is there; read by toolchain/arc/distribution.h
    NAME/lib/arc/std/core.arci …
    NAME/lib/arc/libarc_std.a libarc_rt.a libarc_rt_checked.a arc_rt_inline.bc
    NAME/lib/arc/debugger/arc_gdb.py arc_lldb.py
    NAME/BUILD.bazel …            the same folder as a Bazel repository
    NAME/toolchain/rules/ …       with the rules under the label that they have everywhere
"""

load("//toolchain/rules:arc_standard_library_info.bzl", "ArcStandardLibraryInfo")

def _place(ctx, path, file):
    """A link, not a copy: the tools are large. What packs the folder follows links."""
    output = ctx.actions.declare_file("%s/%s" % (ctx.label.name, path))
    ctx.actions.symlink(output = output, target_file = file)
    return output

def _impl(ctx):
    files = []
    library = ctx.attr.standard_library[ArcStandardLibraryInfo]
    for program in ctx.attr.programs:
        files.append(_place(ctx, "bin/" + program.label.name, program[DefaultInfo].files_to_run.executable))
    for target, path in ctx.attr.other_files.items():
        files.append(_place(ctx, path, target.files.to_list()[0]))
    for file in ctx.files.rules:
        files.append(_place(ctx, file.short_path, file))
    arguments = ctx.actions.args()
    manifest = ctx.actions.declare_file("%s/lib/arc/manifest.json" % ctx.label.name)
    arguments.add(manifest)
    inputs = []
    for interface in library.interfaces:
        path = interface.import_path + ".arci"
        files.append(_place(ctx, "lib/arc/" + path, interface.file))
        arguments.add("package=%s=%s=%s" % (interface.import_path, path, interface.file.path))
        inputs.append(interface.file)
    for role, name, file in [
        ("standard_library", "libarc_std.a", library.archive),
        ("runtime", "libarc_rt.a", ctx.file.runtime),
        ("checked_runtime", "libarc_rt_checked.a", ctx.file.checked_runtime),
        ("runtime_bitcode", "arc_rt_inline.bc", ctx.file.runtime_bitcode),
        ("gdb_script", "debugger/arc_gdb.py", ctx.file.gdb_script),
    ]:
        files.append(_place(ctx, "lib/arc/" + name, file))
        arguments.add("%s=%s=%s" % (role, name, file.path))
        inputs.append(file)
    ctx.actions.run(
        outputs = [manifest],
        inputs = inputs,
        executable = ctx.executable._write_manifest,
        arguments = [arguments],
        mnemonic = "ArcManifest",
        progress_message = "Writing %s" % manifest.short_path,
        use_default_shell_env = True,
    )
    files.append(manifest)
    return [
        DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files = files)),
        OutputGroupInfo(arc = depset([file for file in files if file.path.endswith("/bin/arc")])),
    ]

arc_distribution = rule(
    doc = "Lays out tools, standard library and runtime as they are installed.",
    implementation = _impl,
    attrs = {
        "checked_runtime": attr.label(allow_single_file = [".a"], mandatory = True),
        "gdb_script": attr.label(allow_single_file = [".py"], mandatory = True),
        "other_files": attr.label_keyed_string_dict(
            doc = "Files and where they lie in the distribution.",
            allow_files = True,
        ),
        # The tools of this build, not a second set for the exec configuration.
        "programs": attr.label_list(cfg = "target", mandatory = True),
        "rules": attr.label_list(doc = "Files that lie there as they do here.", allow_files = True),
        "runtime": attr.label(allow_single_file = [".a"], mandatory = True),
        "runtime_bitcode": attr.label(allow_single_file = [".bc"], mandatory = True),
        "standard_library": attr.label(mandatory = True, providers = [ArcStandardLibraryInfo]),
        "_write_manifest": attr.label(
            allow_single_file = True,
            cfg = "host",
            default = "//toolchain/package:write_manifest.py",
            executable = True,
        ),
    },
)
