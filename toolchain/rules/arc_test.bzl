"""arc_test: runs the test blocks of a package."""

load("//toolchain/rules/private:actions.bzl", "TEST", "TOOLCHAIN_TYPE", "compile_package", "link_program", "optimization_flags", "program_runfiles")
load("//toolchain/rules/private:attributes.bzl", "PROGRAM_ATTRIBUTES")

def _impl(ctx):
    toolchain = ctx.toolchains[TOOLCHAIN_TYPE].arc
    info = compile_package(
        ctx,
        toolchain = toolchain,
        kind = TEST,
        import_path = ctx.attr.package or "main",
        flags = optimization_flags(ctx),
    )
    program = link_program(ctx, toolchain, info)
    return [DefaultInfo(executable = program, runfiles = program_runfiles(ctx, program))]

arc_test = rule(
    doc = "Compiles a package with its test blocks and runs them. They see the package's private names.",
    implementation = _impl,
    attrs = dict(
        PROGRAM_ATTRIBUTES,
        package = attr.string(doc = "Import path of the package under test; by default main."),
    ),
    test = True,
    toolchains = [TOOLCHAIN_TYPE],
)
