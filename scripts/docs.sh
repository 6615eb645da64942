#!/usr/bin/env bash
# Builds the documentation of the public libraries with the toolchain's own docc; a warning is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --quiet >&2
products=$(swift build --show-bin-path)
target=$(swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)",.*/\1/p' | head -n 1)
work=.build/documentation
rm -rf "$work"

search=(-I "$products/Modules")
for folder in Sources/System/*/; do search+=(-I "$folder"); done
for map in "$products"/C*.build/module.modulemap; do search+=(-Xcc "-fmodule-map-file=$map"); done

for module in ExoJSON ExoTransport EntraTokens ExchangeOnline; do
    mkdir -p "$work/symbols/$module"
    swift symbolgraph-extract -module-name "$module" -target "$target" "${search[@]}" \
        -minimum-access-level public -output-dir "$work/symbols/$module"
    rm -f "$work/symbols/$module/$module@"*
    docc convert "Sources/$module/Documentation.docc" \
        --additional-symbol-graph-dir "$work/symbols/$module" \
        --fallback-display-name "$module" --fallback-bundle-identifier "exo.$module" \
        --output-path "$work/$module.doccarchive" --warnings-as-errors
    echo "docs: $work/$module.doccarchive"
done
