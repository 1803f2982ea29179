"""arc_test: runs the test blocks of a package."""

load("//toolchain/rules/private:actions.bzl", "TEST", "TOOLCHAIN_TYPE", "build_program")
load("//toolchain/rules/private:attributes.bzl", "PROGRAM_ATTRIBUTES")

def _impl(ctx):
    return build_program(ctx, TEST)

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
