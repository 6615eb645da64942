internal import CMicrohttpd
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The threads that run the handler.
///
/// The library gives each of its threads the connections that happen to be there when it wakes, often all of them. So its
/// threads only read and write, and whichever worker is free answers: connections share all cores, and one request that
/// takes long holds up no other.
final class WorkerPool: Sendable {
    /// A request that arrived whole; its connection is suspended.
    ///
    /// Unchecked because of the rule: until it resumes the connection, whoever holds the job is the only one to touch the
    /// request's state, and the library leaves the connection alone. It is resumed exactly once.
    @safe
    struct Job: @unchecked Sendable {
        let request: ServerRequest
        let state: RequestState
        let connection: OpaquePointer
    }

    private let queue: JobQueue
    /// For requests that are answered whatever the rest does.
    private let reserved = JobQueue(threads: 1)
    private let count: Int
    private let threads = Mutex<[NativeThread]>([])
    private let schedule: ReplySchedule
    private let handler: RequestHandler
    let isReserved: @Sendable (ServerRequest) -> Bool

    init(
        count: Int,
        handler: @escaping RequestHandler,
        schedule: ReplySchedule,
        isReserved: @escaping @Sendable (ServerRequest) -> Bool
    ) {
        self.count = max(count, 1)
        queue = JobQueue(threads: self.count)
        self.handler = handler
        self.schedule = schedule
        self.isReserved = isReserved
    }

    /// Starts the threads, and one more for reserved requests.
    func start() throws {
        for queue in Array(repeating: queue, count: count) + [reserved] {
            let thread = try NativeThread { [self] in
                WorkingThread.works(for: queue)
                while let job = queue.take() { answer(job) }
            }
            threads.withLock { $0.append(thread) }
        }
        let watch = try NativeThread { [queue] in queue.watch() }
        threads.withLock { $0.append(watch) }
    }

    /// Gives a request to the threads.
    ///
    /// - Returns: False when the server is stopping; then the caller still has the connection, suspended.
    func submit(_ job: Job) -> Bool { (isReserved(job.request) ? reserved : queue).put(job) }

    /// Waits for the requests that are being answered, and refuses those that wait for a thread.
    func stop() {
        for queue in [queue, reserved] {
            queue.close()
            for job in queue.removeAll() { resume(job, with: ServerResponse(status: 503)) }
        }
        let ending = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in ending { thread.join() }
    }

    private func answer(_ job: Job) {
        let reply = handler(job.request)
        guard let delay = reply.delay, delay > .zero else { return resume(job, with: reply) }
        job.state.phase = .waiting(reply)
        if unsafe !schedule.hold(job.connection, until: .now + delay) { resume(job, with: reply) }
    }

    private func resume(_ job: Job, with reply: ServerResponse) {
        job.state.phase = .waiting(reply)
        unsafe MHD_resume_connection(job.connection)
    }
}
