#!/usr/bin/env bash
# Gets an access token from the emulator with curl alone and prints it. Usage:
#   scripts/token-with-curl.sh application [TENANT]
#   scripts/token-with-curl.sh user USER-PRINCIPAL-NAME [TENANT]
# Secrets come from the environment and travel to curl by standard input, never as an argument:
#   EXO_DEMO_SECRET (of the seeded app with a secret), EXO_DEMO_PASSWORD (of the seeded users).
# The emulator is found at EXO_EMULATOR_URL (https://localhost:8443) with its authority in EXO_CA_FILE.
set -euo pipefail

url=${EXO_EMULATOR_URL:-https://localhost:8443}
ca=${EXO_CA_FILE:-${EXO_EMULATOR_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/exo-emulator}/ca.pem}
scope=https://outlook.office365.com/.default
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
http() { curl --silent --show-error --cacert "$ca" "$@"; }

# The access token out of a token response, or the reason why there is none.
access_token() {
    local reply token
    reply=$(cat)
    token=$(printf '%s' "$reply" | sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p')
    [ -n "$token" ] || { printf 'no token: %s\n' "$(printf '%s' "$reply" | sed -n 's/.*"error_description":"\([^"]*\)".*/\1/p')" >&2; exit 1; }
    printf '%s\n' "$token"
}

# Ends with the reason that the page in a file gives.
refused() {
    local reason
    reason=$(tr '\n' ' ' < "$2" | sed -n 's/.*role="alert">\([^<]*\)<.*/\1/p' \
        | sed "s/&#39;/'/g; s/&quot;/\"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g")
    printf '%s: %s\n' "$1" "${reason:-the page gives no reason}" >&2
    exit 1
}

case ${1:-} in
application)
    tenant=${2:-contoso.onmicrosoft.com}
    printf 'grant_type=client_credentials&client_id=aaaaaaaa-0000-4000-8000-000000000002&client_secret=%s&scope=%s' \
        "${EXO_DEMO_SECRET:-emulator-automation-secret}" "$scope" \
        | http --data @- "$url/$tenant/oauth2/v2.0/token" | access_token
    ;;
user)
    user=$2
    tenant=${3:-organizations}
    client=aaaaaaaa-0000-4000-8000-000000000001
    redirect=http://localhost
    verifier=$(head -c 48 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')$(head -c 48 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')
    verifier=${verifier:0:64}
    # 1. The sign-in page, with its hidden fields and its cookie.
    http --get --cookie-jar "$work/jar" "$url/$tenant/oauth2/v2.0/authorize" \
        --data-urlencode "client_id=$client" --data-urlencode response_type=code --data-urlencode "redirect_uri=$redirect" \
        --data-urlencode "scope=$scope openid profile offline_access" --data-urlencode state=demo \
        --data-urlencode "code_challenge=$verifier" --data-urlencode code_challenge_method=plain > "$work/page"
    action=$(sed -n 's/.*<form[^>]*action="\([^"]*\)".*/\1/p' "$work/page" | head -n 1 | sed 's/&amp;/\&/g')
    [ -n "$action" ] || refused "no sign-in page came" "$work/page"
    case $action in http*) ;; *) action=$url$action ;; esac
    fields=()
    while read -r name value; do
        printf '%s' "$value" > "$work/field.$name"
        fields+=(--data-urlencode "$name@$work/field.$name")
    done < <(grep -o '<input[^>]*type="hidden"[^>]*>' "$work/page" | sed -n 's/.*name="\([^"]*\)".*value="\([^"]*\)".*/\1 \2/p' | sed 's/&amp;/\&/g; s/&quot;/"/g')
    printf '%s' "$user" > "$work/login"
    printf '%s' "${EXO_DEMO_PASSWORD:-Emulator-Passw0rd}" > "$work/password"
    # 2. The form, filled in; the answer redirects with a code.
    http --cookie "$work/jar" --cookie-jar "$work/jar" --dump-header "$work/head" "${fields[@]}" \
        --data-urlencode "login@$work/login" --data-urlencode "password@$work/password" "$action" > "$work/answer"
    code=$(tr -d '\r' < "$work/head" | sed -n 's/^[Ll]ocation: .*[?&]code=\([^&]*\).*/\1/p')
    [ -n "$code" ] || refused "the sign-in was refused" "$work/answer"
    # 3. The code for tokens.
    printf 'grant_type=authorization_code&client_id=%s&code=%s&redirect_uri=%s&code_verifier=%s&scope=%s' \
        "$client" "$code" "$redirect" "$verifier" "$scope" \
        | http --data @- "$url/$tenant/oauth2/v2.0/token" | access_token
    ;;
*)
    sed -n '2,7s/^# //p' "$0" >&2
    exit 64
    ;;
esac
