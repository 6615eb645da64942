#if os(Linux)
internal import CNamespaces
import EmulatorCore
import Glibc

/// The namespaces that keep a box apart: of mounts, network and processes, and of users where the caller may not make the others.
enum Namespaces {
    /// Where Azure's machines ask for the tokens of their identities.
    static let identityAddress = "169.254.169.254"

    /// What this process starts from here on is in a namespace of processes, the first as its head, and where its user may
    /// not make the others in one of users too, in which it may; to be called while the process has one thread.
    ///
    /// - Throws: ``EmulatorError`` with the setting that forbids it and how to go on.
    static func enterProcesses() throws {
        let user = (id: geteuid(), group: getegid())
        // Root keeps the machine's users, so that its files and its power over them stay as they are.
        if user.id == 0 {
            if exo_unshare(CLONE_NEWPID) == 0 { return }
            guard errno == EPERM else { throw refusal("unshare") }
        }
        guard exo_unshare(CLONE_NEWPID | CLONE_NEWUSER) == 0 else { throw refusal("unshare") }
        try map("/proc/self/setgroups", "deny")
        try map("/proc/self/uid_map", "\(user.id) \(user.id) 1")
        try map("/proc/self/gid_map", "\(user.group) \(user.group) 1")
        guard exo_keep_capabilities() == 0 else { throw refusal("capset") }
    }

    /// Takes this process into a network of its own, with loopback and the address of the identity service and nothing else,
    /// and lets nobody outside see what it mounts; to be called while it has one thread.
    static func enterNetwork() throws {
        guard exo_unshare(CLONE_NEWNS | CLONE_NEWNET) == 0 else { throw refusal("unshare") }
        guard unsafe mount(nil, "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0 else { throw refusal("mount /") }
        // Where the kernel refuses, as in containers that hide parts of /proc, the processes outside stay in sight.
        _ = unsafe mount("proc", "/proc", "proc", UInt(MS_NOSUID | MS_NODEV | MS_NOEXEC), nil)
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw refusal("socket") }
        defer { close(descriptor) }
        guard unsafe exo_raise_interface(descriptor, "lo") == 0,
            unsafe exo_give_address(descriptor, "lo:0", identityAddress) == 0
        else { throw refusal("loopback") }
    }

    private static func map(_ file: String, _ text: String) throws {
        let descriptor = unsafe open(file, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal(file) }
        defer { close(descriptor) }
        guard unsafe write(descriptor, text, text.utf8.count) == text.utf8.count else { throw refusal(file) }
    }

    /// Lets what is started from here on have no more power than its user has.
    static func handOnNoCapabilities() -> Bool { geteuid() == 0 || exo_hand_on_no_capabilities() == 0 }

    /// Sends this process a signal when the one that started it ends.
    static func signalWhenParentEnds(_ number: Int32) { _ = exo_signal_when_parent_ends(number) }

    /// The error for what the system has just refused.
    static func refusal(_ step: String) -> EmulatorError {
        NamespaceRefusal(step: step, code: errno).error { file in
            PrivateFile.read(file).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
#endif
