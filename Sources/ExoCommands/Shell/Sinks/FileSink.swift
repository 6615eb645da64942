#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
internal import Synchronization

/// Writes a file that others see when it is whole: it has another name until then.
final class FileSink: ByteSink {
    private let path: String
    private let temporary: String
    private let appends: Bool
    private let sink: DescriptorSink
    private let descriptor: Mutex<Int32>

    /// Opens the file.
    ///
    /// - Throws: ``CommandError``.
    init(_ wanted: PipelineSink.OutputPath) throws {
        path = wanted.path
        appends = wanted.appends
        let exists = access(path, F_OK) == 0
        if wanted.keepsExisting, exists {
            throw CommandError(.usage, "\(path) is there already, and -NoClobber keeps it")
        }
        temporary = appends ? path : "\(path).exo-\(getpid())"
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : O_TRUNC)
        let opened = Self.open(temporary, flags)
        guard opened >= 0 else {
            throw CommandError(.failed, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        descriptor = Mutex(opened)
        sink = DescriptorSink(opened)
        if wanted.hasMark, !(appends && exists) { try sink.write([0xEF, 0xBB, 0xBF]) }
    }

    deinit {
        guard close() else { return }
        if !appends { unlink(temporary) }
    }

    func write(_ bytes: [UInt8]) throws { try sink.write(bytes) }

    /// Gives the file its name.
    ///
    /// - Throws: ``CommandError``.
    func commit() throws {
        guard close(), !appends else { return }
        guard rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw CommandError(.failed, "cannot write \(path): \(reason)")
        }
    }

    /// Closes the descriptor; whether it was open.
    @discardableResult
    private func close() -> Bool {
        let open = descriptor.withLock { descriptor in
            defer { descriptor = -1 }
            return descriptor
        }
        guard open >= 0 else { return false }
        Self.close(open)
        return true
    }

    private static func open(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Darwin)
        Darwin.open(path, flags, 0o666)
        #elseif canImport(Musl)
        Musl.open(path, flags, 0o666)
        #else
        Glibc.open(path, flags, 0o666)
        #endif
    }

    private static func close(_ descriptor: Int32) {
        #if canImport(Darwin)
        _ = Darwin.close(descriptor)
        #elseif canImport(Musl)
        _ = Musl.close(descriptor)
        #else
        _ = Glibc.close(descriptor)
        #endif
    }
}
