#!/usr/bin/env bash
# Holds the libraries that both release binaries ask for against the list of those they may have.
set -euo pipefail
cd "$(dirname "$0")/.."

common="libc.so.6 libm.so.6 libstdc++.so.6 libgcc_s.so.1 ld-linux-x86-64.so.2 ld-linux-aarch64.so.1 libssl.so.3 libcrypto.so.3 libsimdjson.so.14"
status=0
check() {
    local binary=".build/release/$1"
    shift
    local needed
    needed=$(objdump -p "$binary" | awk '$1 == "NEEDED" { print $2 }')
    for library in $needed; do
        case " $common $* " in
        *" $library "*) ;;
        *) echo "linked-libraries: $binary must not need $library" >&2; status=1 ;;
        esac
    done
    if ldd "$binary" | grep -E 'not found|libFoundation|libicu|libswift' >&2; then
        echo "linked-libraries: $binary reaches a library it must not have" >&2
        status=1
    fi
    echo "linked-libraries: $binary needs" $needed
}
check exo
check exo-emulator libmicrohttpd.so.12 libsqlite3.so.0
exit $status
