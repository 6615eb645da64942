#!/usr/bin/env bash
# Other people's clients against a running emulator: each gets a token, hands it to exo, and exo works with it.
# Usage: Conformance/run.sh [PATTERN ...]    runs the checks whose name matches a pattern, all without one.
# EXO_PROGRAMS names the folder of another build of exo and exo-emulator than the release.
#
# The clients run in a box (exo-emulator run), in which login.microsoftonline.com, graph.microsoft.com and so on are the
# emulator at port 443, and nothing else can be reached. Nothing on the machine changes.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/bootstrap.sh curl ca-certificates python3 python3-venv util-linux chromium chromium-driver \
    dbus-daemon libsystemd0 gnome-keyring libsecret-1-0 node-jose-browser-runtime \
    zsh fish man-db groff slurmctld slurmd slurm-client munge jq dpkg-dev binutils

# Installs pinned packages into a folder of their own, anew only when the pins changed.
environment() {
    local folder=.build/conformance/$1 pins=Conformance/requirements/$1.txt
    cmp -s "$pins" "$folder/requirements.txt" && return
    echo "installing $pins" >&2
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-compile -r "$pins"
    cp "$pins" "$folder/requirements.txt"
}
environment clients
environment azure-cli

export PATH="${EXO_PROGRAMS:-$PWD/.build/release}:$PATH"
if exo-emulator run -- true; then
    exec exo-emulator run --log "${EXO_KEEP_LOG:-/dev/null}" -- Conformance/inside.sh --apart "$@"
fi
echo "conformance: checks that need host names or port 443 are skipped" >&2
exec Conformance/inside.sh "$@"
