"""@com_google_absl over Debian's libabsl-dev, with the labels of Abseil's own Bazel build.

The dependency edges come from the installed pkg-config files; only the map from CMake's flat names to
Bazel's packages is written here."""

load(":package_stamp.bzl", "write_package_stamp")

_LIBRARY_DIRECTORY = "/usr/lib/x86_64-linux-gnu"

# Bazel package -> {Bazel target: pkg-config name without the prefix absl_}. Public targets only.
_TARGETS = {
    "algorithm": {"algorithm": "algorithm", "container": "algorithm_container"},
    "base": {
        "base": "base",
        "config": "config",
        "core_headers": "core_headers",
        "dynamic_annotations": "dynamic_annotations",
        "endian": "endian",
        "log_severity": "log_severity",
        "raw_logging_internal": "raw_logging_internal",
    },
    "cleanup": {"cleanup": "cleanup"},
    "container": {
        "btree": "btree",
        "fixed_array": "fixed_array",
        "flat_hash_map": "flat_hash_map",
        "flat_hash_set": "flat_hash_set",
        "inlined_vector": "inlined_vector",
        "node_hash_map": "node_hash_map",
        "node_hash_set": "node_hash_set",
    },
    "debugging": {
        "failure_signal_handler": "failure_signal_handler",
        "leak_check": "leak_check",
        "stacktrace": "stacktrace",
        "symbolize": "symbolize",
    },
    "flags": {
        "commandlineflag": "flags_commandlineflag",
        "config": "flags_config",
        "flag": "flags",
        "marshalling": "flags_marshalling",
        "parse": "flags_parse",
        "program_name": "flags_program_name",
        "reflection": "flags_reflection",
        "usage": "flags_usage",
    },
    "functional": {
        "any_invocable": "any_invocable",
        "bind_front": "bind_front",
        "function_ref": "function_ref",
    },
    "hash": {"hash": "hash"},
    "memory": {"memory": "memory"},
    "meta": {"type_traits": "type_traits"},
    "numeric": {"bits": "bits", "int128": "int128"},
    "random": {
        "bit_gen_ref": "random_bit_gen_ref",
        "distributions": "random_distributions",
        "random": "random_random",
        "seed_sequences": "random_seed_sequences",
    },
    "status": {"status": "status", "statusor": "statusor"},
    "strings": {"cord": "cord", "str_format": "str_format", "strings": "strings"},
    "synchronization": {"synchronization": "synchronization"},
    "time": {"time": "time"},
    "types": {
        "any": "any",
        "compare": "compare",
        "optional": "optional",
        "span": "span",
        "variant": "variant",
    },
    "utility": {"utility": "utility"},
}

_HEADER = """load("@arc//third_party/debian:prebuilt_library.bzl", "prebuilt_library")
package(default_visibility = ["//visibility:public"])
"""

def _requirements(text):
    for line in text.splitlines():
        if line.startswith("Requires:"):
            return [item.strip().split(" ")[0] for item in line[len("Requires:"):].split(",") if item.strip()]
    return []

def _impl(repository_ctx):
    write_package_stamp(repository_ctx, ["libabsl-dev"], "stamp.txt")
    library_directory = repository_ctx.path(_LIBRARY_DIRECTORY)
    lines = [_HEADER, "exports_files([\"stamp.txt\"])"]
    for entry in library_directory.get_child("pkgconfig").readdir():
        if not entry.basename.startswith("absl_"):
            continue
        name = entry.basename[:-len(".pc")]
        archive = library_directory.get_child("lib%s.a" % name)
        archives = []
        if archive.exists:
            repository_ctx.symlink(archive, "lib/lib%s.a" % name)
            archives = ["lib/lib%s.a" % name]
        lines.append("prebuilt_library(name = %r, archives = %r, deps = %r, linkopts = [\"-pthread\"], stamps = [\"stamp.txt\"])" % (
            name,
            archives,
            [":" + dep for dep in _requirements(repository_ctx.read(entry))],
        ))
    repository_ctx.file("BUILD.bazel", "\n".join(lines) + "\n", executable = False)

    for package, targets in _TARGETS.items():
        repository_ctx.file(
            "absl/%s/BUILD.bazel" % package,
            "package(default_visibility = [\"//visibility:public\"])\n" + "".join([
                "alias(name = %r, actual = \"//:absl_%s\")\n" % (target, name)
                for target, name in targets.items()
            ]),
            executable = False,
        )

abseil_repository = repository_rule(
    implementation = _impl,
    local = True,
)
