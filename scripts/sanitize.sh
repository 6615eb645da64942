#!/usr/bin/env bash
# Runs tests under the thread and the address sanitizer, each in a build folder of its own.
# Usage: scripts/sanitize.sh [thread|address] [FILTER]; EXO_SANITIZE_PATH names where to build (default .build/sanitize).
set -euo pipefail
cd "$(dirname "$0")/.."
kinds=${1:-thread address}
filter=${2:-'ExoTransportTests|EntraTokensTests|HTTPServerTests|ExoCryptoTests|ExoJSONTests|Store|ExoRowsTests'}
folder=${EXO_SANITIZE_PATH:-.build/sanitize}

mkdir -p "$folder"
for kind in $kinds; do
    printf '== %s sanitizer\n' "$kind" >&2
    swift build --build-tests --sanitize="$kind" --scratch-path "$folder/$kind"
    preload=
    if [ "$kind" = thread ] && [ "$(uname)" = Linux ]; then
        preload=$folder/thread-sanitizer-mutex.so
        clang -shared -fPIC -O1 -o "$preload" scripts/thread-sanitizer-mutex.c -ldl
        preload=$(realpath "$preload")
    fi
    # The sanitizers' own work fails in a box: the thread sanitizer's start on its full disk, the look for leaks in its namespaces. The test runner itself leaks, so leaks are looked for by the
    # tests that count, and these only without the address sanitizer, which holds on to freed memory.
    env ${preload:+LD_PRELOAD="$preload"} ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=halt_on_error=1 \
        swift test --skip-build --sanitize="$kind" --scratch-path "$folder/$kind" --filter "$filter" --skip LeakTests --skip 'Box(End)?Tests'
done
