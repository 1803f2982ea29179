"""C++20 without a C library, exceptions, RTTI or C++ headers: the runtime of compiled programs.

These rules call clang themselves instead of using Bazel's C++ toolchain, because the runtime is one product
whatever mode the tools are built in: always optimized, always with debug information, and of the sanitizer
configurations only the one for undefined behaviour changes it, since traps need no sanitizer's runtime: such code
ends with SIGILL. (To test runtime code with the others, list the same sources in a cc_library.)

    load("//third_party/toolchains:freestanding.bzl",
         "arc_runtime_library", "freestanding_cc_binary", "freestanding_cc_library", "freestanding_cc_test")

    # Compiles srcs (.cc .c .S). Headers are found by path from the workspace root.
    freestanding_cc_library(
        name = "memory",
        srcs = ["heap.cc", "heap_x86_64.S"],
        hdrs = ["heap.h"],
        bitcode_srcs = ["hot.cc"],      # compiled to an object and to LLVM bitcode
        copts = ["-mno-avx"],           # after the default flags, so they win
        deps = [":sys"],
    )

    # All objects of deps, theirs included, in one archive. Outputs: <archive>, and <bitcode> if given: the linked
    # bitcode of all bitcode_srcs. `archives` are copied in member by member.
    arc_runtime_library(
        name = "arc_rt",
        archive = "libarc_rt.a",
        bitcode = "arc_rt.bc",
        archives = ["@llvm//:llvm_libc_archive"],
        deps = [":memory", ":start"],
    )

    # A static program, linked by lld with nothing that is not named here; entry point _start by default.
    freestanding_cc_binary(name = "probe", srcs = ["probe.cc"], deps = [":memory"])
    freestanding_cc_test(name = "heap_test", srcs = ["heap_test.cc"], deps = [":memory"])
"""

FreestandingInfo = provider(
    "Compiled freestanding code.",
    fields = {
        "archives": "depset of static archives to link after the objects",
        "bitcode": "depset of LLVM bitcode files",
        "headers": "depset of header files",
        "objects": "depset of object files",
    },
)

# What the code may assume.
_LANGUAGE = [
    "-ffreestanding",
    "-fno-stack-protector",
    # Only the compiler's own headers (stdint.h, stddef.h, intrinsics); neither glibc's nor libstdc++'s.
    "-nostdlibinc",
]

_CXX_LANGUAGE = [
    "-std=c++20",
    "-fno-exceptions",
    "-fno-rtti",
    "-fno-threadsafe-statics",
    "-nostdinc++",
]

_CODE = [
    "-O2",
    "-g",
    "-fvisibility=hidden",
    "-ffunction-sections",
    "-fdata-sections",
    # Stack traces walk frame pointers in signal handlers, where reading tables is not safe.
    "-fno-omit-frame-pointer",
    "-fno-plt",
    "-no-canonical-prefixes",
    "-ffile-compilation-dir=.",
]

_CXX_CODE = ["-fvisibility-inlines-hidden"]

_WARNINGS = [
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wno-unused-parameter",
    "-Wimplicit-fallthrough",
    "-Wno-builtin-macro-redefined",
    "-D__DATE__=\"redacted\"",
    "-D__TIME__=\"redacted\"",
]

# With --define=arc_freestanding_traps=true. The check of function types is left out: it reads in front of functions,
# and compiled programs' have nothing there.
_TRAPS = [
    "-fsanitize=undefined",
    "-fno-sanitize=function",
    "-fsanitize-trap=all",
]

_POSITION = {
    "absolute": ["-fno-pic", "-fno-pie"],
    "pic": ["-fPIC"],
    "pie": ["-fPIE"],
}

def _collect(ctx, objects, bitcode):
    deps = [dep[FreestandingInfo] for dep in ctx.attr.deps]
    return FreestandingInfo(
        archives = depset(getattr(ctx.files, "archives", []), transitive = [dep.archives for dep in deps]),
        bitcode = depset(bitcode, transitive = [dep.bitcode for dep in deps]),
        headers = depset(getattr(ctx.files, "hdrs", []), transitive = [dep.headers for dep in deps]),
        # Topological order keeps dependents before dependencies.
        objects = depset(objects, transitive = [dep.objects for dep in deps], order = "topological"),
    )

