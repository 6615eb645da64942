#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A thread that runs one function, with every signal left to the other threads.
///
/// It is ended by exactly one call of ``join()`` or ``detach()``; both take no part in the thread's own work, so the handle may
/// be passed between threads.
@safe
struct LoopThread: @unchecked Sendable {
    private final class Work {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let handle: pthread_t

    /// Starts a thread.
    ///
    /// - Throws: ``TransportError`` `other` when the system has no more threads.
    init(_ run: @escaping @Sendable () -> Void) throws {
        let work = unsafe Unmanaged.passRetained(Work(run))
        #if canImport(Darwin)
        var handle: pthread_t?
        let result = unsafe pthread_create(&handle, nil, { unsafe LoopThread.enter($0) }, work.toOpaque())
        let started = unsafe handle
        #else
        var handle = pthread_t()
        let result = unsafe pthread_create(&handle, nil, { unsafe LoopThread.enter($0) }, work.toOpaque())
        let started: pthread_t? = handle
        #endif
        guard result == 0, let started else {
            unsafe work.release()
            throw TransportError(code: .other, message: "the system gives no thread for requests")
        }
        self.handle = started
    }

    /// Waits until the thread has ended.
    func join() { _ = pthread_join(handle, nil) }

    /// Lets the thread end by itself.
    func detach() { _ = pthread_detach(handle) }

    private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        // A write to a connection that is gone raises SIGPIPE in the thread that writes; blocked, it ends nothing.
        var all = sigset_t()
        _ = unsafe sigfillset(&all)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        if let context = unsafe context { unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
        return nil
    }
}
