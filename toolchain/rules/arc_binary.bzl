"""arc_binary: a program."""

load("//toolchain/rules/private:actions.bzl", "PROGRAM", "TOOLCHAIN_TYPE", "build_program")
load("//toolchain/rules/private:attributes.bzl", "PROGRAM_ATTRIBUTES")

def _impl(ctx):
    return build_program(ctx, PROGRAM)

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
