"""What a standard library gives to the toolchain."""

ArcStandardLibraryInfo = provider(
    doc = "The standard library: all its packages.",
    fields = {
        "archive": "File: code of all packages",
        "interfaces": "list of struct(import_path, file)",
    },
)
