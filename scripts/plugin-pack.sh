#!/usr/bin/env bash
# Packs the plugin as `pulumi plugin install resource linuxnet VERSION --file ARCHIVE` takes it: the provider and all that
# it needs in one file, which runs on Node of any architecture. Prints the archives' names, as Pulumi's releases have them.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
eval "$(bash scripts/env.sh)"

version=$(node -p 'require("./package.json").version')
out=${1:-plugin}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

esbuild provider/plugin/main.ts --bundle --platform=node --target=node22 --log-level=warning \
  --outfile="$folder/pulumi-resource-linuxnet"
chmod 755 "$folder/pulumi-resource-linuxnet"
cp package.json schema.json LICENSE "$folder"
cp --parents provider/host/sh/*.sh "$folder"

mkdir -p "$out"
for arch in amd64 arm64; do
  archive=$out/pulumi-resource-linuxnet-v$version-linux-$arch.tar.gz
  tar --create --gzip --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --file="$archive" --directory="$folder" .
  echo "$archive"
done
