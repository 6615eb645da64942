#!/usr/bin/env bash
# The main job on the emulated tenant: a token from curl, a connection, a listing, a change, a refusal. Leaves nothing behind.
# EXO_PROGRAMS names the folder of another build than the release.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
emulator=""
finish() {
    [ -z "$emulator" ] || { kill -TERM "$emulator" 2> /dev/null && wait "$emulator" 2> /dev/null; } || true
    rm -rf "$work"
}
trap finish EXIT
export PATH="${EXO_PROGRAMS:-$PWD/.build/release}:$PATH"
for name in ${!EXO_*} http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY; do unset "$name"; done
export XDG_CONFIG_HOME="$work/config" XDG_CACHE_HOME="$work/cache" EXO_EMULATOR_HOME="$work/emulator" EXO_PAGER=""

bold="" plain=""
if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; fi
title() { printf '\n# %s\n' "$*"; }
say() { printf '%s$ %s%s\n' "$bold" "$1" "$plain"; [ -z "${2:-}" ] || printf '%s    %s%s\n' "$bold" "$2" "$plain"; }
run() { say "$*"; "$@"; }

title "a tenant on this machine"
say "exo-emulator start --port 0 --regional-port 0 &"
mkfifo "$work/ready"
exo-emulator start --port 0 --regional-port 0 > "$work/ready" 2> "$work/log" &
emulator=$!
read -r -t 20 _ url _ regional _ ca < "$work/ready" || { cat "$work/log" >&2; exit 1; }
echo "Entra ID, Graph, portal and Exchange at $url"
export EXO_EMULATOR_URL=$url EXO_CA_FILE=$ca EXO_EMULATOR_PORT=${url##*:} EXO_EMULATOR_REGIONAL_PORT=${regional##*:}

title "an application's token, from curl, is all that exo gets"
say "scripts/token-with-curl.sh application \\" \
    "| exo connect --cloud emulator --organization contoso.onmicrosoft.com --access-token-stdin"
scripts/token-with-curl.sh application \
    | exo connect --cloud emulator --organization contoso.onmicrosoft.com --access-token-stdin 2>&1

title "list, change, look again"
run exo Get-Mailbox -ResultSize Unlimited --limit 5 --columns DisplayName,PrimarySmtpAddress,RecipientTypeDetails --output table
run exo Set-Mailbox -Identity adele@contoso.com -HiddenFromAddressListsEnabled true
run exo Get-Mailbox adele@contoso.com --columns DisplayName,HiddenFromAddressListsEnabled --output list
say "exo 'Get-Mailbox | Group-Object RecipientTypeDetails -NoElement | Format-Table'"
exo 'Get-Mailbox | Group-Object RecipientTypeDetails -NoElement | Format-Table'

title "a token of somebody else is refused before anything is sent"
say "scripts/token-with-curl.sh user admin@contoso.com \\" \
    "| exo connect --cloud emulator --user-principal-name reader@contoso.com --access-token-stdin"
status=0
scripts/token-with-curl.sh user admin@contoso.com \
    | exo connect --cloud emulator --user-principal-name reader@contoso.com --access-token-stdin 2>&1 || status=$?
[ "$status" = 3 ] || { echo "demo: the wrong user was not refused (exit code $status)" >&2; exit 1; }
echo "(exit code 3)"

title "and nothing stays"
run exo disconnect --all 2>&1