def _compile(ctx, source, headers, suffix, flags):
    """Declares one compilation; `flags` say what kind of output."""
    output = ctx.actions.declare_file("_freestanding/%s/%s%s" % (ctx.label.name, source.basename, suffix))
    cxx = source.extension in ["cc", "cpp"]
    arguments = ["--target=" + ctx.attr.target]
    arguments += _LANGUAGE + (_CXX_LANGUAGE if cxx else []) + _CODE + (_CXX_CODE if cxx else []) + _WARNINGS
    arguments += _POSITION[ctx.attr.position]
    arguments += ["-iquote", ".", "-iquote", ctx.bin_dir.path]
    arguments += ["-D" + define for define in ctx.attr.defines]
    arguments += _TRAPS if ctx.var.get("arc_freestanding_traps") == "true" else []
    arguments += ctx.attr.copts + flags
    arguments += ["-c", source.path, "-o", output.path]
    ctx.actions.run(
        outputs = [output],
        inputs = depset([source] + ctx.files._stamp, transitive = [headers]),
        executable = ctx.executable._clang,
        arguments = arguments,
        mnemonic = "FreestandingCompile",
        progress_message = "Compiling %s (freestanding)" % source.short_path,
        env = {"PWD": "/proc/self/cwd"},
    )
    return output

def _compile_all(ctx):
    own_headers = getattr(ctx.files, "hdrs", []) + [file for file in ctx.files.srcs if file.extension in ["h", "inc"]]
    headers = depset(own_headers, transitive = [dep[FreestandingInfo].headers for dep in ctx.attr.deps])
    objects = []
    bitcode = []
    bitcode_sources = getattr(ctx.files, "bitcode_srcs", [])
    for source in ctx.files.srcs + bitcode_sources:
        if source.extension not in ["h", "inc"]:
            objects.append(_compile(ctx, source, headers, ".o", []))
    for source in bitcode_sources:
        bitcode.append(_compile(ctx, source, headers, ".bc", ["-emit-llvm"]))
    return objects, bitcode

def _archive(ctx, output, objects, archives):
    # D: no dates and owners; s: with an index; L: members of archives, not the archives themselves.
    arguments = ctx.actions.args()
    arguments.add("qcsDL")
    arguments.add(output)
    arguments.add_all(objects)
    arguments.add_all(archives)
    ctx.actions.run(
        outputs = [output],
        inputs = depset(archives, transitive = [objects]),
        executable = ctx.executable._ar,
        arguments = [arguments],
        mnemonic = "FreestandingArchive",
        progress_message = "Archiving %s" % output.short_path,
    )

def _library_impl(ctx):
    objects, bitcode = _compile_all(ctx)
    info = _collect(ctx, objects, bitcode)
    return [
        DefaultInfo(files = depset(objects), runfiles = ctx.runfiles(files = objects)),
        OutputGroupInfo(bitcode = depset(bitcode), headers = info.headers),
        info,
    ]

_TOOLS = {
    "_ar": attr.label(allow_single_file = True, cfg = "host", default = "@llvm//:llvm-ar", executable = True),
    "_clang": attr.label(allow_single_file = True, cfg = "host", default = "@llvm//:clang-22", executable = True),
    "_link": attr.label(allow_single_file = True, cfg = "host", default = "@llvm//:llvm-link", executable = True),
    "_lld": attr.label(allow_single_file = True, cfg = "host", default = "@llvm//:ld.lld", executable = True),
    "_stamp": attr.label(default = "@llvm//:compiler_stamp"),
}

_COMPILE_ATTRIBUTES = dict(
    _TOOLS,
    copts = attr.string_list(doc = "Flags after the default ones."),
    defines = attr.string_list(doc = "Preprocessor definitions of this target's sources."),
    deps = attr.label_list(providers = [FreestandingInfo]),
    position = attr.string(
        default = "pie",
        doc = "Where the code can be loaded: pie (any program), pic (also a shared object), absolute.",
        values = _POSITION.keys(),
    ),
    srcs = attr.label_list(allow_files = [".cc", ".c", ".S", ".h", ".inc"]),
    target = attr.string(default = "x86_64-unknown-linux-gnu", doc = "LLVM target triple."),
)

freestanding_cc_library = rule(
    implementation = _library_impl,
    attrs = dict(
        _COMPILE_ATTRIBUTES,
        archives = attr.label_list(allow_files = [".a"], doc = "Archives that programs with this library link."),
        bitcode_srcs = attr.label_list(
            allow_files = [".cc", ".c"],
            doc = "Sources compiled to objects and to bitcode.",
        ),
        hdrs = attr.label_list(allow_files = True),
    ),
    provides = [FreestandingInfo],
)

