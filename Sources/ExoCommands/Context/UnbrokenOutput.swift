import Synchronization

/// An output that may be lost while changes are made: they go on, since what was begun with a table is not to end in its middle
/// because nobody reads any more.
final class UnbrokenOutput: ByteSink {
    private let output: OutputWriter
    private let errors: MessageWriter
    private let loss = Mutex<(any Error)?>(nil)

    /// Makes one in front of an output.
    init(_ output: OutputWriter, _ errors: MessageWriter) {
        self.output = output
        self.errors = errors
    }

    /// Why rows could not be written, where that was more than a reader who left.
    var failure: CommandError? { loss.withLock { $0 as? CommandError } }

    /// Whether rows could not be written.
    var isLost: Bool { loss.withLock { $0 != nil } }

    func write(_ bytes: [UInt8]) throws {
        guard !isLost else { return }
        do {
            try output.write(bytes)
            try output.flush()
        } catch {
            loss.withLock { $0 = error }
            guard let error = error as? CommandError else {
                return errors.note("nobody reads the output any more; the calls go on without it")
            }
            errors.error(error)
            errors.note("the calls go on without output")
        }
    }
}
