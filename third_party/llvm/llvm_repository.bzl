"""@llvm: the installed LLVM, MLIR and lld as one target per library, plus their tools.

The dependency edges are those that LLVM exports to CMake. The installed MLIR and lld name the whole shared
library `LLVM` as a dependency; here that name stands for all LLVM archives of the wanted targets, from which
the linker takes only what is used.

@llvm//:<library>     as CMake calls it: LLVMSupport, MLIRIR, lldELF, ...
@llvm//:headers       the include folder alone
@llvm//:LLVM          all of LLVM's libraries for the wanted targets
@llvm//:<tool>        an executable file: clang-22, mlir-tblgen, FileCheck, ...
@llvm//:other_targets_source   definitions of LLVMInitialize* for targets not linked, and of Polly's entry
@llvm//:compiler_stamp         versions of the packages, an input of every compile action
"""

load("//third_party/debian:package_stamp.bzl", "write_package_stamp")

_EXPORTS = [
    "lib/cmake/llvm/LLVMExports.cmake",
    "lib/cmake/mlir/MLIRTargets.cmake",
    "lib/cmake/lld/LLDTargets.cmake",
]

# What CMake calls a system library, as linker flags. LLVM's Z3 solver is built in but nothing here uses it,
# and an archive member that is not used asks for nothing.
_SYSTEM_LIBRARIES = {
    "/usr/lib/x86_64-linux-gnu/libz3.so": [],
    "CURL::libcurl": ["-lcurl"],
    "FFI::ffi": ["-lffi"],
    "LibEdit::LibEdit": ["-ledit"],
    "LibXml2::LibXml2": ["-lxml2"],
    "ZLIB::ZLIB": ["-lz"],
    "dl": ["-ldl"],
    "m": ["-lm"],
    "pfm": ["-lpfm"],
    "rt": ["-lrt"],
    "zstd::libzstd_shared": ["-lzstd"],
}

# Flags of libraries that the install list does not hold; what needs them stays out of @llvm//:LLVM.
_OPTIONAL_FLAGS = ["-lcurl", "-ledit", "-lffi", "-lpfm", "-lxml2"]

_TOOLS = [
    "FileCheck",
    "clang-22",
    "clang-format",
    "clang-tidy",
    "count",
    "ld.lld",
    "lit",
    "llc",
    "lld",
    "llvm-ar",
    "llvm-as",
    "llvm-bcanalyzer",
    "llvm-dis",
    "llvm-dwarfdump",
    "llvm-link",
    "llvm-mc",
    "llvm-nm",
    "llvm-objcopy",
    "llvm-objdump",
    "llvm-readelf",
    "llvm-size",
    "llvm-strip",
    "llvm-symbolizer",
    "llvm-tblgen",
    "mlir-opt",
    "mlir-tblgen",
    "mlir-translate",
    "not",
    "opt",
    "split-file",
]

# Archives used as files, not through C++ rules: they go into the runtime of compiled programs.
_RUNTIME_ARCHIVES = {
    "llvm_libc_archive": "libllvmlibc.a",
    "unwind_archive": "libunwind.a",
}

_HEADER = """load("@arc//third_party/debian:prebuilt_library.bzl", "prebuilt_library")
package(default_visibility = ["//visibility:public"])
filegroup(name = "compiler_stamp", srcs = ["stamp.txt"])
filegroup(name = "other_targets_source", srcs = ["other_targets.cc"])
prebuilt_library(name = "headers", stamps = ["stamp.txt"], system_includes = [{include}])
"""

def _parse_exports(text):
    """Returns the names of the static libraries in a CMake export file and their dependencies."""
    static = {}
    dependencies = {}
    current = None
    for line in text.splitlines():
        if line.startswith("add_library(") and " STATIC IMPORTED)" in line:
            static[line[len("add_library("):].split(" ")[0]] = True
        elif line.startswith("set_target_properties("):
            current = line[len("set_target_properties("):].split(" ")[0]
        elif line.startswith(")"):
            current = None
        elif current and line.startswith("  INTERFACE_LINK_LIBRARIES "):
            names = []
            for item in line.split("\"")[1].split(";"):
                if "$<LINK_ONLY:" in item:
                    item = item.split("$<LINK_ONLY:")[1].rstrip(">")
                names.append(item)
            dependencies[current] = names
    return static, dependencies

def _definitions(text):
    """Returns the arguments of the macro calls in one of LLVM's target lists (Targets.def, ...)."""
    return [
        line.split("(")[1].rstrip(")")
        for line in text.splitlines()
        if line.startswith("LLVM_") and line.endswith(")")
    ]

