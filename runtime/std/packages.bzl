"""The packages of the standard library and what they import of each other."""

# Import path below std/ to the packages that the sources import or that are the package's prelude. core and compute
# are the prelude of all others; what compute itself is made of sees core alone.
STD_PACKAGES = {
    "bits": ["core"],
    "bytes": ["core"],
    "collections": ["core"],
    "compute": ["core", "os", "runtime"],
    "core": [],
    "encoding/base64": ["core"],
    "encoding/hex": ["core"],
    "env": ["core"],
    "flag": ["core", "os", "path", "strconv", "strings", "time"],
    "fmt": ["core"],
    "fs": ["core", "env", "os", "path"],
    "hash/crc32": ["core"],
    "hash/fast": ["core", "rand"],
    "hash/sha256": ["core"],
    "hash/sha512": ["core"],
    "io": ["bytes", "core", "os"],
    "log": ["core", "env", "time"],
    "math": ["core"],
    "os": ["core"],
    "path": ["core"],
    "rand": ["core", "math"],
    "runtime": ["core", "os"],
    "sort": ["core"],
    "strconv": ["core"],
    "strings": ["core", "unicode"],
    "testing": ["core", "os", "time"],
    "time": ["bits", "core"],
    "unicode": ["core"],
    "unicode/utf8": ["core"],
}

# What makes the library's code fit for the evaluator of comptime.
COMPTIME_FLAGS = ["--comptime-code"]

# Those with tests beside their sources (*_test.arc); the others are tested by tests/golden.
TESTED_PACKAGES = [
    "bits",
    "bytes",
    "collections",
    "encoding/base64",
    "encoding/hex",
    "env",
    "flag",
    "fmt",
    "fs",
    "hash/crc32",
    "hash/fast",
    "hash/sha256",
    "hash/sha512",
    "io",
    "log",
    "math",
    "os",
    "path",
    "rand",
    "sort",
    "strconv",
    "strings",
    "testing",
    "time",
    "unicode",
    "unicode/utf8",
]
