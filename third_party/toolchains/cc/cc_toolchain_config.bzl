"""The C++ toolchain: clang 22 and lld over the system's libstdc++ and glibc.

Bazel's own legacy features supply the flags for inputs, outputs, include paths and libraries; only what
this project decides is here."""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "feature",
    "flag_group",
    "flag_set",
    "tool_path",
    "with_feature_set",
)

_C_COMPILE = [
    ACTION_NAMES.assemble,
    ACTION_NAMES.preprocess_assemble,
    ACTION_NAMES.c_compile,
    ACTION_NAMES.linkstamp_compile,
]

_CXX_COMPILE = [
    ACTION_NAMES.cpp_compile,
    ACTION_NAMES.cpp_header_parsing,
    ACTION_NAMES.cpp_module_compile,
    ACTION_NAMES.cpp_module_codegen,
]

_COMPILE = _C_COMPILE + _CXX_COMPILE

_LINK = [
    ACTION_NAMES.cpp_link_executable,
    ACTION_NAMES.cpp_link_dynamic_library,
    ACTION_NAMES.cpp_link_nodeps_dynamic_library,
]

# No copy of the runtime of these exists for a program without a dynamic linker.
_NEEDS_DYNAMIC_LINKER = ["asan", "tsan", "ubsan", "fuzzer"]

def _flags(actions, flags, with_features = None, without = None):
    conditions = []
    if with_features or without:
        conditions = [with_feature_set(features = with_features or [], not_features = without or [])]
    return flag_set(
        actions = actions,
        flag_groups = [flag_group(flags = flags)],
        with_features = conditions,
    )

def _sanitizer(name, flags, compile_flags = []):
    return feature(
        name = name,
        flag_sets = [
            _flags(_COMPILE, flags + compile_flags + ["-fno-omit-frame-pointer", "-gline-tables-only"]),
            _flags(_LINK, flags),
        ],
    )

def _impl(ctx):
    prefix = ctx.attr.llvm_prefix
    tools = {
        "ar": "llvm-ar",
        "cpp": "clang-cpp",
        "dwp": "llvm-dwp",
        "gcc": "clang",
        "gcov": "llvm-cov",
        "ld": "ld.lld",
        "nm": "llvm-nm",
        "objcopy": "llvm-objcopy",
        "objdump": "llvm-objdump",
        "strip": "llvm-strip",
    }

    features = [
        feature(name = "opt"),
        feature(name = "dbg"),
        feature(name = "fastbuild"),
        feature(name = "supports_start_end_lib", enabled = False),
        feature(
            name = "default_compile_flags",
            enabled = True,
            flag_sets = [
                _flags(_COMPILE, [
                    "-no-canonical-prefixes",
                    # Paths in debug information and __FILE__ relative to the workspace, dates constant.
                    "-ffile-compilation-dir=.",
                    "-Wno-builtin-macro-redefined",
                    "-D__DATE__=\"redacted\"",
                    "-D__TIME__=\"redacted\"",
                    "-D__TIMESTAMP__=\"redacted\"",
                    "-fstack-protector-strong",
                    "-fno-omit-frame-pointer",
                    "-fdiagnostics-color",
                ]),
                _flags(_CXX_COMPILE, ["-std=c++20"]),
                # Quick to compile, still quick to run: LLVM's templates are unusable at -O0.
                _flags(_COMPILE, ["-O1", "-gline-tables-only"], with_features = ["fastbuild"]),
                _flags(_COMPILE, ["-O0", "-g"], with_features = ["dbg"]),
                _flags(
                    _COMPILE,
                    ["-O2", "-DNDEBUG", "-ffunction-sections", "-fdata-sections"],
                    with_features = ["opt"],
                ),
                _flags(
                    _COMPILE,
                    ["-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2"],
                    with_features = ["opt"],
                    without = _NEEDS_DYNAMIC_LINKER,
                ),
            ],
        ),
        # A feature of its own so that generated code can opt out: features = ["-warnings"].
        feature(
            name = "warnings",
            enabled = True,
            flag_sets = [
                _flags(_COMPILE, [
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    # Overrides and generated code name parameters that they do not use.
                    "-Wno-unused-parameter",
                ]),
                _flags(_CXX_COMPILE, [
                    "-Wextra-semi",
                    "-Wimplicit-fallthrough",
                    "-Wnon-virtual-dtor",
                    "-Wthread-safety",
                    "-Wunreachable-code",
                ]),
            ],
        ),
        feature(
            name = "default_link_flags",
            enabled = True,
            flag_sets = [
                _flags(_LINK, [
                    "-no-canonical-prefixes",
                    "-fuse-ld=lld",
                    "-Wl,--build-id=sha1",
                    "-Wl,-z,relro,-z,now",
                ]),
                _flags(_LINK, ["-Wl,--gc-sections"], with_features = ["opt"]),
            ],
        ),
        # After the archives, which use them.
        feature(
            name = "default_link_libs",
            enabled = True,
            flag_sets = [_flags(_LINK, ["-lstdc++", "-lm"])],
        ),
        # A program without interpreter: it starts in a quarter of the time and runs on any Linux.
        feature(
            name = "fully_static_link",
            flag_sets = [
                _flags(
                    [ACTION_NAMES.cpp_link_executable],
                    ["-static"],
                    without = _NEEDS_DYNAMIC_LINKER,
                ),
            ],
        ),
        _sanitizer("asan", ["-fsanitize=address"]),
        _sanitizer("tsan", ["-fsanitize=thread"]),
        # LLVM's and Abseil's archives carry type information but vptr checks need it instrumented.
        _sanitizer("ubsan", ["-fsanitize=undefined", "-fno-sanitize=vptr"], ["-fno-sanitize-recover=all"]),
        feature(
            name = "fuzzer",
            flag_sets = [_flags(_COMPILE, ["-fsanitize=fuzzer-no-link"])],
        ),
    ]

    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        abi_libc_version = "glibc",
        abi_version = "clang",
        compiler = "clang",
        # Where headers may come from without being declared. /usr/local is not here on purpose.
        cxx_builtin_include_directories = [
            "/usr/include",
            "/usr/lib/gcc",
            prefix,
        ],
        features = features,
        host_system_name = "x86_64-linux-gnu",
        target_cpu = "k8",
        target_libc = "glibc",
        target_system_name = "x86_64-linux-gnu",
        tool_paths = [tool_path(name = name, path = prefix + "/bin/" + tool) for name, tool in tools.items()],
        toolchain_identifier = "arc-linux-x86_64",
    )

cc_toolchain_config = rule(
    implementation = _impl,
    attrs = {
        "llvm_prefix": attr.string(
            doc = "Directory LLVM is installed under.",
            mandatory = True,
        ),
    },
    provides = [CcToolchainConfigInfo],
)
