#!/usr/bin/env bash
# Long runs against the emulator, with the programs of `make release`. Usage: scripts/long-runs.sh [killed|tenants ...]
#   killed   10,000 writes, killed at 100 random moments, end with each made once, and all reports agree (EXO_LONG_SEED)
#   tenants  100,000 calls by 64 tasks over connections to 1,000 tenants, in any order, of which none sees another tenant;
#            the emulator's log has the same requests
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/bootstrap.sh curl python3
work=$(mktemp -d)
running=()
finish() {
    for process in "${running[@]}"; do kill -TERM "$process" 2> /dev/null && wait "$process" 2> /dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
export PATH="${EXO_PROGRAMS:-$PWD/.build/release}:$PATH" XDG_CONFIG_HOME="$work/config"
unset EXO_EMULATOR_PORT EXO_EMULATOR_REGIONAL_PORT EXO_ACCESS_TOKEN EXO_CONNECTION EXO_ORGANIZATION EXO_USER_PRINCIPAL_NAME EXO_TENANT

start_emulator() {
    local home=$1 url regional ca
    shift
    rm -f "$work/ready"; mkfifo "$work/ready"
    exo-emulator start "$@" --home "$home" --port 0 --regional-port 0 > "$work/ready" 2> "$work/log" &
    running+=($!)
    read -r -t 60 _ url _ regional _ ca < "$work/ready" || { cat "$work/log" >&2; exit 1; }
    export EXO_EMULATOR_URL=$url EXO_CA_FILE=$ca EXO_EMULATOR_PORT=${url##*:} EXO_EMULATOR_REGIONAL_PORT=${regional##*:} EXO_CLOUD=emulator
}

run_killed() {
    start_emulator "$work/killed" --quiet
    EXO_ACCESS_TOKEN=$(scripts/token-with-curl.sh application)
    export EXO_ACCESS_TOKEN EXO_ORGANIZATION=11111111-1111-4111-8111-111111111111
    python3 scripts/long_runs.py killed "$work"
    unset EXO_ACCESS_TOKEN EXO_ORGANIZATION
}

run_tenants() {
    exo-emulator seed --home "$work/tenants" > /dev/null
    exo-emulator export "$work/one.json" --home "$work/tenants"
    python3 Benchmarks/many_tenants.py "$work/one.json" 1000 > "$work/many.json"
    exo-emulator import "$work/many.json" --home "$work/tenants" > /dev/null
    start_emulator "$work/tenants"
    python3 Benchmarks/many_tenants.py list "$work/many.json" > "$work/domains"
    (umask 077; printf emulator-automation-secret > "$work/secret")
    if [ -z "${CLIENT_CALLS:-}" ]; then
        swift build -c release --static-swift-stdlib --package-path Benchmarks/ClientCalls --scratch-path .build/benchmarks > /dev/null
        CLIENT_CALLS=$PWD/.build/benchmarks/release/client-calls
    fi
    export CLIENT_CALLS
    python3 scripts/long_runs.py tenants "$work"
}

for name in "${@:-killed tenants}"; do
    for part in $name; do "run_$part"; done
done
