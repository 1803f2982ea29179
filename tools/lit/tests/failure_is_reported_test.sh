#!/bin/bash
# run_lit.py fails when a check does, and shows what was expected and what came.
set -uo pipefail
output=$("$@" 2>&1)
status=$?
if [[ $status == 0 || $output != *pear* || $output != *apple* ]]; then
  echo "exit status $status; output:" >&2
  echo "$output" >&2
  exit 1
fi