def _runtime_library_impl(ctx):
    deps = [dep[FreestandingInfo] for dep in ctx.attr.deps]
    objects = depset(transitive = [dep.objects for dep in deps], order = "topological")
    archives = depset(ctx.files.archives, transitive = [dep.archives for dep in deps])
    _archive(ctx, ctx.outputs.archive, objects, archives.to_list())
    outputs = [ctx.outputs.archive]
    groups = {"archive": depset([ctx.outputs.archive])}
    if ctx.outputs.bitcode:
        bitcode = depset(transitive = [dep.bitcode for dep in deps]).to_list()
        if not bitcode:
            fail("no bitcode_srcs in deps", attr = "bitcode")
        ctx.actions.run(
            outputs = [ctx.outputs.bitcode],
            inputs = bitcode,
            executable = ctx.executable._link,
            arguments = ["-o", ctx.outputs.bitcode.path] + [file.path for file in bitcode],
            mnemonic = "FreestandingBitcodeLink",
            progress_message = "Linking bitcode %s" % ctx.outputs.bitcode.short_path,
        )
        outputs.append(ctx.outputs.bitcode)
        groups["bitcode"] = depset([ctx.outputs.bitcode])
    return [
        DefaultInfo(files = depset(outputs), runfiles = ctx.runfiles(files = outputs)),
        OutputGroupInfo(**groups),
    ]

arc_runtime_library = rule(
    implementation = _runtime_library_impl,
    attrs = dict(
        _TOOLS,
        archive = attr.output(mandatory = True),
        archives = attr.label_list(allow_files = [".a"], doc = "Archives whose members are copied in."),
        bitcode = attr.output(doc = "Linked bitcode of all bitcode_srcs."),
        deps = attr.label_list(mandatory = True, providers = [FreestandingInfo]),
    ),
)

def _binary_impl(ctx):
    objects, _ = _compile_all(ctx)
    info = _collect(ctx, objects, [])
    output = ctx.actions.declare_file(ctx.label.name)
    arguments = ctx.actions.args()
    arguments.add_all(["-static", "-o", output, "--gc-sections", "--build-id=sha1", "-z", "noexecstack"])
    arguments.add_all(["-z", "separate-code", "--entry=" + ctx.attr.entry, "--eh-frame-hdr"])
    if ctx.attr.position != "absolute":
        arguments.add_all(["-pie", "--no-dynamic-linker"])
    arguments.add_all(ctx.attr.linkopts)
    arguments.add_all(info.objects)
    if ctx.files.whole_archives:
        arguments.add("--whole-archive")
        arguments.add_all(ctx.files.whole_archives)
        arguments.add("--no-whole-archive")
    arguments.add_all(info.archives)
    ctx.actions.run(
        outputs = [output],
        inputs = depset(ctx.files.whole_archives, transitive = [info.objects, info.archives]),
        executable = ctx.executable._lld,
        arguments = [arguments],
        mnemonic = "FreestandingLink",
        progress_message = "Linking %s (freestanding)" % output.short_path,
    )
    return [DefaultInfo(
        executable = output,
        runfiles = ctx.runfiles(files = ctx.files.data),
    )]

_BINARY_ATTRIBUTES = dict(
    _COMPILE_ATTRIBUTES,
    archives = attr.label_list(allow_files = [".a"], doc = "Archives linked after the objects."),
    data = attr.label_list(allow_files = True),
    entry = attr.string(default = "_start"),
    linkopts = attr.string_list(doc = "Flags for ld.lld."),
    whole_archives = attr.label_list(
        allow_files = [".a"],
        doc = "Archives of which all members are linked.",
    ),
)

# A static-pie program must relocate itself; code that cannot says so with position = "absolute", the default
# here, which all of the libraries' positions can be linked into.
_BINARY_ATTRIBUTES["position"] = attr.string(default = "absolute", values = _POSITION.keys())

freestanding_cc_binary = rule(
    implementation = _binary_impl,
    attrs = _BINARY_ATTRIBUTES,
    executable = True,
)

# The program is the test: it passes when it exits with 0.
freestanding_cc_test = rule(
    implementation = _binary_impl,
    attrs = _BINARY_ATTRIBUTES,
    test = True,
)
