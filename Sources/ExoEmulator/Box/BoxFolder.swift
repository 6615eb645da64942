#if os(Linux)
import EmulatorCore
import Glibc

/// The files of a box: in memory, in a folder that outside the box is empty.
struct BoxFolder: Sendable {
    /// Where it is.
    let path: String

    /// Takes one that is there.
    init(path: String) { self.path = path }

    /// Makes the empty folder.
    ///
    /// - Parameter parent: The folder for temporary files.
    /// - Throws: ``EmulatorError`` with the folder and the system's reason.
    init(in parent: String) throws {
        // mkdtemp puts characters of its own in the place of the six X.
        var template = Array("\(parent)/exo-box-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else {
            throw EmulatorError(
                "no folder can be made in \(parent): \(unsafe String(cString: strerror(errno))); set TMPDIR to another one"
            )
        }
        path = unsafe String(cString: made)
    }

    /// Lays memory over it, which nobody outside sees; to be called in the namespace of the box.
    func fill() throws {
        guard unsafe mount("tmpfs", path, "tmpfs", UInt(MS_NOSUID | MS_NODEV), "mode=0755") == 0 else {
            throw Namespaces.refusal("mount \(path)")
        }
    }

    /// Writes a file that everybody in the box may read.
    ///
    /// - Returns: Its path.
    @discardableResult func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = "\(path)/\(name)"
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(file) }
        defer { close(descriptor) }
        fchmod(descriptor, 0o644)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw Self.failure(file) }
            rest = rest.dropFirst(max(count, 0))
        }
        return file
    }

    /// Makes a folder in it that everybody in the box may read.
    func makeFolder(_ name: String) throws {
        guard unsafe mkdir("\(path)/\(name)", 0o755) == 0, unsafe chmod("\(path)/\(name)", 0o755) == 0 else {
            throw Self.failure("\(path)/\(name)")
        }
    }

    /// Puts something of it in the place of what the system has there; nothing where the system has nothing.
    func cover(_ place: String, with name: String) throws {
        guard unsafe access(place, F_OK) == 0 else { return }
        guard unsafe mount("\(path)/\(name)", place, nil, UInt(MS_BIND), nil) == 0 else {
            throw Namespaces.refusal("mount \(place)")
        }
    }

    /// Removes it, and what lies over it.
    func remove() {
        _ = unsafe umount2(path, Int32(MNT_DETACH))
        _ = unsafe rmdir(path)
    }

    /// A path that does not depend on the current folder.
    static func absolute(_ path: String) throws -> String {
        guard !path.hasPrefix("/") else { return path }
        guard let folder = unsafe getcwd(nil, 0) else { throw EmulatorError("the current folder is gone") }
        defer { unsafe free(folder) }
        return unsafe String(cString: folder) + "/" + path
    }

    private static func failure(_ file: String) -> EmulatorError {
        EmulatorError("\(file) cannot be written: \(unsafe String(cString: strerror(errno)))")
    }
}
#endif
