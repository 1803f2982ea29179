"""arc_binary: a program."""

load("//toolchain/rules/private:actions.bzl", "PROGRAM", "TOOLCHAIN_TYPE", "compile_package", "link_program", "optimization_flags", "program_runfiles")
load("//toolchain/rules/private:attributes.bzl", "PROGRAM_ATTRIBUTES")

def _impl(ctx):
    toolchain = ctx.toolchains[TOOLCHAIN_TYPE].arc
    info = compile_package(
        ctx,
        toolchain = toolchain,
        kind = PROGRAM,
        import_path = ctx.attr.package or "main",
        flags = optimization_flags(ctx),
    )
    program = link_program(ctx, toolchain, info)
    return [DefaultInfo(executable = program, runfiles = program_runfiles(ctx, program))]

arc_binary = rule(
    doc = "Compiles a package with `main` and links it to one static file.",
    implementation = _impl,
    attrs = dict(
        PROGRAM_ATTRIBUTES,
        package = attr.string(doc = "Name of the program's own package in traces and entry points; by default main."),
    ),
    executable = True,
    toolchains = [TOOLCHAIN_TYPE],
)
