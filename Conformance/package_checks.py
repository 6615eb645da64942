"""What `make package` makes: an archive and a Debian package, unpacked, looked through and run."""

import os
import pathlib
import re
import shutil
import subprocess
import tarfile

from common import WORK, Skipped

SCRIPT = pathlib.Path(__file__).parent.parent / "scripts/package.sh"


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, **more)
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def check_the_archive_and_the_debian_package_hold_all_that_the_programs_need():
    if not shutil.which("dpkg-shlibdeps"):
        raise Skipped("it needs Debian's dpkg-dev")
    dist = WORK / "dist"
    # Packed as fast as can be, for it is thrown away.
    quick = {"DPKG_DEB_COMPRESSOR_TYPE": "gzip", "DPKG_DEB_COMPRESSOR_LEVEL": "1"}
    run(SCRIPT, dist, env={**os.environ, **quick, "EXO_PROGRAMS": str(pathlib.Path(shutil.which("exo")).parent)})
    package, = dist.glob("exo_*.deb")
    root = WORK / "unpacked"
    run("dpkg-deb", "-x", package, root)

    needed = set()
    for name in ("exo", "exo-emulator"):
        program = root / "usr/bin" / name
        assert re.fullmatch(rf"{name} \d+\.\d+\.\d+\n", run(program, "--version"))
        for library, path in re.findall(r"^\s*(\S+) => (\S+)", run("ldd", program), re.MULTILINE):
            direct = re.search(rf"NEEDED +{re.escape(library)}$", run("objdump", "-p", program), re.MULTILINE)
            if direct:
                needed.add(owner(path))
    # libcurl is opened when a request is near, and without it none is sent.
    needed.add("libcurl4")
    depends = run("dpkg-deb", "-f", package, "Depends")
    assert {entry.split()[0] for entry in depends.split(",")} == needed, f"{depends} against {needed}"

    documents = root / "usr/share/doc/exo"
    for name in needed:
        assert (documents / f"licences/{name}.txt").stat().st_size > 500, name
    for page in [documents / "README.md", *documents.glob("docs/**/*.md")]:
        for link in re.findall(r"\]\(([\w./-]+\.md|LICENSE)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name} leads to {link}"
    for name in ("exo", "exo-emulator", "exo-fleet-run"):
        assert f"{name} - " in run("man", "-l", root / f"usr/share/man/man1/{name}.1.gz", env={**os.environ, "MANWIDTH": "200"})
    for path in ("bash-completion/completions/exo", "zsh/vendor-completions/_exo", "fish/vendor_completions.d/exo.fish"):
        assert (root / "usr/share" / path).read_text() == run(root / "usr/bin/exo", "completion", path.split("/")[0].split("-")[0])

    archive, = dist.glob("exo-*.tar.gz")
    with tarfile.open(archive) as file:
        members = {member.name.partition("/")[2]: member for member in file.getmembers()}
    for name in ("bin/exo", "bin/exo-emulator", "share/man/man1/exo.1", "share/doc/exo/licences/swift.txt", "share/doc/exo/LICENSE"):
        assert members[name].uid == 0 and members[name].mode & 0o044, name


def owner(path):
    """The package that a library's file is of, under either name of its folder."""
    real = os.path.realpath(path)
    for name in (path, real, path.removeprefix("/usr"), real.removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    raise AssertionError(f"no package has {path}")
