#!/usr/bin/env bash
# Installs both programs, their manual pages and completions below a folder. Usage: scripts/install.sh FOLDER (as /usr/local)
# EXO_PROGRAMS names the folder of another build than the release.
set -euo pipefail
to=${1:?"usage: scripts/install.sh FOLDER"}
umask 022
mkdir -p "$to"
to=$(cd "$to" && pwd)
built=$(cd "${EXO_PROGRAMS:-$(dirname "$0")/../.build/release}" && pwd)
cd "$(dirname "$0")/.."

install -d "$to/bin" "$to/share/man/man1" "$to/share/bash-completion/completions" "$to/share/zsh/site-functions" \
    "$to/share/fish/vendor_completions.d" "$to/share/doc/exo/docs/guides"
install -s -m 0755 "$built/exo" "$built/exo-emulator" "$to/bin/"
"$built/exo" __manual "$to/share/man/man1"
"$built/exo" completion bash > "$to/share/bash-completion/completions/exo"
"$built/exo" completion zsh > "$to/share/zsh/site-functions/_exo"
"$built/exo" completion fish > "$to/share/fish/vendor_completions.d/exo.fish"

# The emulator's manual is what its three pages of help say.
{
    printf '.TH EXO\\-EMULATOR 1 "" exo exo\n.SH NAME\nexo\\-emulator \\- a local Microsoft 365 tenant\n'
    for topic in "" fault run; do
        printf '.SH "exo\\-emulator%s"\n.nf\n' "${topic:+ $topic}"
        # shellcheck disable=SC2086
        "$built/exo-emulator" $topic --help | sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^[.']/\\\\\\&&/"
        printf '.fi\n'
    done
    printf '.SH "SEE ALSO"\n.BR exo (1)\n'
} > "$to/share/man/man1/exo-emulator.1"

# Links between the pages hold as in the repository.
install -m 0644 README.md CHANGELOG.md CONTRIBUTING.md LICENSE "$to/share/doc/exo/"
install -m 0644 docs/*.md "$to/share/doc/exo/docs/"
install -m 0644 docs/guides/*.md "$to/share/doc/exo/docs/guides/"
