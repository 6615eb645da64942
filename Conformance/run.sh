#!/usr/bin/env bash
# Other people's clients against a running emulator: each gets a token, hands it to exo, and exo works with it.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/bootstrap.sh curl ca-certificates python3 python3-venv
environment=.build/conformance
if ! cmp -s Conformance/requirements.txt "$environment/requirements.txt"; then
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check -r Conformance/requirements.txt
    cp Conformance/requirements.txt "$environment/requirements.txt"
fi

work=$(mktemp -d)
emulator=""
finish() {
    [ -z "$emulator" ] || { kill -TERM "$emulator" 2> /dev/null && wait "$emulator" 2> /dev/null; } || true
    rm -rf "$work"
}
trap finish EXIT
export PATH="$PWD/.build/release:$PATH" XDG_CONFIG_HOME="$work/config" EXO_EMULATOR_HOME="$work/emulator"
unset EXO_EMULATOR_PORT EXO_EMULATOR_REGIONAL_PORT EXO_CLOUD EXO_ACCESS_TOKEN EXO_CONNECTION EXO_ORGANIZATION EXO_USER_PRINCIPAL_NAME REQUESTS_CA_BUNDLE CURL_CA_BUNDLE

mkfifo "$work/ready"
exo-emulator start --port 0 --regional-port 0 > "$work/ready" 2> "$work/log" &
emulator=$!
read -r -t 20 _ url _ regional _ ca < "$work/ready" || { cat "$work/log" >&2; exit 1; }
export EXO_EMULATOR_URL=$url EXO_CA_FILE=$ca EXO_EMULATOR_PORT=${url##*:} EXO_EMULATOR_REGIONAL_PORT=${regional##*:}

"$environment/bin/python" Conformance/clients.py
