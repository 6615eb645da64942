# The few commands people type. `make demo` shows the main job, `make test` runs the tests.
PREFIX ?= /usr/local
# One build for both programs, so that their modules are compiled beside each other; stripped programs need no debug information.
RELEASE = swift build -c release --static-swift-stdlib -debug-info-format none $(LINK)
# Addresses that the loader puts in place as a bitmap, which is 1 MB less to read at every start; only lld writes it.
LINK = $(if $(filter Linux,$(shell uname)),-Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs)

.PHONY: demo test long check conformance bench format docs install package release sanitize

demo: release
	scripts/bootstrap.sh curl ca-certificates
	scripts/demo.sh

test:
	scripts/bootstrap.sh curl dbus-daemon libsystemd0
	swift test --explicit-target-dependency-import-check error

# What the tests do on a small scale, for minutes: a thousand pages of each fault.
long:
	scripts/bootstrap.sh curl dbus-daemon libsystemd0
	EXO_LONG=1 swift test --explicit-target-dependency-import-check error --filter LongRunTests
	$(RELEASE)
	scripts/long-runs.sh

check:
	scripts/bootstrap.sh curl python3-minimal binutils dbus-daemon libsystemd0
	scripts/check.sh

release:
	scripts/bootstrap.sh
	$(RELEASE)

conformance: release
	Conformance/run.sh

bench: release
	Benchmarks/run.sh

sanitize:
	scripts/bootstrap.sh curl dbus-daemon libsystemd0
	scripts/sanitize.sh

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests

docs:
	scripts/docs.sh

install: release
	scripts/install.sh "$(DESTDIR)$(PREFIX)"

package: release
	scripts/package.sh
