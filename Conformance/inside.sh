#!/usr/bin/env bash
# Starts the emulator and runs the checks; with --apart in a network and a file tree that nobody else sees. For run.sh.
set -euo pipefail

work=$(mktemp -d)
emulator=""
finish() {
    [ -z "$emulator" ] || { kill -TERM "$emulator" 2> /dev/null && wait "$emulator" 2> /dev/null; } || true
    rm -rf "$work"
}
trap finish EXIT
unset EXO_EMULATOR_PORT EXO_EMULATOR_REGIONAL_PORT EXO_CLOUD EXO_ACCESS_TOKEN EXO_CONNECTION EXO_ORGANIZATION \
    EXO_USER_PRINCIPAL_NAME REQUESTS_CA_BUNDLE CURL_CA_BUNDLE SSL_CERT_FILE
for name in ${!AZURE_*} ${!IDENTITY_*} ${!IMDS_*} ${!MSI_*} ${!http_proxy*} ${!https_proxy*} ${!HTTP*_PROXY*}; do unset "$name"; done
export PATH="${EXO_PROGRAMS:-$PWD/.build/release}:$PATH" XDG_CONFIG_HOME="$work/config" EXO_EMULATOR_HOME="$work/emulator" EXO_WORK="$work"
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$PWD/.build/conformance/pycache" PYTHONUNBUFFERED=1

options=(--port 0 --regional-port 0 --identity-port 0)
if [ "${1:-}" = --apart ]; then
    shift
    export EXO_APART=1
    names="login.microsoftonline.com login.windows.net login.microsoft.com graph.microsoft.com management.azure.com outlook.office365.com"
    ip link set lo up
    ip address add 169.254.169.254/32 dev lo
    printf '127.0.0.1 localhost %s\n' "$names" > "$work/hosts"
    mount --bind "$work/hosts" /etc/hosts
    mkdir -p "$work/opt"
    mount --bind "$work/opt" /var/opt
    options=(--port 443 --regional-port 8444 --identity-port 0 --arc-folder /var/opt/azcmagent/tokens)
    mkdir -m 700 /var/opt/azcmagent
    for name in $names; do options+=(--host "$name"); done
fi

mkfifo "$work/ready"
exo-emulator start "${options[@]}" > "$work/ready" 2> "$work/log" &
emulator=$!
read -r -t 20 _ url _ regional _ ca _ identity < "$work/ready" || { cat "$work/log" >&2; exit 1; }
port=${url#https://*:}
[ "$port" != "$url" ] || port=443
export EXO_EMULATOR_URL=$url EXO_CA_FILE=$ca EXO_IDENTITY_URL=$identity EXO_EMULATOR_PORT=$port EXO_EMULATOR_REGIONAL_PORT=${regional##*:}

status=0
.build/conformance/clients/bin/python -W ignore Conformance/check.py "$@" || status=$?
if [ -n "${EXO_KEEP_LOG:-}" ]; then cp "$work/log" "$EXO_KEEP_LOG"; fi
exit "$status"
