#!/bin/bash
# Runs rules_test.py under the Bazel 7 of Debian sid, with WORKSPACE and with MODULE.bazel, in a root of its own.
#
#   tests/bazel/modern_bazel.sh DISTRIBUTION FOLDER [unittest arguments]
#
# Needs root, debootstrap and an archive of Debian. The root is made in FOLDER (about 1 GB, two minutes) and used again when
# it is there; to get rid of it, remove FOLDER.
set -euo pipefail

fail() {
  echo "modern_bazel: $*" >&2
  exit 1
}

(($# >= 2)) || fail "usage: modern_bazel.sh DISTRIBUTION FOLDER [unittest arguments]"
((EUID == 0)) || fail "needs root"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
distribution=$(realpath "$1")
[[ -x $distribution/bin/arcc ]] || fail "$1 is no distribution; build //toolchain:dist"
root=$(realpath -m "$2")
shift 2

# A mount namespace for all of it, gone with this script.
if [[ ${MODERN_BAZEL_INSIDE:-} != 1 ]]; then
  MODERN_BAZEL_INSIDE=1 exec unshare --mount --pid --fork --kill-child "$0" "$distribution" "$root" "$@"
fi
mount --make-rprivate /

if [[ ! -e $root/installed ]]; then
  command -v debootstrap >/dev/null || fail "needs debootstrap: apt-get install debootstrap"
  # The archive that this system uses.
  # shellcheck disable=SC2016  # apt's own variables
  archive=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    sed -n -E 's#^(.*/debian/?) [a-z]+ main$#\1#p' | head -n 1)
  [[ -n $archive ]] || fail "apt knows no archive of Debian"
  echo "modern_bazel: making a Debian sid in $root" >&2
  mkdir -p "$root"
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  {
    debootstrap --variant=minbase sid "$root/system" "$archive" &&
      mount -t proc proc "$root/system/proc" &&
      chroot "$root/system" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends bazel-bootstrap &&
      umount "$root/system/proc" &&
      touch "$root/installed"
  } >"$log" 2>&1 || { cat "$log" >&2; fail "could not make the root"; }
fi

system=$root/system
rm -rf "$system/arc"
mkdir -p "$system/arc/tests" "$system/old"
cp -rL "$distribution" "$system/arc/distribution"
cp -r "$here/." "$system/arc/tests"

# Not chroot, in which linux-sandbox turns itself off.
mount --bind "$system" "$system"
mount -t proc proc "$system/proc"
mount -t sysfs sys "$system/sys"
mount --rbind /dev "$system/dev"
mount -t tmpfs tmp "$system/tmp"
cd "$system"
pivot_root . old
umount -l old
for mode in "" --modules; do
  echo "modern_bazel: rules_test.py --version=7 $mode" >&2
  # shellcheck disable=SC2086  # no word for no mode
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    /arc/tests/rules_test.py /arc/distribution --version=7 $mode "$@"
done
