#!/bin/bash
set -euo pipefail
nm=$1
archive=$2
bitcode=$3
symbols=$("$nm" --defined-only "$archive" 2>/dev/null)
grep -q ' T SmokeExit$' <<<"$symbols"
grep -q ' T _start$' <<<"$symbols"
grep -qi ' [TW] memcpy$' <<<"$symbols"
"$nm" --defined-only "$bitcode" | grep -q ' T SmokeExit$'
