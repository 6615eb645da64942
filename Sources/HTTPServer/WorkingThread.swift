#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The thread that runs a handler, which tells its queue when it waits for something.
package enum WorkingThread {
    /// A pause of the calling thread.
    package struct Pause {
        fileprivate let queue: JobQueue?

        /// The thread goes on.
        package func end() { queue?.comeBack() }
    }

    // A key of the system for a value of each thread; the queue lives longer than its threads.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        unsafe pthread_key_create(&key, nil)
        return key
    }()

    static func works(for queue: JobQueue) {
        unsafe pthread_setspecific(key, Unmanaged.passUnretained(queue).toOpaque())
    }

    /// The calling thread will wait, for the disk or for another thread: meanwhile another one may have its core.
    package static func pause() -> Pause {
        let queue = unsafe pthread_getspecific(key).map {
            unsafe Unmanaged<JobQueue>.fromOpaque($0).takeUnretainedValue()
        }
        queue?.leave()
        return Pause(queue: queue)
    }
}
