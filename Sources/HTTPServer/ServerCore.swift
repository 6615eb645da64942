/// What all listeners of a server share.
final class ServerCore: Sendable {
    let limits: ServerLimits
    let tooLong: @Sendable (ServerRequest) -> ServerResponse?
    let schedule: ReplySchedule
    let workers: WorkerPool
    let connections = ConnectionTable()
    let lingering: LingeringSockets
    let gauge: RequestGauge
    /// Woken when the timer thread has something new to look at.
    let timerWake: WakePipe
    /// Woken when no request is running.
    let idleWake: WakePipe

    init(
        handler: @escaping RequestHandler,
        limits: ServerLimits,
        workers count: Int,
        isReserved: @escaping @Sendable (ServerRequest) -> Bool,
        tooLong: @escaping @Sendable (ServerRequest) -> ServerResponse?
    ) throws {
        self.tooLong = tooLong
        self.limits = limits
        timerWake = try WakePipe()
        idleWake = try WakePipe()
        schedule = ReplySchedule(changed: timerWake)
        workers = WorkerPool(count: count, handler: handler, schedule: schedule, isReserved: isReserved)
        lingering = LingeringSockets(patience: limits.lingering, changed: timerWake)
        gauge = RequestGauge(idle: idleWake)
    }

    /// Waits until no request is running, or the time is over.
    func waitUntilIdle(atMost grace: Duration) {
        let end = ServerTime.now + grace
        while gauge.count > 0 {
            let left = end - .now
            guard left > .zero else { return }
            idleWake.wait(atMost: left)
        }
    }
}
