"""What an Arc package gives to those that import it."""

ArcInfo = provider(
    doc = "A compiled Arc package.",
    fields = {
        "import_path": "what importers write: `import \"PATH\"`",
        "interface": "File: the package's interface (.arci)",
        "object": "File: the package's code",
        "transitive_code": "depset of struct(import_path, file): what runs of this package and all it imports during the build of others; files are made when something uses them",
        "transitive_interfaces": "depset of struct(import_path, file): interfaces of this package and all it imports",
        "transitive_objects": "depset of File: code of this package and all it imports; importers first",
    },
)
