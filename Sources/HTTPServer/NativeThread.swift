#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A thread of the system for work that waits, which must not hold a thread of Swift's pool.
@safe
package struct NativeThread: Sendable {
    #if canImport(Darwin)
    private typealias Handle = pthread_t?
    #else
    private typealias Handle = pthread_t
    #endif

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    // An identifier that pthread_join takes once; it is no memory of ours.
    private let identifier: UInt

    /// Starts a thread.
    package init(_ body: @escaping @Sendable () -> Void) throws {
        #if canImport(Darwin)
        var handle: Handle = nil
        #else
        var handle: Handle = 0
        #endif
        // The new thread takes the retained work back.
        let work = unsafe Unmanaged.passRetained(Work(body))
        let code = unsafe pthread_create(&handle, nil, Self.entry, work.toOpaque())
        guard code == 0 else {
            unsafe work.release()
            throw ServerError(.failed, "no thread: error \(code)")
        }
        #if canImport(Darwin)
        identifier = unsafe UInt(bitPattern: handle)
        #else
        identifier = UInt(handle)
        #endif
    }

    #if canImport(Darwin)
    private static let entry: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { pointer in
        unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
    }
    #else
    private static let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
        if let pointer = unsafe pointer {
            unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        }
        return nil
    }
    #endif

    /// Waits for its end; to be called exactly once.
    package func join() {
        #if canImport(Darwin)
        if let handle = unsafe pthread_t(bitPattern: identifier) { unsafe pthread_join(handle, nil) }
        #else
        pthread_join(pthread_t(identifier), nil)
        #endif
    }

    /// Lets it end by itself; to be called exactly once, in place of ``join()``.
    package func detach() {
        #if canImport(Darwin)
        if let handle = unsafe pthread_t(bitPattern: identifier) { pthread_detach(handle) }
        #else
        pthread_detach(pthread_t(identifier))
        #endif
    }
}
