import ExchangeOnline
import ExoCommands

/// One line as it is pasted, and the same bytes as the words of a shell, which a NUL separates; both are bound.
@c(LLVMFuzzerTestOneInput)
public func fuzzLines(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    answered {
        for call in try CommandLineReader.read(line: String(decoding: bytes, as: UTF8.self)) {
            answered { _ = try BoundCmdlet(call) }
        }
    }
    let words = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    let arguments = CommandLineReader.read(words: words)
    for name in ["Set-Mailbox", "New-TransportRule", "Get-Recipient"] {
        answered { _ = try BoundCmdlet(Cmdlet(name, parameters: CmdletParameters(arguments: arguments))) }
    }
    return 0
}

private func answered(_ body: () throws -> Void) {
    // A refusal is an answer; the end of the program is none.
    do { try body() } catch { return }
}
