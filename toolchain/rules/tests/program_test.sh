#!/bin/bash
# usage: program_test.sh PROGRAM...
# Each program finds its data and prints the same.
set -euo pipefail
for program in "$@"; do
  diff <(printf 'queue eueuq 4\nlevel level 2\n') <("$program")
done
