"""A repository over the static libraries of one Debian -dev package."""

load(":package_stamp.bzl", "write_package_stamp")

_LIBRARY_DIRECTORY = "/usr/lib/x86_64-linux-gnu"

def _impl(repository_ctx):
    write_package_stamp(repository_ctx, [repository_ctx.attr.package], "stamp.txt")
    lines = [
        "load(\"@arc//third_party/debian:prebuilt_library.bzl\", \"prebuilt_library\")",
        "package(default_visibility = [\"//visibility:public\"])",
    ]
    names = []
    for name, deps in repository_ctx.attr.libraries.items():
        archive = "lib/lib%s.a" % name
        repository_ctx.symlink("%s/lib%s.a" % (_LIBRARY_DIRECTORY, name), archive)
        lines.append("prebuilt_library(name = %r, archives = [%r], deps = %r, linkopts = [\"-pthread\"], stamps = [\"stamp.txt\"])" % (name, archive, deps))
        names.append(name)
    for name in repository_ctx.attr.shared_libraries:
        lines.append("prebuilt_library(name = %r, linkopts = [\"-l%s\", \"-pthread\"], stamps = [\"stamp.txt\"])" % (name, name))
        names.append(name)
    for name, path in repository_ctx.attr.tools.items():
        repository_ctx.symlink(path, "bin/" + name)
        lines.append("filegroup(name = %r, srcs = [%r])" % (name, "bin/" + name))
        names.append(name)

    # The short label @re2 means @re2//:re2.
    if repository_ctx.name not in names:
        lines.append("alias(name = %r, actual = %r)" % (repository_ctx.name, names[0]))
    repository_ctx.file("BUILD.bazel", "\n".join(lines) + "\n", executable = False)

debian_library_repository = repository_rule(
    implementation = _impl,
    attrs = {
        "libraries": attr.string_list_dict(doc = "Names of static libraries, each with its dependencies."),
        "package": attr.string(mandatory = True, doc = "Debian package that holds them."),
        "shared_libraries": attr.string_list(doc = "Libraries that exist as shared objects only."),
        "tools": attr.string_dict(doc = "Names of executables, each with its path."),
    },
    local = True,
)
