"""Static archives and headers of installed packages as C++ libraries."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

def _impl(ctx):
    cc_toolchain = find_cpp_toolchain(ctx)
    feature_configuration = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = cc_toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    libraries = [
        cc_common.create_library_to_link(
            actions = ctx.actions,
            cc_toolchain = cc_toolchain,
            feature_configuration = feature_configuration,
            static_library = archive,
            # Debian builds its archives position independent.
            pic_static_library = archive,
        )
        for archive in ctx.files.archives
    ]
    linker_input = cc_common.create_linker_input(
        owner = ctx.label,
        libraries = depset(libraries),
        user_link_flags = depset(ctx.attr.linkopts),
    )
    own = CcInfo(
        compilation_context = cc_common.create_compilation_context(
            defines = depset(ctx.attr.defines),
            headers = depset(ctx.files.stamps),
            system_includes = depset(ctx.attr.system_includes),
        ),
        linking_context = cc_common.create_linking_context(linker_inputs = depset([linker_input])),
    )
    return [
        DefaultInfo(files = depset(ctx.files.archives)),
        cc_common.merge_cc_infos(cc_infos = [own] + [dep[CcInfo] for dep in ctx.attr.deps]),
    ]

prebuilt_library = rule(
    implementation = _impl,
    attrs = {
        "archives": attr.label_list(allow_files = [".a"]),
        "defines": attr.string_list(),
        "deps": attr.label_list(providers = [CcInfo]),
        "linkopts": attr.string_list(doc = "Flags that every program linking this library needs."),
        "stamps": attr.label_list(
            allow_files = True,
            doc = "Files that stand for the version of headers outside the build's inputs.",
        ),
        "system_includes": attr.string_list(
            doc = "Absolute include folders, searched with -isystem so that they give no warnings. " +
                  "They lie under the toolchain's built-in folders: thousands of headers need not be " +
                  "linked into each action's sandbox.",
        ),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    incompatible_use_toolchain_transition = True,
    provides = [CcInfo],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
