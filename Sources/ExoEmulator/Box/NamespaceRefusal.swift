#if os(Linux)
import EmulatorCore
import Glibc

/// Why the kernel makes no box, and how to go on.
struct NamespaceRefusal: Sendable {
    /// What was refused.
    var step: String
    /// The system's error number.
    var code: Int32

    /// The settings that can forbid it, each with the value that does.
    private static let settings = [
        ("kernel.unprivileged_userns_clone", "0", "1"),
        ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
    ]
    private static let limits = ["user", "mnt", "net", "pid"].map { "user.max_\($0)_namespaces" }

    /// The error that says so, with what `read` finds in files below `/proc`.
    func error(_ read: (String) -> String?) -> EmulatorError {
        func setting(_ name: String) -> String? {
            read("/proc/sys/" + name.replacing(".", with: "/"))?.trimmed
        }
        let reason = unsafe String(cString: strerror(code))
        var causes: [String] = []
        if [ENOSPC, EUSERS].contains(code) {
            let spent = Self.limits.filter { setting($0) == "0" }
            causes += (spent.isEmpty ? Self.limits : spent).map {
                "\($0) is \(setting($0) ?? "unknown"), which is used up; as root: sysctl -w \($0)=10000"
            }
        }
        if [EPERM, EACCES].contains(code) {
            causes += Self.settings.filter { setting($0.0) == $0.1 }.map {
                "\($0.0) is \($0.1), which forbids it; as root: sysctl -w \($0.0)=\($0.2)"
            }
            if read("/proc/self/status")?.contains("Seccomp:\t2") == true {
                causes.append(
                    "a seccomp filter, as containers have it, may forbid it; start the container with "
                        + "--security-opt seccomp=unconfined --security-opt apparmor=unconfined, or --privileged"
                )
            }
        }
        if code == EINVAL || code == ENOSYS { causes.append("this kernel may be built without namespaces") }
        return EmulatorError(
            ([("there can be no box here: \(step): \(reason)")] + causes.map { "- \($0)" } + [Self.otherWay])
                .joined(separator: "\n")
        )
    }

    private static let otherWay = """
        Without a box: put '127.0.0.1 login.microsoftonline.com outlook.office365.com graph.microsoft.com' into \
        the hosts file of a container that is there for this alone, start
          exo-emulator start --port 443 --host login.microsoftonline.com --host outlook.office365.com \
        --host graph.microsoft.com
        and trust what 'exo-emulator ca' prints.
        """
}

extension String {
    fileprivate var trimmed: String { String(self.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }) }
}
#endif
