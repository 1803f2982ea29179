"""Versions of installed Debian packages, for repositories that use files outside the workspace."""

def write_package_stamp(repository_ctx, packages, path):
    """Writes the versions of `packages` into `path`; fails naming those that are not installed.

    The file is an input of the actions that use the packages, so an upgrade runs them again.

    Args:
      repository_ctx: of the repository rule.
      packages: names of Debian packages.
      path: file to write, relative to the repository.
    """
    lines = []
    missing = []
    for package in packages:
        result = repository_ctx.execute(
            ["/usr/bin/dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", package],
        )
        words = result.stdout.split(" ")
        if result.return_code != 0 or words[0] != "installed":
            missing.append(package)
        else:
            lines.append("%s %s" % (package, words[1]))
    if missing:
        fail("Debian packages missing: %s; tools/install_deps.sh installs them" % " ".join(missing))
    repository_ctx.file(path, "\n".join(lines) + "\n", executable = False)
