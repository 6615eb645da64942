import EmulatorCore
import ExoJSON
import HTTPServer

/// The answers of EXOModuleFile and EXOHelpFile: the cmdlets that the caller's roles open, as a script module.
struct ModuleFile {
    let request: ExchangeRequest
    /// The cmdlets that the caller's roles open, emulated or not.
    let granted: Set<String>

    /// The script, and how a shell prints what it returns unless the request does without.
    ///
    /// - Throws: `DatabaseError`, `CryptoError`.
    func response(in emulator: EmulatorContext) throws -> ServerResponse {
        let names = cmdlets
        let script = ModuleScript.compose(cmdlets: names, parameterKey: try ParameterKey(emulator.store).published)
        var files: [JSONValue] = [
            [
                "fileName": "ExchangeOnline.psm1",
                "fileContent": .string(script),
                "exportedCmdlets": .string(names.joined(separator: ",")),
            ]
        ]
        if request.request.header("SkipLoadingFormatData")?.lowercased() != "true" {
            files.append([
                "fileName": "exchange.format.ps1xml", "fileContent": .string(EmbeddedFile.moduleFormats.text),
            ])
        }
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
                    "helpFileContent": .string(ScriptHelp.file(of: granted.sorted())),
                ]
            ] : []
        return document("EXOHelpFile", files, in: emulator)
    }

    /// The cmdlets granted and asked for, sorted.
    var cmdlets: [String] {
        let patterns = (request.request.header("CommandName") ?? "*").lowercased().split(separator: ",")
            .map { Array($0.trimmingBlanks) }
        guard patterns != [["*"]] else { return granted.sorted() }
        return granted.sorted().filter { name in
            let name = Array(name.lowercased())
            return patterns.contains { Wildcard.matches(name, pattern: $0) }
        }
    }

    private func document(_ entity: String, _ files: [JSONValue], in emulator: EmulatorContext) -> ServerResponse {
        let context = request.origin(or: emulator.endpoints.base) + request.root + "/$metadata#\(entity)"
        return .json(["@odata.context": .string(context), "value": .array(files)])
    }
}
