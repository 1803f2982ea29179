#!/bin/bash
# Installs the Debian packages that the build and the tests need. Says first what it will install, needs root or
# sudo, and does nothing when everything is there.
#
#   tools/install_deps.sh           install what is missing
#   tools/install_deps.sh --check   print what is missing, one per line; exit 1 if anything is
set -euo pipefail

packages=(
  # The build.
  bazel-bootstrap
  bazel-platforms
  bazel-rules-java
  bazel-rules-proto
  git
  python3
  # Compiler and its libraries.
  clang-22
  clang-format-22
  clang-tidy-22
  libclang-rt-22-dev
  liblld-22-dev
  libllvmlibc-22-dev
  libmlir-22-dev
  libunwind-22-dev
  lld-22
  llvm-22-dev
  llvm-22-tools
  mlir-22-tools
  # What the tools link.
  libabsl-dev
  libbenchmark-dev
  libgmock-dev
  libgtest-dev
  libprotobuf-dev
  libre2-dev
  libstdc++-12-dev
  libzstd-dev
  protobuf-compiler
  zlib1g-dev
  # What tests run programs under.
  gdb
  lldb-22
)

fail() {
  echo "install_deps: $*" >&2
  exit 1
}

[[ -x /usr/bin/dpkg-query && -x /usr/bin/apt-get ]] ||
  fail "this system has no apt; Arc builds on Debian 12 (x86-64)"
architecture=$(dpkg --print-architecture)
[[ $architecture == amd64 ]] || fail "this system is $architecture; Arc builds on Debian 12 (x86-64)"

# dpkg-query fails when one of the packages is unknown to it, and still prints the others.
installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "${packages[@]}" \
  2>/dev/null || true)
missing=()
for package in "${packages[@]}"; do
  grep -qxF "installed $package" <<<"$installed" || missing+=("$package")
done

if [[ ${1:-} == --check ]]; then
  ((${#missing[@]} == 0)) && exit 0
  printf '%s\n' "${missing[@]}"
  exit 1
fi
[[ $# == 0 ]] || fail "unknown argument: $1"
((${#missing[@]})) || exit 0

echo "Arc needs these Debian packages, which will be installed now:" >&2
printf '  %s\n' "${missing[@]}" >&2

as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || fail "root is needed to install packages, and there is no sudo; run as root:
  apt-get install ${missing[*]}"
  # No terminal to ask for a password on: sudo may not wait for one.
  if [[ -t 0 ]]; then as_root=(sudo); else as_root=(sudo --non-interactive); fi
  "${as_root[@]}" true || fail "root is needed to install packages and sudo refused; run as root:
  apt-get install ${missing[*]}"
fi

log=$(mktemp)
simulation=$(mktemp)
trap 'rm -f "$log" "$simulation"' EXIT

# On a terminal apt-get shows its progress; otherwise its thousand lines appear only when it fails.
apt_get() {
  # Waits for another apt-get to end rather than failing on its lock.
  # Settings files that somebody has changed stay as they are: there is nobody to ask.
  local command=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
    apt-get -o DPkg::Lock::Timeout=600 -o DPkg::Options::=--force-confdef -o DPkg::Options::=--force-confold -y -q "$@")
  if [[ -t 2 ]]; then
    "${command[@]}" </dev/null >&2
  else
    "${command[@]}" </dev/null >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  fi
}

# Whether apt could install everything that is missing, going by the lists that it has now.
known() {
  apt-get install --simulate --no-install-recommends -q "${missing[@]}" </dev/null >"$simulation" 2>&1
}

# One source that does not answer must not stop the others, so failure shows only in what is known afterwards.
update() {
  apt_get update || echo "install_deps: apt-get update failed, see above; trying with what apt knows" >&2
}

# LLVM 22 came to Debian 12 with its security updates, a suite that a minimal installation does not list. Adds it, from
# the archive that the system already uses: .../debian/ becomes .../debian-security/.
add_security_updates() {
  local target suites archive options='' keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  local folder
  folder=$(apt-config shell folder Dir::Etc::sourceparts/d)
  eval "$folder"
  local source=${folder%/}/bookworm-security.list
  # shellcheck disable=SC2016  # apt's own variables
  suites=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages')
  [[ $suites != *" bookworm-security main"* ]] || return 1
  target=$(grep -m 1 -E '/debian/? bookworm main$' <<<"$suites") || return 1
  archive=$(sed -E 's#/debian/?$#/debian-security/#' <<<"${target%% *}")
  echo "Debian's security updates are not among apt's sources; adding them as $source" >&2
  [[ ! -e $keyring ]] || options="[signed-by=$keyring] "
  echo "deb $options$archive bookworm-security main" |
    "${as_root[@]}" tee "$source" >/dev/null || return 1
  update
  known && return
  "${as_root[@]}" rm -f "$source"
  return 1
}

# The last words when apt cannot: its own reasons, and what usually helps.
not_installable() {
  grep -v -E '^(Reading|Building) ' "$simulation" >&2 || true
  fail "apt cannot install what Arc needs. It must reach an archive of Debian 12 (bookworm, x86-64), and the security
updates (bookworm-security) must be among its sources. Missing: ${missing[*]}"
}

# A fresh system knows no packages at all, an old one perhaps not their current versions.
known || { update && known; } || add_security_updates || not_installable
# The index may name versions that the archive has replaced since.
apt_get install --no-install-recommends "${missing[@]}" ||
  { update && apt_get install --no-install-recommends "${missing[@]}"; } ||
  fail "apt-get could not install the packages"
