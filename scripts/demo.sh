#!/usr/bin/env bash
# The main job on the embedded default: a token from curl, a connection, a listing, a change, a refusal. Leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
emulator=""
finish() {
    [ -z "$emulator" ] || { kill -TERM "$emulator" 2> /dev/null && wait "$emulator" 2> /dev/null; } || true
    rm -rf "$work"
}
trap finish EXIT
export PATH="$PWD/.build/release:$PATH" XDG_CONFIG_HOME="$work/config" EXO_EMULATOR_HOME="$work/emulator"
unset EXO_EMULATOR_PORT EXO_EMULATOR_REGIONAL_PORT EXO_CLOUD EXO_ACCESS_TOKEN EXO_CONNECTION EXO_ORGANIZATION EXO_USER_PRINCIPAL_NAME

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }
run() { say "$@"; "$@"; }

say "exo-emulator start --port 0 --regional-port 0 &"
mkfifo "$work/ready"
exo-emulator start --port 0 --regional-port 0 > "$work/ready" 2> "$work/log" &
emulator=$!
read -r -t 10 _ url _ regional _ ca < "$work/ready" || { cat "$work/log" >&2; exit 1; }
echo "emulator at $url, regional backend at $regional, certificate authority $ca"
export EXO_EMULATOR_URL=$url EXO_CA_FILE=$ca EXO_EMULATOR_PORT=${url##*:} EXO_EMULATOR_REGIONAL_PORT=${regional##*:}

say "scripts/token-with-curl.sh application | exo connect --cloud emulator --name automation --organization contoso.onmicrosoft.com --access-token-stdin"
scripts/token-with-curl.sh application \
    | exo connect --cloud emulator --name automation --organization contoso.onmicrosoft.com --access-token-stdin

run exo connection show automation
run exo Get-Mailbox -ResultSize 12 --output table --columns DisplayName,PrimarySmtpAddress,RecipientTypeDetails
run exo Set-Mailbox -Identity adele@contoso.com -HiddenFromAddressListsEnabled true
run exo Get-Mailbox adele@contoso.com --output list --columns DisplayName,HiddenFromAddressListsEnabled

say "scripts/token-with-curl.sh user admin@contoso.com | exo connect --cloud emulator --name other --user-principal-name reader@contoso.com --access-token-stdin"
status=0
scripts/token-with-curl.sh user admin@contoso.com \
    | exo connect --cloud emulator --name other --user-principal-name reader@contoso.com --access-token-stdin || status=$?
[ "$status" = 3 ] || { echo "demo: the wrong user was not refused (exit code $status)" >&2; exit 1; }
echo "(refused before anything was sent, exit code 3)"

run exo disconnect --all
say "done"
