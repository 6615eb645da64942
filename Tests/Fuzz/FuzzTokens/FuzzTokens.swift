import EntraTokens
import FoundationEssentials

@testable import EmulatorCore

/// One token: both readers look at it, and what can be read is reported.
///
/// The input is base64url for the two JSON parts where it has no dot, so that claims are reached at once.
@c(LLVMFuzzerTestOneInput)
public func fuzzTokens(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    read(input)
    let halves = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    if halves.count == 2 { read(encoded(halves[0]) + [0x2E] + encoded(halves[1]) + Array(".c2ln".utf8)) }
    return 0
}

private func read(_ bytes: [UInt8]) {
    do {
        let token = try AccessToken(bytes: bytes)
        precondition(!"\(token)".contains("eyJ"), "the token shows itself")
        _ = TokenReport(token, now: Date(timeIntervalSince1970: 1_790_000_000)).description
    } catch {
        precondition(error is TokenError, "another error: \(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    for isTolerant in [false, true] { _ = JSONWebToken(text, isTolerant: isTolerant) }
}

private func encoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(
        Data(bytes).base64EncodedString().utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: byte
            }
        }
    )
}
