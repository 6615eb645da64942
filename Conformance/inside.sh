#!/usr/bin/env bash
# Runs the checks: with --apart in a box, else beside an emulator that it starts. For run.sh.
set -euo pipefail

# In the box only who passes for root may lay a folder over another one, for himself alone.
if [ "${1:-}" = --apart ] && [ -z "${EXO_APART:-}" ]; then
    root=()
    [ "$(id -u)" = 0 ] || root=(--map-root-user)
    EXO_APART=1 exec unshare "${root[@]}" --mount "$0" "$@"
fi

work=$(mktemp -d)
emulator=""
finish() {
    [ -z "$emulator" ] || { kill -TERM "$emulator" 2> /dev/null && wait "$emulator" 2> /dev/null; } || true
    rm -rf "$work"
}
trap finish EXIT
unset EXO_CLOUD EXO_CA_FILE EXO_ACCESS_TOKEN EXO_CONNECTION EXO_ORGANIZATION EXO_USER_PRINCIPAL_NAME PYTHONDONTWRITEBYTECODE
for name in ${!AZURE_*} ${!IDENTITY_*} ${!IMDS_*} ${!MSI_*}; do unset "$name"; done
export XDG_CONFIG_HOME="$work/config" EXO_WORK="$work" PYTHONPYCACHEPREFIX="$PWD/.build/conformance/pycache" PYTHONUNBUFFERED=1

if [ "${1:-}" = --apart ]; then
    shift
    mkdir "$work/opt"
    mount --bind "$work/opt" /var/opt
    export EXO_EMULATOR_URL=https://localhost EXO_IDENTITY_URL=http://169.254.169.254
else
    unset SSL_CERT_DIR CURL_CA_BUNDLE
    for name in ${!http_proxy*} ${!https_proxy*} ${!HTTP*_PROXY*}; do unset "$name"; done
    export EXO_EMULATOR_HOME="$work/emulator"
    mkfifo "$work/ready"
    exo-emulator start --port 0 --regional-port 0 --identity-port 0 > "$work/ready" 2> "$work/log" &
    emulator=$!
    read -r -t 20 _ url _ regional _ ca _ identity < "$work/ready" || { cat "$work/log" >&2; exit 1; }
    export EXO_EMULATOR_URL=$url EXO_IDENTITY_URL=$identity EXO_EMULATOR_PORT=${url##*:} EXO_EMULATOR_REGIONAL_PORT=${regional##*:}
    export SSL_CERT_FILE=$ca REQUESTS_CA_BUNDLE=$ca
fi

status=0
.build/conformance/clients/bin/python -W ignore Conformance/check.py "$@" || status=$?
if [ -n "$emulator" ] && [ -n "${EXO_KEEP_LOG:-}" ]; then cp "$work/log" "$EXO_KEEP_LOG"; fi
exit "$status"
