#!/bin/bash
# usage: wordcount_test.sh PROGRAM CHECKED_PROGRAM FILE
# The top words of the file are what tr, sort and uniq find, whatever the number of workers.
set -euo pipefail
export LC_ALL=C

expected() {
  tr A-Z a-z < "$1" | tr -cs a-z '\n' | sed '/^$/d' | sort | uniq -c | sort -k1,1nr -k2,2 | sed 's/^ *//' | sed -n "1,$2p"
}

check() {
  local program=$1 file=$2 workers=$3 top=$4
  if ! diff <(expected "$file" "$top") <("$program" "$file" --workers "$workers" --top "$top"); then
    echo "wordcount: wrong with $workers workers on $file" >&2
    exit 1
  fi
}

program=$1 checked=$2 file=$3
for workers in 1 2 3 7 50; do
  check "$program" "$file" "$workers" 20
done
check "$checked" "$file" 3 1000

# Words that cross the borders of ranges, files without words, one long word.
cd "$TEST_TMPDIR"
program=$OLDPWD/$program checked=$OLDPWD/$checked
printf 'one two' > short
printf '' > empty
printf '1 2 3 \n\t' > none
head -c 5000 /dev/zero | tr '\0' x > long
printf 'a\377b\200A\0B' > bytes
for name in short none long bytes; do
  for workers in 1 2 5; do
    check "$program" "$name" "$workers" 10
    check "$checked" "$name" "$workers" 10
  done
done
[[ -z $("$program" empty) ]]

# What goes wrong is said, and shows in the exit code.
status=0
"$program" no_such_file 2> message || status=$?
[[ $status == 1 ]] && grep -q 'no_such_file' message
status=0
"$program" 2> message || status=$?
[[ $status == 2 ]] && grep -q usage message
