"""The packages of the standard library and what they import of each other."""

# Import path below std/ to the packages that the sources import or that are the package's prelude. core and compute
# are the prelude of all others; what compute itself is made of sees core alone.
STD_PACKAGES = {
    "compute": ["core", "os", "runtime"],
    "core": [],
    "env": ["core"],
    "fs": ["core", "os"],
    "io": ["core", "os"],
    "math": ["core"],
    "os": ["core"],
    "runtime": ["core", "os"],
    "testing": ["core", "os", "time"],
    "time": ["core"],
}
