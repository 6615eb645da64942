#!/usr/bin/env bash
# Builds the documentation of the public libraries with the toolchain's own docc; a warning is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

docc=$(command -v docc || echo "$(dirname "$(readlink -f "$(command -v swift)")")/docc")
work=.build/documentation
rm -rf "$work"
mkdir -p "$work"
swift package dump-symbol-graph --minimum-access-level public > "$work/symbols.log" 2>&1 || { cat "$work/symbols.log" >&2; exit 1; }
graphs=$(find .build -type d -name symbolgraph | head -n 1)
for module in ExoJSON ExoTransport EntraTokens ExchangeOnline; do
    mkdir -p "$work/symbols/$module"
    cp "$graphs/$module".symbols.json "$work/symbols/$module/"
    "$docc" convert "Sources/$module/Documentation.docc" \
        --additional-symbol-graph-dir "$work/symbols/$module" \
        --fallback-display-name "$module" --fallback-bundle-identifier "exo.$module" \
        --output-path "$work/$module.doccarchive" --warnings-as-errors
    echo "docs: $work/$module.doccarchive"
done
