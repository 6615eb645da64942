#!/usr/bin/env bash
# Makes an archive and a Debian package of the release build. Usage: scripts/package.sh [FOLDER]   (after `make release`; else dist)
# EXO_PROGRAMS names the folder of another build than the release.
set -euo pipefail
dist=$(realpath -m "${1:-$(dirname "$0")/../dist}")
EXO_PROGRAMS=$(realpath "${EXO_PROGRAMS:-$(dirname "$0")/../.build/release}")
export EXO_PROGRAMS
cd "$(dirname "$0")/.."
scripts/bootstrap.sh dpkg-dev binutils
version=$("$EXO_PROGRAMS/exo" --version | cut -d' ' -f2)
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
mkdir -p "$dist"

# The packages of the libraries that the programs are linked with; what is opened when used is recommended.
mkdir -p "$work/shlibs/debian"
printf 'Source: exo\n\nPackage: exo\nArchitecture: any\n' > "$work/shlibs/debian/control"
depends=$(
    cd "$work/shlibs"
    dpkg-shlibdeps -O "$EXO_PROGRAMS/exo" "$EXO_PROGRAMS/exo-emulator" 2> said | sed -n 's/^shlibs:Depends=//p'
) || { cat "$work/shlibs/said" >&2; exit 1; }
# The loader's packed addresses are of that version, and dpkg-shlibdeps looks at symbols alone. libcurl is opened when used, and
# without it no request is sent.
depends="libc6 (>= 2.36), libcurl4, $(printf '%s' "$depends" | sed -E 's/libc6 \([^)]*\), //')"
packages=$(printf '%s\n' "$depends" | tr ',' '\n' | awk '{ print $1 }' | sort -u)
opened=$(grep -rhoE 'lib(curl|jq|yaml-0|edit|secret-1|systemd)\.so\.[0-9]+' Sources | sort -u)
recommends=""
for library in $opened; do
    case $library in
    libcurl.so.4) package=libcurl4 ;;
    libjq.so.1) package=libjq1 ;;
    libyaml-0.so.2) package=libyaml-0-2 ;;
    libedit.so.2) package=libedit2 ;;
    libsecret-1.so.0) package=libsecret-1-0 ;;
    libsystemd.so.0) package=libsystemd0 ;;
    *) echo "package: which package has $library?" >&2; exit 1 ;;
    esac
    case "$packages" in *"$package"*) ;; *) recommends="$recommends${recommends:+, }$package" ;; esac
done

# The archive: what `make install` installs, with the licences of what is inside the programs and of what they are linked with.
root="$work/exo-$version"
scripts/install.sh "$root"
licences="$root/share/doc/exo/licences"
mkdir -p "$licences"
swift=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
cp "$swift/share/swift/LICENSE.txt" "$licences/swift.txt"
for package in $packages; do cp "/usr/share/doc/$package/copyright" "$licences/$package.txt"; done
cp data/README.md "$licences/cmdlet-facts.md"
tar --sort=name --owner=0 --group=0 --numeric-owner -czf "$dist/exo-$version-linux-$architecture.tar.gz" -C "$work" "exo-$version"

# The Debian package.
deb="$work/deb"
mkdir -p "$deb/DEBIAN" "$deb/usr"
cp -a "$root/." "$deb/usr/"
mv "$deb/usr/share/zsh/site-functions" "$deb/usr/share/zsh/vendor-completions"
gzip -9nf "$deb"/usr/share/man/man1/*.1
cat > "$deb/usr/share/doc/exo/copyright" << EOF
exo is under the Apache License 2.0: /usr/share/common-licenses/Apache-2.0.
The licence of the Swift runtime, which is inside both programs, and those of the libraries
that they are linked with are in /usr/share/doc/exo/licences.
EOF
cat > "$deb/DEBIAN/control" << EOF
Package: exo
Version: $version
Architecture: $architecture
Maintainer: the exo developers <exo@localhost>
Section: admin
Priority: optional
Installed-Size: $(du -ks "$deb/usr" | cut -f1)
Depends: $depends
Recommends: ca-certificates, curl${recommends:+, $recommends}
Description: Exchange Online administration by access token
 Runs every Exchange Online and Security & Compliance cmdlet from a terminal,
 with a token of Microsoft Entra ID, and brings a local emulated tenant to test with.
EOF
dpkg-deb --root-owner-group --build "$deb" "$dist/exo_${version}_$architecture.deb" > /dev/null
ls -l "$dist"