def _other_targets_source(repository_ctx, include):
    kinds = [
        ("Targets.def", "TargetInfo"),
        ("Targets.def", "Target"),
        ("Targets.def", "TargetMC"),
        ("AsmPrinters.def", "AsmPrinter"),
        ("AsmParsers.def", "AsmParser"),
        ("Disassemblers.def", "Disassembler"),
    ]
    lines = [
        "// LLVM built with all targets initializes each of them by name. The targets that are not linked",
        "// register nothing.",
        "#include \"llvm/Plugins/PassPlugin.h\"",
        "extern \"C\" {",
    ]
    for file, kind in kinds:
        text = repository_ctx.read("%s/llvm/Config/%s" % (include, file))
        for target in _definitions(text):
            if target not in repository_ctx.attr.targets:
                lines.append("void LLVMInitialize%s%s() {}" % (target, kind))
    lines += [
        "}",
        "// Polly is built in as an extension of LTO; it adds no passes here.",
        "llvm::PassPluginLibraryInfo getPollyPluginInfo() {",
        "  return {LLVM_PLUGIN_API_VERSION, \"polly\", \"absent\", [](llvm::PassBuilder&) {}, nullptr};",
        "}",
    ]
    return "\n".join(lines) + "\n"

def _impl(repository_ctx):
    prefix = repository_ctx.attr.prefix
    write_package_stamp(repository_ctx, repository_ctx.attr.packages, "stamp.txt")
    include = prefix + "/include"
    installed = {path.basename: True for path in repository_ctx.path(prefix + "/lib").readdir()}

    static = {}
    dependencies = {}
    for path in _EXPORTS:
        file_static, file_dependencies = _parse_exports(repository_ctx.read(prefix + "/" + path))
        static.update(file_static)
        dependencies.update(file_dependencies)
    libraries = [name for name in static if "lib%s.a" % name in installed]

    unwanted_targets = [
        target
        for target in _definitions(repository_ctx.read(include + "/llvm/Config/Targets.def"))
        if target not in repository_ctx.attr.targets
    ]
    lines = [_HEADER.format(include = repr(include))]
    all_of_llvm = []
    for name in libraries:
        deps = [":headers"]
        flags = []
        for dependency in dependencies.get(name, []):
            if dependency == "LLVM" or "lib%s.a" % dependency in installed:
                deps.append(":" + dependency)
            elif dependency in _SYSTEM_LIBRARIES:
                flags += _SYSTEM_LIBRARIES[dependency]
        lines.append("prebuilt_library(name = %r, archives = [%r], deps = %r, linkopts = %r)" % (
            name,
            "lib/lib%s.a" % name,
            {dep: True for dep in deps}.keys(),
            flags,
        ))
        repository_ctx.symlink("%s/lib/lib%s.a" % (prefix, name), "lib/lib%s.a" % name)

        # Parts of LLVM's own tools use the shared library too; they are not part of it.
        if not name.startswith("LLVM") or name.startswith("LLVMExegesis"):
            continue
        if "LLVM" in dependencies.get(name, []):
            continue
        if [flag for flag in flags if flag in _OPTIONAL_FLAGS]:
            continue
        if [target for target in unwanted_targets if name.startswith("LLVM" + target)]:
            continue
        all_of_llvm.append(":" + name)
    lines.append("prebuilt_library(name = \"LLVM\", deps = %r)" % all_of_llvm)

    for tool in _TOOLS:
        repository_ctx.symlink("%s/bin/%s" % (prefix, tool), "bin/" + tool)
        lines.append("filegroup(name = %r, srcs = [%r])" % (tool, "bin/" + tool))
    for name, file in _RUNTIME_ARCHIVES.items():
        repository_ctx.symlink("%s/lib/%s" % (prefix, file), "lib/" + file)
        lines.append("filegroup(name = %r, srcs = [%r])" % (name, "lib/" + file))
    repository_ctx.file("other_targets.cc", _other_targets_source(repository_ctx, include), executable = False)
    repository_ctx.file("BUILD.bazel", "\n".join(lines) + "\n", executable = False)
    repository_ctx.file(
        "paths.bzl",
        "LLVM_PREFIX = %r\nLLVM_INCLUDE = %r\n" % (prefix, include),
        executable = False,
    )

llvm_repository = repository_rule(
    implementation = _impl,
    attrs = {
        "packages": attr.string_list(doc = "Debian packages whose versions decide what is compiled."),
        "prefix": attr.string(mandatory = True),
        "targets": attr.string_list(doc = "LLVM targets to link, as in Targets.def."),
    },
    local = True,
)
