#!/usr/bin/env bash
# Everything that must hold before a change is pushed: format, build without warnings, tests, documentation, linked libraries.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '== %s\n' "$1" >&2; }

step "format"
swift format lint --strict --parallel --recursive Package.swift Sources Tests

step "cmdlet facts are those of data/"
python3 scripts/build-catalogue.py --check

step "build and tests"
swift test --explicit-target-dependency-import-check error

step "fuzz targets"
scripts/fuzz.sh "${EXO_FUZZ_SECONDS:-60}"

step "documentation"
scripts/docs.sh

step "release binaries and the libraries they may have"
make release
scripts/linked-libraries.sh
