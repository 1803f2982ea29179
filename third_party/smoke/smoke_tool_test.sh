#!/bin/bash
# The tool is static, does its work, and the program it links runs.
set -euo pipefail
tool=$1
readelf=$2
# Sanitizer configurations link dynamically; everything else must have no interpreter.
if "$readelf" --symbols "$tool" | grep -qE '__(asan|tsan|ubsan)_'; then
  echo "sanitized build: linked dynamically"
elif "$readelf" --program-headers "$tool" | grep -q INTERP; then
  echo "the tool has an interpreter" >&2
  exit 1
fi
"$tool" "$TEST_TMPDIR"
status=0
"$TEST_TMPDIR/smoke" || status=$?
if [[ $status != 42 ]]; then
  echo "the linked program exited with $status, expected 42" >&2
  exit 1
fi
