#!/usr/bin/env bash
# Feeds libFuzzer's inputs to the readers of what comes from outside, each for some seconds, and ends at the first fault.
# Usage: scripts/fuzz.sh [SECONDS] [NAME…]; EXO_FUZZ_PATH names where to build and to keep what was found (default .build/fuzz).
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(Rows JSON Lines Filters Tokens HTTP)
folder=${EXO_FUZZ_PATH:-.build/fuzz}
mkdir -p "$folder/found"

for name in "${names[@]}"; do
    printf '== building fuzz target %s\n' "$name" >&2
    EXO_FUZZ=1 swift build --quiet --scratch-path "$folder" --product "Fuzz$name" \
        -Xswiftc -O -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address
    swiftc -sanitize=fuzzer,address -use-ld=lld -o "$folder/fuzz-$name" "$folder/debug/libFuzz$name.a" -lstdc++ -lm \
        -Xlinker --as-needed -lsimdjson -lcurl -lssl -lcrypto -lsqlite3 -lmicrohttpd
done
for name in "${names[@]}"; do
    printf '== fuzzing %s for %s s: ' "$name" "$seconds" >&2
    # The corpus grows from run to run; the seeds are never written to.
    mkdir -p "$folder/corpus/$name"
    log=$folder/$name.log
    if ! SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$folder/fuzz-$name" -max_total_time="$seconds" \
        -timeout=10 -rss_limit_mb=2048 -detect_leaks=0 -max_len=65536 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="$folder/found/$name-" "$folder/corpus/$name" "Tests/Fuzz/Seeds/$name" > "$log" 2>&1; then
        grep -vE 'NEW_FUNC|^INFO|# Uses' "$log" | tail -60 >&2
        exit 1
    fi
    sed -n 's/^stat::number_of_executed_units: *\(.*\)/\1 executions/p' "$log" >&2
done
