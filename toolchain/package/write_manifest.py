#!/usr/bin/env python3
"""Writes lib/arc/manifest.json of a distribution; toolchain/arc/distribution.cc reads it.

usage: write_manifest.py OUTPUT package=IMPORT_PATH=NAME=FILE... ROLE=NAME=FILE...

NAME is the file's path in lib/arc, FILE where it is now, ROLE one of standard_library, runtime,
checked_runtime, runtime_bitcode, gdb_script.
"""

import hashlib
import json
import sys

VERSION = 1


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def main():
    manifest = {"version": VERSION, "packages": {}}
    interfaces = hashlib.sha256()
    for argument in sorted(sys.argv[2:]):
        role, *rest = argument.split("=")
        if role == "package":
            import_path, name, path = rest
            manifest["packages"][import_path] = name
            interfaces.update(f"{import_path} {sha256(path)}\n".encode())
        else:
            name, path = rest
            manifest[role] = {"file": name, "sha256": sha256(path)}
    manifest["interfaces_sha256"] = interfaces.hexdigest()
    with open(sys.argv[1], "w", encoding="utf-8") as output:
        json.dump(manifest, output, indent=1, sort_keys=True)
        output.write("\n")


if __name__ == "__main__":
    main()
