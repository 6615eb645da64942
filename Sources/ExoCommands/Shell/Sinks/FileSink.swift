internal import EntraTokens

/// The file at the end of a pipeline; one that is never whole leaves what was there before.
final class FileSink: ByteSink {
    private let file: OutputFile

    /// Opens the file.
    ///
    /// - Throws: ``CommandError``.
    init(_ wanted: PipelineSink.OutputPath) throws {
        let exists = LocalFile.exists(wanted.path)
        if wanted.keepsExisting, exists {
            throw CommandError(.usage, "\(wanted.path) is there already, and -NoClobber keeps it")
        }
        file = try OutputFile(wanted.path, appends: wanted.appends)
        if wanted.hasMark, !(wanted.appends && exists) { try file.sink.write([0xEF, 0xBB, 0xBF]) }
        if wanted.lacksLineEnd { try file.sink.write([0x0A]) }
    }

    /// Reads the columns of a table that rows are appended to, where there is one.
    ///
    /// - Parameters:
    ///   - wanted: The file, of which it notes them.
    ///   - delimiter: What stands between its cells.
    /// - Throws: ``CommandError`` where the file is no table.
    static func readHeading(of wanted: inout PipelineSink.OutputPath, delimiter: String) throws {
        guard wanted.appends else { return }
        let bytes: [UInt8]
        // Opening it tells why it cannot be read.
        do { bytes = try LocalFile.read(wanted.path, limit: 1 << 30) ?? [] } catch { return }
        do {
            let text = try TextFile.text(bytes, encoding: nil)
            guard !text.allSatisfy(\.isWhitespace) else { return }
            wanted.heading = try CSVTable(text, delimiter: delimiter, header: nil).columns
            wanted.lacksLineEnd = bytes.last != 0x0A
        } catch let failure as TextFile.Failure {
            throw CommandError(.usage, "nothing can be appended to \(wanted.path): \(failure.message)")
        }
    }

    deinit { _ = file.abandon() }

    func write(_ bytes: [UInt8]) throws { try file.sink.write(bytes) }

    /// Puts the file in its place.
    ///
    /// - Throws: ``CommandError``.
    func commit() throws { try file.commit() }
}
