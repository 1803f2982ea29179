#!/bin/sh
# Writes the generated reference of the dialect into the source tree.
set -eu
cp "$1" "$BUILD_WORKSPACE_DIRECTORY/compiler/ir/docs/tir.md"
chmod u+w,a-x "$BUILD_WORKSPACE_DIRECTORY/compiler/ir/docs/tir.md"
