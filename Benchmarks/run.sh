#!/usr/bin/env bash
# Measures what docs/performance.md quotes. Usage: Benchmarks/run.sh [startup|cold|listing|warm|idle|emulator|tokens|writes|load|page|large|company|tenants|report|cache|bulk|fleet ...] (all without a name)
# Every figure stands beside a peer measured in the same run; absolute times depend on the machine, the ratios less so.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/bootstrap.sh curl hyperfine nginx-light openssl python3 time jq wrk
work=$(mktemp -d)
running=()
finish() {
    for process in "${running[@]}"; do kill -TERM "$process" 2> /dev/null && wait "$process" 2> /dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
export PATH="$PWD/.build/release:$PATH" XDG_CONFIG_HOME="$work/config" EXO_EMULATOR_HOME="$work/emulator"
unset EXO_EMULATOR_PORT EXO_EMULATOR_REGIONAL_PORT EXO_CLOUD EXO_ACCESS_TOKEN EXO_CONNECTION EXO_ORGANIZATION EXO_USER_PRINCIPAL_NAME EXO_TENANT
# Named, so that no command asks which tenant the domain is of: curl does not either.
tenant=11111111-1111-4111-8111-111111111111
strip -o "$work/exo" .build/release/exo
exo=$work/exo

# Median seconds of two commands, run in turn, and the ratio of the first to the second.
compare() {
    local title=$1 runs=$2
    shift 2
    hyperfine -N --style none --warmup 3 --runs "$runs" --export-json "$work/times.json" "$@" > /dev/null
    jq -r --arg title "$title" '.results | "\($title): \(.[0].median * 1000 * 10 | round / 10) ms, peer \(.[1].median * 1000 * 10 | round / 10) ms, ratio \(.[0].median / .[1].median * 100 | round / 100)"' "$work/times.json"
}

peak() { command time -f %M -o "$work/peak" "$@" > /dev/null && echo "$(($(cat "$work/peak") / 1000)) MB peak"; }

# Starts the emulator of most figures, once; others that were started since do not stay the one that is asked.
start_emulator() {
    if [ ! -p "$work/ready" ]; then
        mkfifo "$work/ready"
        exo-emulator start --quiet --port 0 --regional-port 0 > "$work/ready" 2> "$work/log" &
        emulator=$!
        running+=("$emulator")
        read -r -t 20 _ emulator_url _ emulator_regional _ emulator_ca < "$work/ready" || { cat "$work/log" >&2; exit 1; }
    fi
    export EXO_EMULATOR_URL=$emulator_url EXO_CA_FILE=$emulator_ca
    export EXO_EMULATOR_PORT=${emulator_url##*:} EXO_EMULATOR_REGIONAL_PORT=${emulator_regional##*:}
}

# Runs a program whose output is of no interest, but its failure is.
silent() { "$@" > "$work/said" 2>&1 || { tail -5 "$work/said" >&2; exit 1; }; }

measure_startup() {
    compare "exo --version against curl --version" 60 "$exo --version" "curl --version"
    compare "completion of a parameter against curl --version" 60 "$exo __complete -- Get-Mailbox -Res" "curl --version"
    compare "exo cmdlet search forward against curl --version" 60 "$exo cmdlet search forward" "curl --version"
    compare "exo cmdlet search with two words against curl --version" 60 "$exo cmdlet search 'mailbox permission'" "curl --version"
}

measure_cold() {
    start_emulator
    scripts/token-with-curl.sh user admin@contoso.com > "$work/token"
    EXO_ACCESS_TOKEN=$(cat "$work/token")
    export EXO_ACCESS_TOKEN EXO_USER_PRINCIPAL_NAME=admin@contoso.com EXO_TENANT=$tenant EXO_CLOUD=emulator
    printf '{"CmdletInput":{"CmdletName":"Get-OrganizationConfig","Parameters":{}}}' > "$work/body"
    printf 'header = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\nheader = "X-AnchorMailbox: UPN:admin@contoso.com"\nheader = "X-ResponseFormat: json"\nsilent\noutput = /dev/null\ncacert = "%s"\ndata = "@%s"\nurl = "%s/adminapi/beta/%s/InvokeCommand"\n' \
        "$EXO_ACCESS_TOKEN" "$EXO_CA_FILE" "$work/body" "$EXO_EMULATOR_URL" "$tenant" > "$work/curlrc"
    chmod 600 "$work/curlrc"
    compare "cold exo Get-OrganizationConfig against curl, same POST" 40 "$exo Get-OrganizationConfig --output raw" "curl --config $work/curlrc"
    echo "cold exo Get-OrganizationConfig: $(peak "$exo" Get-OrganizationConfig --output raw)"
    unset EXO_ACCESS_TOKEN EXO_USER_PRINCIPAL_NAME EXO_TENANT EXO_CLOUD
}

start_pages() {
    local port=$1 pages=$2
    python3 Benchmarks/make_pages.py "$work/pages" "localhost:$port" "$pages"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$work/key.pem" -out "$work/cert.pem" 2> /dev/null
    local user=""
    [ "$(id -u)" != 0 ] || user="user root;"
    cat > "$work/nginx.conf" <<CONF
$user worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.log; daemon off;
events { worker_connections 64; }
http {
  access_log off; sendfile on; output_buffers 2 512k; client_body_temp_path $work/t1; proxy_temp_path $work/t2; fastcgi_temp_path $work/t3; uwsgi_temp_path $work/t4; scgi_temp_path $work/t5;
  types { application/json json; }
  map \$arg_page \$page { default \$arg_page; "" 0; }
  server {
    listen 127.0.0.1:$port ssl; ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem; root $work/pages;
    error_page 405 =200 \$uri;
    location ~* /EXOBanner { rewrite ^ /banner.json last; }
    location ~* /InvokeCommand\$ { rewrite ^ /page/\$page.json last; }
  }
}
CONF
    nginx -c "$work/nginx.conf" &
    running+=($!)
    until curl --silent --cacert "$work/cert.pem" --output /dev/null "https://localhost:$port/banner.json"; do :; done
    export EXO_EMULATOR_PORT=$port
}

# Seconds and peak of one listing; the first argument is the number of mailboxes.
listing() {
    local rows=$1
    shift
    command time -f '%e %M' -o "$work/listing" "$exo" Get-Mailbox -ResultSize "$rows" --quiet --ca-file "$work/cert.pem" "$@" > /dev/null
    cat "$work/listing"
}

measure_listing() {
    start_pages 9443 1000
    local size
    size=$(stat -c %s "$work/pages/page/0.json")
    EXO_ACCESS_TOKEN=$(cat "$work/pages/token")
    export EXO_ACCESS_TOKEN EXO_USER_PRINCIPAL_NAME=admin@contoso.com EXO_TENANT=$tenant EXO_CLOUD=emulator
    local urls="https://localhost:9443/page/[0-99].json"
    for round in 1 2 3; do
        command time -f %e -o "$work/curl.$round" curl --silent --http1.1 --cacert "$work/cert.pem" --output /dev/null "$urls"
        listing 100000 --output ndjson > "$work/ndjson.$round"
        listing 100000 --output csv --columns DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,RecipientTypeDetails,WhenCreatedUTC > "$work/csv.$round"
        listing 100000 --output table > "$work/table.$round"
    done
    median() { cat "$work/$1".* | cut -d ' ' -f 1 | sort -n | sed -n 2p; }
    for kind in curl ndjson csv table; do
        awk -v kind=$kind -v seconds="$(median $kind)" -v bytes="$size" -v peer="$(median curl)" \
            'BEGIN { printf "100,000 mailboxes, %s: %.2f s, %.0f MB/s, %.2f of the speed of curl\n", kind, seconds, bytes * 100 / seconds / 1e6, peer / seconds }'
    done
    for rows in 10000 100000 1000000; do
        listing $rows --output ndjson | awk -v rows=$rows -v bytes="$size" '{ printf "%d mailboxes to NDJSON: %.2f s, %.0f MB/s, %.0f MB peak\n", rows, $1, bytes * rows / 1000 / $1 / 1e6, $2 / 1000 }'
    done
    unset EXO_ACCESS_TOKEN EXO_USER_PRINCIPAL_NAME EXO_TENANT EXO_CLOUD EXO_EMULATOR_PORT
}

measure_emulator() {
    local started answered
    for round in 1 2 3 4 5 6; do
        started=$(date +%s%N)
        rm -f "$work/first"; mkfifo "$work/first"
        exo-emulator start --quiet --home "$work/start" --port 0 --regional-port 0 > "$work/first" &
        local process=$!
        read -r _ url _ < "$work/first"
        curl --silent --cacert "$work/start/ca.pem" --output /dev/null "$url/common/discovery/instance?api-version=1.1&authorization_endpoint=$url/common/oauth2/v2.0/authorize"
        answered=$(date +%s%N)
        kill -TERM $process; wait $process || true
        [ $round = 1 ] || echo $(((answered - started) / 1000000))
    done | sort -n | sed -n 3p | sed 's/.*/emulator, database present, start to first answer: & ms/'
}

# Tokens for an application with a secret, over connections that stay open; the load's maker shares the cores.
measure_tokens() {
    start_emulator
    token_rate "$EXO_EMULATOR_URL" "client-credentials tokens"
}

token_rate() {
    local url=$1 title=$2 cores
    cores=$(nproc)
    cat > "$work/token.lua" <<'LUA'
wrk.method = "POST"
wrk.body = "client_id=aaaaaaaa-0000-4000-8000-000000000002&client_secret=emulator-automation-secret&grant_type=client_credentials&scope=https%3A%2F%2Foutlook.office365.com%2F.default"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
LUA
    wrk -t1 -c16 -d2s -s "$work/token.lua" "$url/contoso.com/oauth2/v2.0/token" > /dev/null
    for round in 1 2 3 4 5; do
        wrk -t1 -c16 -d5s -s "$work/token.lua" "$url/contoso.com/oauth2/v2.0/token" > "$work/wrk"
        if grep -q 'Non-2xx' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
        openssl speed -multi "$cores" -seconds 3 rsa2048 2> /dev/null | awk '/^rsa 2048/ { print $6 }' > "$work/signatures"
        awk -v signed="$(cat "$work/signatures")" '/Requests\/sec/ { printf "%.3f %.0f %.0f\n", $2 / signed, $2, signed }' "$work/wrk"
    done | sort -n | sed -n 3p | awk -v title="$title" '{ printf "%s: %d per second, peer (openssl speed, signatures) %d, ratio %s\n", title, $2, $3, $1 }'
}

# Set-Mailbox by 16 connections; each answer says that the change is on the disk. The peer is that disk: how often a page of
# 4 kB that was appended can be written down in a second, one after the other.
measure_writes() {
    start_emulator
    EXO_BENCHMARK_TOKEN=$(scripts/token-with-curl.sh user admin@contoso.com)
    export EXO_BENCHMARK_TOKEN
    cat > "$work/set.lua" <<'LUA'
local count, begun = 0, os.time() .. "-"
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("EXO_BENCHMARK_TOKEN")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-AnchorMailbox"] = "UPN:admin@contoso.com"
wrk.headers["X-ResponseFormat"] = "json"
request = function()
    count = count + 1
    return wrk.format(nil, nil, nil, '{"CmdletInput":{"CmdletName":"Set-Mailbox","Parameters":{"Identity":"adele@contoso.com","CustomAttribute1":"' .. begun .. count .. '"}}}')
end
LUA
    local target="$EXO_EMULATOR_URL/adminapi/beta/11111111-1111-4111-8111-111111111111/InvokeCommand"
    wrk -t1 -c16 -d1s -s "$work/set.lua" "$target" > /dev/null
    for round in 1 2 3 4 5; do
        wrk -t1 -c16 -d4s -s "$work/set.lua" "$target" > "$work/wrk"
        if grep -q 'Non-2xx' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
        python3 - "$EXO_EMULATOR_HOME/disk" > "$work/syncs" <<'PYTHON'
import os, sys, time
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
end, count = time.monotonic() + 2, 0
while time.monotonic() < end:
    os.write(file, b"x" * 4096)
    os.fdatasync(file)
    count += 1
print(count / 2)
PYTHON
        awk -v syncs="$(cat "$work/syncs")" '/Requests\/sec/ { printf "%.3f %.0f %.0f\n", $2 / syncs, $2, syncs }' "$work/wrk"
    done | sort -n | sed -n 3p | awk '{ printf "durable Set-Mailbox, 16 connections: %d per second, peer (4 kB appended and written down, one by one) %d, ratio %s\n", $2, $3, $1 }'
    unset EXO_BENCHMARK_TOKEN
}

# An hour of the emulator's time within a minute of load: what it remembers must not make it grow.
measure_load() {
    start_emulator
    local process=$emulator early=0 now=0
    printf 'wrk.method = "POST"\nwrk.body = "%s"\nwrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n' \
        "client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46&grant_type=password&username=adele@contoso.com&password=Emulator-Passw0rd&scope=offline_access%20https%3A%2F%2Fgraph.microsoft.com%2F.default" > "$work/load.lua"
    wrk -t1 -c16 -d60s -s "$work/load.lua" "$EXO_EMULATOR_URL/contoso.com/oauth2/v2.0/token" > "$work/wrk" &
    for step in {1..12}; do
        sleep 5
        curl --silent --fail --cacert "$EXO_CA_FILE" --output /dev/null --json '{"advanceSeconds": 300}' "$EXO_EMULATOR_URL/_emulator/clock"
        now=$(awk '/VmRSS/ { print int($2 / 1000) }' "/proc/$process/status")
        [ "$step" != 3 ] || early=$now
    done
    wait $!
    if grep -q 'Non-2xx' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
    awk -v early="$early" -v now="$now" '/requests in/ { printf "an hour within a minute, %d sign-ins by password with refresh tokens: %d MB after a quarter, %d MB at the end\n", $1, early, now }' "$work/wrk"
}

# The sign-in page from the request to its first byte, on a new connection (hand-shake included) and on an open one.
measure_page() {
    start_emulator
    first_byte "$EXO_EMULATOR_URL" "$EXO_CA_FILE" "authorize page to first byte" \
        "/organizations/oauth2/v2.0/authorize?client_id=aaaaaaaa-0000-4000-8000-000000000001&response_type=code&redirect_uri=http%3A%2F%2Flocalhost&scope=https%3A%2F%2Foutlook.office365.com%2F.default"
}

first_byte() {
    local url=$1 ca=$2 title=$3 target=$4
    shift 4
    median_ms() { sort -n | awk '{ times[NR] = $1 } END { printf "%.2f ms", times[int((NR + 1) / 2)] * 1000 }'; }
    local new open
    new=$(for round in {1..41}; do curl --silent --fail --cacert "$ca" "$@" --output /dev/null --write-out '%{time_starttransfer}\n' "$url$target"; done | median_ms)
    local many=()
    for round in {1..42}; do many+=(--output /dev/null "$url$target"); done
    open=$(curl --silent --fail --cacert "$ca" "$@" --write-out '%{time_starttransfer}\n' "${many[@]}" | tail -n +2 | median_ms)
    echo "$title: $open on an open connection, $new on a new one"
}

# A store of 100,000 people and 1,000 apps: start, memory, and whether tokens take longer there.
measure_large() {
    local home=$work/large
    exo-emulator seed --home "$home" --users 100000 --apps 1000 > /dev/null
    local started ready
    for round in 1 2 3 4 5; do
        rm -f "$work/first"; mkfifo "$work/first"
        started=$(date +%s%N)
        exo-emulator start --quiet --home "$home" --port 0 --regional-port 0 > "$work/first" &
        local process=$!
        read -r _ _ < "$work/first"
        ready=$(date +%s%N)
        echo "$(((ready - started) / 1000000)) $(awk '/VmHWM/ { print int($2 / 1000) }' /proc/$process/status)"
        kill -TERM $process; wait $process || true
    done | sort -n | sed -n 3p | awk '{ printf "100,000 users and 1,000 apps: start to ready %d ms, %d MB peak\n", $1, $2 }'
    rm -f "$work/first"; mkfifo "$work/first"
    exo-emulator start --quiet --home "$home" --port 0 --regional-port 0 > "$work/first" &
    running+=($!)
    local url
    read -r _ url _ < "$work/first"
    token_rate "$url" "client-credentials tokens beside 100,000 users"
    local token
    token=$(curl --silent --fail --cacert "$home/ca.pem" "$url/contoso.com/oauth2/v2.0/token" --data-urlencode client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46 --data-urlencode grant_type=password \
        --data-urlencode username=admin@contoso.com --data-urlencode password=Emulator-Passw0rd --data-urlencode scope=https://graph.microsoft.com/.default | jq -r .access_token)
    printf 'header = "Authorization: Bearer %s"\n' "$token" > "$work/graphrc"
    chmod 600 "$work/graphrc"
    first_byte "$url" "$home/ca.pem" "Graph, 100 of 100,000 users, to first byte" "/v1.0/users?\$top=100" --config "$work/graphrc"
}

# A company of 100,000 mailboxes (or of EXO_BENCHMARK_MAILBOXES): how long it takes to make and to start with, and what
# Exchange answers there: one mailbox by its address, changes, whole listings, a filter that matches few, the module's script.
measure_company() {
    local home=$work/company count=${EXO_BENCHMARK_MAILBOXES:-100000} started
    started=$(date +%s%N)
    exo-emulator seed --home "$home" --mailboxes "$count" --groups $((count / 100)) > /dev/null
    echo "company of $count mailboxes, made: $((($(date +%s%N) - started) / 1000000)) ms, $(($(stat -c %s "$home/tenant.sqlite") / 1000000)) MB"
    for round in 1 2 3 4 5; do
        start_company "$home"
        echo "$ready"
        kill -TERM "$company"; wait "$company" || true
    done | sort -n | sed -n 3p | sed 's/$/ ms/; s/^/start to ready: /'
    start_company "$home"
    running+=("$company")
    python3 - "$home/tenant.sqlite" > "$work/addresses.lua" <<'PYTHON'
import random, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT properties ->> '$.UserPrincipalName' FROM exchange_object WHERE tenant_id = '11111111-1111-4111-8111-111111111111' AND class = 'recipient' AND type_details = 'UserMailbox' AND state = 'active'")
names = [name for (name,) in rows]
random.Random(1).shuffle(names)
print("names = {" + ",".join(f'"{name}"' for name in names[:20000]) + "}")
PYTHON
    cat > "$work/call.lua" <<'LUA'
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("EXO_BENCHMARK_TOKEN")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-AnchorMailbox"] = "UPN:admin@contoso.com"
wrk.headers["X-ResponseFormat"] = "json"
-- Every run sets values that no run before has set.
begun = os.time() .. "-"
local count = 0
function call(cmdlet, more)
    count = count + 1
    return wrk.format(nil, nil, nil, '{"CmdletInput":{"CmdletName":"' .. cmdlet .. '","Parameters":{"Identity":"' .. names[count % #names + 1] .. '"' .. more(count) .. '}}}')
end
LUA
    cat "$work/addresses.lua" "$work/call.lua" - > "$work/get.lua" <<< 'request = function() return call("Get-Mailbox", function() return "" end) end'
    cat "$work/addresses.lua" "$work/call.lua" - > "$work/set.lua" <<< "request = function() return call('Set-Mailbox', function(count) return ',\"CustomAttribute2\":\"' .. begun .. count .. '\"' end) end"
    local target="$EXO_EMULATOR_URL/adminapi/beta/$tenant/InvokeCommand"
    : > "$work/plain.lua"
    call_rate "$work/plain.lua" "$EXO_EMULATOR_URL/_emulator/clock" "the floor, an answer of 100 bytes over the same TLS, 16 connections"
    call_rate "$work/get.lua" "$target" "Get-Mailbox by address, 16 connections"
    call_rate "$work/set.lua" "$target" "durable Set-Mailbox of any of them, 16 connections"
    local all='{"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{"ResultSize":"Unlimited"}}}'
    for kind in json clixml; do
        for round in 1 2 3; do python3 Benchmarks/exchange_pages.py "$all" $kind; done | sort -n -k 3 | sed -n 2p \
            | awk -v kind=$kind '{ printf "all mailboxes in pages of 1,000, %s: %d MB in %.2f s, %.0f MB/s\n", kind, $1 / 1e6, $3, $1 / $3 / 1e6 }'
        echo "memory: $(awk '/VmHWM/ { print int($2 / 1000) }' "/proc/$company/status") MB at most"
    done
    for filter in "CustomAttribute1 -eq 'CC-500'" "DisplayName -like 'Anna Ba*'" "EmailAddresses -like '*bernard.5@*'" "Title -eq 'Buyer' -and Department -eq 'Legal'" "Title -eq 'Buyer' -and Department -eq 'Legal' -and City -eq 'Munich'" "WhenCreated -gt '2090-01-01'" "Title -ne 'Buyer' -and -not (City -like 'M*') -and Name -like 'Anna B*'"; do
        for round in 1 2 3 4 5; do
            python3 Benchmarks/exchange_pages.py "{\"CmdletInput\":{\"CmdletName\":\"Get-Recipient\",\"Parameters\":{\"ResultSize\":\"Unlimited\",\"Filter\":\"$filter\"}}}" json
        done | sort -n -k 3 | sed -n 3p | awk -v filter="$filter" '{ printf "Get-Recipient -Filter \"%s\": %d kB in %.1f ms\n", filter, $1 / 1000, $3 * 1000 }'
    done
    printf 'header = "Authorization: Bearer %s"\n' "$EXO_BENCHMARK_TOKEN" > "$work/scriptrc"
    chmod 600 "$work/scriptrc"
    first_byte "$EXO_EMULATOR_URL" "$EXO_CA_FILE" "module script of an administrator, to first byte" "/adminapi/v1.0/$tenant/EXOModuleFile" --config "$work/scriptrc"
    unset EXO_BENCHMARK_TOKEN EXO_BENCHMARK_TENANT
}

# Starts the emulator over a company; how long that took is in `ready`.
start_company() {
    local started url ca
    rm -f "$work/first"; mkfifo "$work/first"
    started=$(date +%s%N)
    exo-emulator start --quiet --home "$1" --port 0 --regional-port 0 > "$work/first" &
    company=$!
    read -r -t 60 _ url _ _ _ ca < "$work/first"
    ready=$((($(date +%s%N) - started) / 1000000))
    export EXO_EMULATOR_URL=$url EXO_CA_FILE=$ca EXO_BENCHMARK_TENANT=$tenant
    EXO_BENCHMARK_TOKEN=$(scripts/token-with-curl.sh user admin@contoso.com)
    export EXO_BENCHMARK_TOKEN
}

# Median calls in a second of five rounds.
call_rate() {
    wrk -t1 -c16 -d1s -s "$1" "$2" > /dev/null
    for round in 1 2 3 4 5; do
        wrk -t1 -c16 -d4s -s "$1" "$2" > "$work/wrk"
        if grep -q 'Non-2xx' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
        awk '/Requests\/sec/ { printf "%.0f\n", $2 }' "$work/wrk"
    done | sort -n | sed -n 3p | sed "s/\$/ per second/; s|^|$3: |"
}

# A thousand tenants in one process, each with an administrator who lists its mailboxes.
measure_tenants() {
    local home=$work/tenants
    exo-emulator seed --home "$home" > /dev/null
    exo-emulator export "$work/one.json" --home "$home"
    python3 Benchmarks/many_tenants.py "$work/one.json" 1000 > "$work/many.json"
    exo-emulator import "$work/many.json" --home "$home" > /dev/null
    start_company "$home"
    running+=("$company")
    python3 Benchmarks/many_tenants.py ask "$work/many.json"
    echo "1,000 tenants, each asked: $(awk '/VmHWM/ { print int($2 / 1000) }' "/proc/$company/status") MB at most"
}

measure_report() {
    swift build -c release --static-swift-stdlib --package-path Benchmarks/TokenReports --scratch-path .build/benchmarks > /dev/null
    .build/benchmarks/release/token-reports
}

# Ten thousand tokens in a file; the peer reads the same file into Python's dictionaries, as MSAL for Python does.
measure_cache() {
    swift build -c release --static-swift-stdlib --package-path Benchmarks/TokenCaches --scratch-path .build/benchmarks > /dev/null
    mkdir -m 700 "$work/cache"
    .build/benchmarks/release/token-caches make "$work/cache/tokens"
    .build/benchmarks/release/token-caches look "$work/cache/tokens"
    python3 - "$work/cache/tokens" <<'PYTHON'
import json, os, sys, time
resident = lambda: int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) // 1000
before, start = resident(), time.monotonic()
with open(sys.argv[1]) as file: cache = json.load(file)
print(f"peer (json.load of the same {os.path.getsize(sys.argv[1]) // 1000000} MB): {(time.monotonic() - start) * 1000:.0f} ms, {resident() - before} MB")
PYTHON
}

# One call on a connection that stays open, against the same POST of wrk, which does no more than send and receive: what is
# left is the client's own time.
measure_warm() {
    start_client_calls
    cat > "$work/warm.lua" <<'LUA'
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("EXO_ACCESS_TOKEN")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-AnchorMailbox"] = "UPN:admin@contoso.com"
wrk.headers["X-ResponseFormat"] = "json"
wrk.body = '{"CmdletInput":{"CmdletName":"Get-OrganizationConfig","Parameters":{}}}'
LUA
    for round in 1 2 3 4 5; do
        wrk -t1 -c1 -d2s --latency -s "$work/warm.lua" "$EXO_EMULATOR_URL/adminapi/beta/$tenant/InvokeCommand" > "$work/wrk"
        if grep -q 'Non-2xx' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
        echo "$(.build/benchmarks/release/client-calls warm 2000) $(awk '/50%/ { print /us$/ ? $2 + 0 : $2 * 1000 }' "$work/wrk")"
    done | awk '{ print $1 - $2, $1, $2 }' | sort -n | sed -n 3p \
        | awk '{ printf "warm call: %.3f ms, peer (wrk, the same POST) %.3f ms, the client alone %.3f ms\n", $2 / 1000, $3 / 1000, $1 / 1000 }'
    stop_client_calls
}

measure_idle() {
    start_client_calls
    .build/benchmarks/release/client-calls idle 1000
    stop_client_calls
}

start_client_calls() {
    start_emulator
    silent swift build -c release --static-swift-stdlib --package-path Benchmarks/ClientCalls --scratch-path .build/benchmarks
    EXO_ACCESS_TOKEN=$(scripts/token-with-curl.sh user admin@contoso.com)
    export EXO_ACCESS_TOKEN EXO_TENANT=$tenant
}

stop_client_calls() { unset EXO_ACCESS_TOKEN EXO_TENANT; }

# Ten thousand changes in batches and at once, against one after another; the service takes 20 ms for each request, as one that
# is far away does. What one after another takes is measured with 500 of them.
measure_bulk() {
    start_emulator
    EXO_ACCESS_TOKEN=$(scripts/token-with-curl.sh application)
    export EXO_ACCESS_TOKEN EXO_ORGANIZATION=$tenant EXO_CLOUD=emulator
    python3 - > "$work/users.csv" <<'PYTHON'
print("Identity,CustomAttribute1")
for number in range(10_000): print(f"adele@contoso.com,v{number}")
PYTHON
    head -501 "$work/users.csv" > "$work/few.csv"
    curl --silent --cacert "$EXO_CA_FILE" --json '{"kind": "latency", "seconds": 0.02, "service": "exchange", "times": null}' "$EXO_EMULATOR_URL/_emulator/faults" > "$work/fault"
    silent command time -f '%e' -o "$work/one" "$exo" bulk Set-Mailbox --from "$work/few.csv" --parallel 1 --no-batch --output ndjson
    for round in 1 2 3; do
        rm -f "$work/bulk.journal"
        silent command time -f '%e %M' -o "$work/many" "$exo" bulk Set-Mailbox --from "$work/users.csv" --journal "$work/bulk.journal" --output ndjson
        awk -v one="$(cat "$work/one")" '{ printf "%.2f %d %.1f\n", $1, $2 / 1000, one * 20 / $1 }' "$work/many"
    done | sort -n | sed -n 2p | awk '{ printf "10,000 Set-Mailbox with batches, 16 at once, journal: %s s, %s MB peak, %s times as fast as one after another\n", $1, $2, $3 }'
    curl --silent --cacert "$EXO_CA_FILE" --request DELETE --json '{}' "$EXO_EMULATOR_URL/_emulator/faults" > /dev/null
    python3 - > "$work/large.csv" <<'PYTHON'
print("Identity,DisplayName,CustomAttribute1,HiddenFromAddressListsEnabled,ProhibitSendQuota")
for number in range(100_000): print(f"user{number}@contoso.com,User {number},v{number},{'true' if number % 2 else 'false'},50GB")
PYTHON
    for round in 1 2 3 4 5; do
        silent command time -f '%e %M' -o "$work/dry" "$exo" bulk Set-Mailbox --from "$work/large.csv" --dry-run
        cat "$work/dry"
    done | sort -n | sed -n 3p | awk '{ printf "bulk of 100,000 rows, dry run: %s s, %d MB peak\n", $1, $2 / 1000 }'
    unset EXO_ACCESS_TOKEN EXO_ORGANIZATION EXO_CLOUD
}

# One small cmdlet in each of a thousand tenants, all by one application: token, connection and call are new.
measure_fleet() {
    local home=$work/fleet
    exo-emulator seed --home "$home" > /dev/null
    exo-emulator export "$work/one.json" --home "$home"
    python3 Benchmarks/many_tenants.py "$work/one.json" 1000 > "$work/many.json"
    exo-emulator import "$work/many.json" --home "$home" > /dev/null
    start_company "$home"
    running+=("$company")
    python3 Benchmarks/many_tenants.py list "$work/many.json" > "$work/domains"
    printf emulator-automation-secret > "$work/secret"; chmod 600 "$work/secret"
    export EXO_EMULATOR_PORT=${EXO_EMULATOR_URL##*:}
    for round in 1 2 3; do
        command time -f '%e %M' -o "$work/fleet.time" "$exo" fleet run Get-OrganizationConfig --organizations-from "$work/domains" --cloud emulator \
            --client-id aaaaaaaa-0000-4000-8000-000000000002 --client-secret-file "$work/secret" --output ndjson --columns Connection,Name > "$work/fleet.rows" 2> "$work/fleet.log" || { tail -5 "$work/fleet.log" >&2; exit 1; }
        [ "$(wc -l < "$work/fleet.rows")" = 1000 ] || { echo "$(wc -l < "$work/fleet.rows") rows" >&2; exit 1; }
        cat "$work/fleet.time"
    done | sort -n | sed -n 2p | awk '{ printf "1,000 tenants, a token and Get-OrganizationConfig each, cold: %s s, %d MB peak\n", $1, $2 / 1000 }'
    unset EXO_EMULATOR_PORT
}

for name in "${@:-startup cold listing warm idle emulator tokens writes load page large company tenants report cache bulk fleet}"; do
    for part in $name; do "measure_$part"; done
done
