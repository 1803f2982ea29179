#!/bin/sh
echo "bazel coverage is not supported by this build: the report generator is a download" >&2
exit 1
