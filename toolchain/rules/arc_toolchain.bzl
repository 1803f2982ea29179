"""The toolchain: what the rules compile and link with."""

load(":arc_standard_library_info.bzl", "ArcStandardLibraryInfo")

ArcToolchainInfo = provider(
    doc = "Tools and libraries for one target platform.",
    fields = {
        "checked_runtime": "File: runtime that finds leaks and double frees; None while the toolchain is bootstrapped",
        "compiler": "FilesToRunProvider: arcc",
        "comptime_flags": "list of strings: flags of arcc with the limits of comptime code",
        "evaluator": "FilesToRunProvider: arc-comptime; None while the toolchain is bootstrapped",
        "gdb_script": "File: printers for GDB, put into programs of dbg mode; None without",
        "linker": "FilesToRunProvider: arc-ld; None while the toolchain is bootstrapped",
        "runtime": "File: runtime archive; None while the toolchain is bootstrapped",
        "runtime_bitcode": "File: the runtime's hot paths, inlined into optimized programs; None while bootstrapping",
        "standard_library": "ArcStandardLibraryInfo; None while the toolchain is bootstrapped",
    },
)

def _toolchain_impl(ctx):
    return [platform_common.ToolchainInfo(
        arc = ArcToolchainInfo(
            checked_runtime = ctx.file.checked_runtime,
            compiler = ctx.attr.compiler[DefaultInfo].files_to_run,
            comptime_flags = ctx.attr.comptime_flags,
            evaluator = ctx.attr.evaluator[DefaultInfo].files_to_run if ctx.attr.evaluator else None,
            gdb_script = ctx.file.gdb_script,
            linker = ctx.attr.linker[DefaultInfo].files_to_run,
            runtime = ctx.file.runtime,
            runtime_bitcode = ctx.file.runtime_bitcode,
            standard_library = ctx.attr.standard_library[ArcStandardLibraryInfo],
        ),
    )]

def _make_toolchain(cfg):
    return rule(
        doc = "Declares tools and libraries; to be named by a `toolchain` of type `//toolchain/rules:toolchain_type`.",
        implementation = _toolchain_impl,
        attrs = {
            "checked_runtime": attr.label(
                doc = "Archive with the checked runtime.",
                allow_single_file = [".a"],
                mandatory = True,
            ),
            "compiler": attr.label(doc = "arcc.", allow_files = True, cfg = cfg, executable = True, mandatory = True),
            "comptime_flags": attr.string_list(
                doc = "Limits of code that runs during the build, as arcc takes them: --comptime-fuel=1000000. They hold " +
                      "for all packages that this toolchain compiles.",
            ),
            "evaluator": attr.label(
                doc = "arc-comptime. Without it `comptime` that runs code is an error.",
                allow_files = True,
                cfg = cfg,
                executable = True,
            ),
            "gdb_script": attr.label(
                doc = "Printers of values for GDB, which programs of dbg mode carry.",
                allow_single_file = [".py"],
            ),
            "linker": attr.label(doc = "arc-ld.", allow_files = True, cfg = cfg, executable = True, mandatory = True),
            "runtime": attr.label(doc = "Archive with the runtime.", allow_single_file = [".a"], mandatory = True),
            "runtime_bitcode": attr.label(
                doc = "Bitcode of the runtime's hot paths.",
                allow_single_file = [".bc"],
                mandatory = True,
            ),
            "standard_library": attr.label(
                doc = "The standard library.",
                mandatory = True,
                providers = [ArcStandardLibraryInfo],
            ),
        },
    )

arc_toolchain = _make_toolchain("exec")

# For tools that are built in the same workspace and run where they are built: in the exec configuration all of the
# compiler would be built a second time.
arc_self_hosted_toolchain = _make_toolchain("target")
