import ExchangeOnline
import ExoCommands

/// One line as it is pasted, and the same bytes as the words of a shell, which a NUL separates; both are bound.
@c(LLVMFuzzerTestOneInput)
public func fuzzLines(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    answered {
        for pipeline in try CommandLineReader.read(line: String(decoding: bytes, as: UTF8.self)) {
            for call in pipeline.calls { answered { _ = try BoundCmdlet(call.cmdlet) } }
        }
    }
    let words = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    answered {
        let parameters = CmdletParameters(arguments: CommandLineReader.read(words: words))
        _ = try BoundCmdlet(Cmdlet("Set-Mailbox", parameters: parameters))
    }
    return 0
}

private func answered(_ body: () throws -> Void) {
    // A refusal is an answer; the end of the program is none.
    do { try body() } catch { return }
}
