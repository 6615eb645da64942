#!/usr/bin/env bash
# Times a clean release build of both programs beside that of an older commit, and debug rebuilds after an edit.
# Usage: Benchmarks/build.sh [COMMIT] (what is committed here against COMMIT)
set -euo pipefail
cd "$(dirname "$0")/.."
older=${1:-b856b86}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

timed() {
    local started
    started=$(date +%s%N)
    "$@" > "$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
    echo $((($(date +%s%N) - started) / 1000000))
}

# As the Makefile of that commit builds both programs.
release() {
    git clone --quiet . "$work/$1"
    git -C "$work/$1" checkout --quiet "$1"
    timed make -C "$work/$1" release
}

newer=$(git rev-parse HEAD)
before=$(release "$older")
after=$(release "$newer")
awk -v a="$after" -v b="$before" -v o="$older" 'BEGIN { printf "clean release build of both programs: %.0f s, %s %.0f s, ratio %.2f\n", a / 1000, o, b / 1000, a / b }'

cd "$work/$newer"
timed swift build > /dev/null
for file in Sources/EmulatorPortal/HomePage.swift Sources/EmulatorExchange/Handlers/SetHandler.swift; do
    printf '\n/// Edited.\nprivate let edited = "%s"\nfunc useOfTheEdit() -> String { edited }\n' "$RANDOM" >> "$file"
    printf 'debug rebuild after an edit of %s: %.1f s\n' "$file" "$(timed swift build | awk '{ print $1 / 1000 }')"
done
