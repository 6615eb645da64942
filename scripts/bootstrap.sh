#!/usr/bin/env bash
# Installs what the build needs and this machine lacks. Usage: scripts/bootstrap.sh [further Debian package ...]
set -euo pipefail

build="pkg-config libstdc++-12-dev libcurl4-openssl-dev libssl-dev libmicrohttpd-dev libsqlite3-dev libsimdjson-dev libjq-dev libyaml-dev libedit2"

if ! command -v swift > /dev/null; then
    echo "bootstrap: no 'swift' on the path. Install Swift 6.3 from https://www.swift.org/install/linux/ and try again." >&2
    exit 1
fi

if [ "$(uname -s)" = Darwin ]; then
    for formula in curl openssl@3 libmicrohttpd sqlite simdjson jq libyaml pkg-config; do
        brew list --versions "$formula" > /dev/null || { echo "bootstrap: run 'brew install $formula' and try again." >&2; exit 1; }
    done
    exit 0
fi

missing=""
for package in $build "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "bootstrap: missing Debian packages:$missing" >&2
if [ "$(id -u)" = 0 ]; then
    root=""
elif sudo -n true 2> /dev/null; then
    root="sudo"
else
    echo "bootstrap: this needs root. Run:  sudo apt-get update && sudo apt-get install -y$missing" >&2
    exit 1
fi
$root apt-get update -q >&2
# shellcheck disable=SC2086
$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >&2
