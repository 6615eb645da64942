#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A thread for a wait that must not hold one of the tasks' own.
enum ChildThread {
    private final class Work {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread, which ends by itself.
    ///
    /// - Throws: ``TokenError`` with code `sourceUnavailable` when the system has no more threads.
    static func start(_ run: @escaping @Sendable () -> Void) throws {
        let work = unsafe Unmanaged.passRetained(Work(run))
        #if canImport(Darwin)
        var handle: pthread_t?
        let result = unsafe pthread_create(&handle, nil, { unsafe ChildThread.enter($0) }, work.toOpaque())
        let started = unsafe handle
        #else
        var handle = pthread_t()
        let result = unsafe pthread_create(&handle, nil, { unsafe ChildThread.enter($0) }, work.toOpaque())
        let started: pthread_t? = handle
        #endif
        guard result == 0, let started else {
            unsafe work.release()
            throw TokenError(code: .sourceUnavailable, message: "the system gives no thread to wait for a program")
        }
        pthread_detach(started)
    }

    private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        // Signals belong to the program's own threads.
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        if let context = unsafe context { unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
        return nil
    }
}
