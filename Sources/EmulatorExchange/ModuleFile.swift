import EmulatorCore
import ExoJSON
import HTTPServer

/// The answers of EXOModuleFile and EXOHelpFile: the cmdlets that the caller's roles open, as a script module.
struct ModuleFile {
    let request: ExchangeRequest
    /// The cmdlets that the caller's roles open, emulated or not.
    let granted: CmdletSet
    let scripts: ModuleScriptCache

    private static let formats: [UInt8] = {
        let file: JSONValue = [
            "fileName": "exchange.format.ps1xml", "fileContent": .string(EmbeddedFile.moduleFormats.text),
        ]
        return file.serialized()
    }()

    /// The script, and how a shell prints what it returns unless the request does without.
    ///
    /// - Throws: `DatabaseError`, `CryptoError`.
    func response(in emulator: EmulatorContext) throws -> ServerResponse {
        let key = try ParameterKey(emulator.store).published
        var files = [
            wanted.map { ModuleScriptCache.compose($0, parameterKey: key) }
                ?? scripts.file(of: granted, parameterKey: key)
        ]
        if request.request.header("SkipLoadingFormatData")?.lowercased() != "true" { files.append(Self.formats) }
        return document("EXOModuleFile", files, in: emulator)
    }

    /// The help files that the request names, as far as there are such.
    func help(in emulator: EmulatorContext) throws -> ServerResponse {
        let header = request.request.header("HelpFileNames") ?? "[]"
        let asked: [String]
        do {
            asked = try JSONValue(parsing: header).arrayValue?.compactMap(\.stringValue) ?? []
        } catch {
            throw AdminAPIError.malformedRequest("The header HelpFileNames is \(error).")
        }
        let files: [JSONValue] =
            asked.contains(ScriptHelp.fileName)
            ? [
                [
                    "fileName": .string(ScriptHelp.fileName),
                    "helpFileContent": .string(ScriptHelp.file(of: granted.names)),
                ]
            ] : []
        return document("EXOHelpFile", files.map { $0.serialized() }, in: emulator)
    }

    /// The cmdlets granted and asked for by name, sorted; `nil` where all are asked for.
    private var wanted: [String]? {
        let patterns = (request.request.header("CommandName") ?? "*").lowercased().split(separator: ",")
            .map { Array($0.trimmingBlanks) }
        guard patterns != [["*"]] else { return nil }
        return granted.names.filter { name in
            let name = Array(name.lowercased())
            return patterns.contains { Wildcard.matches(name, pattern: $0) }
        }
    }

    private func document(_ entity: String, _ files: [[UInt8]], in emulator: EmulatorContext) -> ServerResponse {
        let context = request.origin(or: emulator.endpoints.base) + request.root + "/$metadata#\(entity)"
        var bytes = Array("{\"@odata.context\":".utf8)
        WireText.append(.string(context), to: &bytes)
        bytes += ",\"value\":[".utf8
        bytes.reserveCapacity(bytes.count + files.reduce(2) { $0 + $1.count + 1 })
        for (place, file) in files.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += file
        }
        bytes += "]}".utf8
        return ServerResponse(
            status: 200,
            headers: [.init("Content-Type", "application/json; charset=utf-8")],
            body: bytes
        )
    }
}
