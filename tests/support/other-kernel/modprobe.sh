#!/bin/sh
# What the kernel that run.sh starts calls for a module: modprobe.sh -q -- NAME
base=${0%/tests/support/other-kernel/*}/.tools/other-kernel
exec "$base/modprobe" --dirname "$base" "$@"
