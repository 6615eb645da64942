internal import CYAML
package import ExoJSON

/// Writes JSON values as one YAML document, with libyaml's emitter.
///
/// A text that YAML 1.1 or 1.2 would read as something else (`true`, `no`, `1`, `2026-01-01`) is quoted.
@safe
package final class YAMLWriter {
    /// The emitter; it keeps its address.
    private let writer: UnsafeMutablePointer<exo_yaml_writer>
    private let output = Output()
    private var hasBegun = false

    /// What libyaml has written and nobody has taken.
    private final class Output {
        var bytes: [UInt8] = []
    }

    /// Makes a writer that has written nothing.
    ///
    /// - Throws: ``YAMLError``.
    package init() throws {
        unsafe writer = UnsafeMutablePointer<exo_yaml_writer>.allocate(capacity: 1)
        unsafe writer.initialize(to: exo_yaml_writer())
        guard unsafe exo_yaml_load(writer) != 0 else { throw YAMLError.noLibrary }
        // The object is alive as long as this one, which ends the emitter before it goes.
        let context = unsafe Unmanaged.passUnretained(output).toOpaque()
        let began = unsafe exo_yaml_begin(
            writer,
            { context, bytes, count in
                guard let context = unsafe context else { return 0 }
                let output = unsafe Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
                unsafe output.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 1
            },
            context
        )
        hasBegun = true
        guard began != 0 else { throw YAMLError.failed }
    }

    deinit {
        if hasBegun { unsafe exo_yaml_delete(writer) }
        unsafe writer.deallocate()
    }

    /// Begins a sequence.
    package func beginSequence() throws { try require(unsafe exo_yaml_begin_sequence(writer)) }

    /// Ends the sequence.
    package func endSequence() throws { try require(unsafe exo_yaml_end_sequence(writer)) }

    /// Writes a value.
    ///
    /// - Throws: ``YAMLError``.
    package func write(_ value: JSONValue) throws {
        switch value {
        case .null: try write("null", YAMLScalar.Style.plain)
        case .bool(let flag): try write(flag ? "true" : "false", .plain)
        case .integer(let number): try write(String(number), .plain)
        case .unsigned(let number): try write(String(number), .plain)
        case .double(let number): try write(YAMLScalar.text(number), .plain)
        case .string(let text): try write(text, YAMLScalar.style(of: text))
        case .array(let elements):
            try beginSequence()
            for element in elements { try write(element) }
            try endSequence()
        case .object(let object):
            try require(unsafe exo_yaml_begin_mapping(writer))
            for member in object.members {
                try write(member.name, YAMLScalar.nameStyle(of: member.name))
                try write(member.value)
            }
            try require(unsafe exo_yaml_end_mapping(writer))
        }
    }

    /// Ends the document.
    package func end() throws { try require(unsafe exo_yaml_end(writer)) }

    /// Takes what was written since this was called last.
    package func take() -> [UInt8] {
        defer { output.bytes = [] }
        return output.bytes
    }

    /// How much there is to take.
    package var count: Int { output.bytes.count }

    private func write(_ text: String, _ style: YAMLScalar.Style) throws {
        var text = text
        let done = text.withUTF8 { unsafe exo_yaml_scalar(writer, $0.baseAddress, $0.count, style.rawValue) }
        try require(done)
    }

    private func require(_ done: Int32) throws { if done == 0 { throw YAMLError.failed } }
}
