#!/bin/sh
# The checked-in reference of the dialect is what the definitions generate.
if ! diff -u "$2" "$1"; then
  echo "docs/tir.md is out of date: bazel run //compiler/ir:update_docs"
  exit 1
fi
