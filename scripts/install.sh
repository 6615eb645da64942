#!/usr/bin/env bash
# Installs both programs, their manual pages and completions below a folder. Usage: scripts/install.sh FOLDER (as /usr/local)
set -euo pipefail
cd "$(dirname "$0")/.."
to=${1:?"usage: scripts/install.sh FOLDER"}
built=.build/release

install -d "$to/bin" "$to/share/man/man1" "$to/share/bash-completion/completions" "$to/share/zsh/site-functions" \
    "$to/share/fish/vendor_completions.d" "$to/share/doc/exo"
install -s -m 0755 "$built/exo" "$built/exo-emulator" "$to/bin/"
umask 022
"$built/exo" __manual "$to/share/man/man1"
"$built/exo" completion bash > "$to/share/bash-completion/completions/exo"
"$built/exo" completion zsh > "$to/share/zsh/site-functions/_exo"
"$built/exo" completion fish > "$to/share/fish/vendor_completions.d/exo.fish"
install -m 0644 README.md CHANGELOG.md LICENSE docs/command-line.md docs/emulator.md "$to/share/doc/exo/"
