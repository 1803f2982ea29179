#!/bin/bash
# usage: wordcount_large_test.sh PROGRAM
# 100 MB against tr, sort and uniq.
set -euo pipefail
export LC_ALL=C
program=$1
file=$TEST_TMPDIR/large
# Reproducible text: 200,000 different words, frequent and rare ones.
awk 'BEGIN {
  srand(7)
  for (i = 0; i < 200000; i++) {
    n = i; w = ""
    do { w = w sprintf("%c", 97 + n % 26); n = int(n / 26) } while (n > 0)
    word[i] = w
  }
  for (bytes = 0; bytes < 1000000; bytes += length(line)) {
    line = ""
    for (k = 0; k < 12; k++) line = line word[int(200000 * rand() * rand() * rand())] (k % 5 ? " " : ", ")
    print line "."
  }
}' > "$file.part"
for _ in $(seq 100); do cat "$file.part"; done > "$file"
[[ $(stat -c %s "$file") -gt 100000000 ]]

"$program" "$file" --top 50 > "$TEST_TMPDIR/counted"
# The counts of one part, a hundred times: sorting 100 MB of words would take a minute.
tr A-Z a-z < "$file.part" | tr -cs a-z '\n' | sed '/^$/d' | sort | uniq -c | awk '{ print $1 * 100, $2 }' |
  sort -k1,1nr -k2,2 | sed -n 1,50p > "$TEST_TMPDIR/expected"
diff "$TEST_TMPDIR/expected" "$TEST_TMPDIR/counted"
