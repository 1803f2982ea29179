#!/bin/sh
# Every golden program, as the checker makes it and as the ownership transform leaves it: on each path of each function values
# begin before they are used, end once, and none is left; and what a panic would end is gone where a function returns.
#
# usage: ownership_test.sh DIST ARC_OPT ARC_TRANSLATE FOLDER
set -eu
dist=$1 opt=$2 translate=$3 folder=$4
imports=$(cd "$dist/lib/arc/std" && find . -name '*.arci' | sed 's,^\./,,; s,\.arci$,,')
set --
for package in $imports; do set -- "$@" "--import=std/$package=$dist/lib/arc/std/$package.arci"; done
out=${TEST_TMPDIR:-/tmp}/ownership.mlir
checked=0 failed=0
for program in "$folder"/*.arc; do
    case ${program##*/} in fail_*) continue ;; esac
    for level in 0 2; do
        "$dist/bin/arcc" --program "-O$level" --emit=mlir --embed-folder="$folder" -o "$out" "$@" "$program" 2>"$out.errors" || {
            echo "FAILED to compile $program at -O$level:" && cat "$out.errors"
            failed=$((failed + 1))
            continue
        }
        checked=$((checked + 1))
        {
            "$opt" --tir-verify-module --tir-verify-ownership "$out" >/dev/null 2>"$out.errors" &&
                "$translate" --tir-verify-unwinding "$out" 2>"$out.errors"
        } || {
            echo "FAILED $program at -O$level:" && head -1 "$out.errors"
            failed=$((failed + 1))
        }
    done
done
echo "ownership: $checked checked, $failed failed"
[ "$checked" -gt 200 ] && [ "$failed" -eq 0 ]
