#!/bin/bash
# usage: run_example.sh PROGRAM CHECKED_PROGRAM [ARGUMENT...]
# Both end with exit code 0 and print the same; the checked one would end with 102 if it leaked.
set -euo pipefail
program=$1 checked=$2
shift 2
"$program" "$@" > "$TEST_TMPDIR/printed"
"$checked" "$@" > "$TEST_TMPDIR/printed_checked"
diff "$TEST_TMPDIR/printed" "$TEST_TMPDIR/printed_checked"
[[ -s $TEST_TMPDIR/printed ]]
