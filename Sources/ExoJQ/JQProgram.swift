internal import CJQ

/// One program of jq, compiled once and run on one value after another.
///
/// It belongs to one task at a time: libjq keeps the state of a run in it.
@safe
package final class JQProgram {
    /// What libjq works with; it keeps its address, to which libjq's messages go.
    private let program: UnsafeMutablePointer<exo_jq_program>

    /// Compiles a program.
    ///
    /// - Parameter text: The program.
    /// - Throws: ``JQError`` `noLibrary` or `noProgram`.
    package init(_ text: String) throws {
        unsafe program = UnsafeMutablePointer<exo_jq_program>.allocate(capacity: 1)
        unsafe program.initialize(to: exo_jq_program())
        guard unsafe exo_jq_load(&program.pointee.by) != 0 else { throw JQError.noLibrary }
        // C would read no further than a NUL.
        guard !text.utf8.contains(0) else { throw JQError.noProgram(["a NUL character in it"]) }
        guard unsafe exo_jq_compile(program, text) != 0 else { throw JQError.noProgram(messages) }
    }

    deinit {
        unsafe exo_jq_end(program)
        unsafe program.deallocate()
    }

    /// Runs the program on a value.
    ///
    /// - Parameters:
    ///   - json: The value as JSON text.
    ///   - take: Gets each result as JSON text on one line; the memory is good inside the call only.
    /// - Throws: ``JQError`` `failed` or `halted`, after the results before it.
    package func run(on json: ArraySlice<UInt8>, _ take: (UnsafeBufferPointer<UInt8>) -> Void) throws {
        let hasBegun = unsafe json.withUnsafeBytes { bytes in
            unsafe exo_jq_begin(program, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard hasBegun != 0 else { throw JQError.failed(text) }
        var status: Int32 = 0
        while true {
            switch unsafe Int(exo_jq_next(program, &status)) {
            case Int(EXO_JQ_RESULT):
                var length = 0
                // The text lives until the next result is asked for.
                guard let start = unsafe exo_jq_text(program, &length) else { return }
                unsafe start.withMemoryRebound(to: UInt8.self, capacity: length) {
                    unsafe take(UnsafeBufferPointer(start: $0, count: length))
                }
            case Int(EXO_JQ_ERROR): throw JQError.failed(text)
            case Int(EXO_JQ_HALTED): throw JQError.halted(status: Int(status), message: text)
            default: return
            }
        }
    }

    /// What libjq said last.
    private var text: String {
        var length = 0
        guard let start = unsafe exo_jq_text(program, &length) else { return "" }
        return unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }

    /// What libjq said while it compiled.
    private var messages: [String] {
        let all = unsafe UnsafeRawBufferPointer(start: program.pointee.messages, count: program.pointee.messages_length)
        return unsafe String(decoding: all, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
