import CmdletCatalogue
import EmulatorCore
import ExoJSON
import HTTPServer

/// The answer of EXOModuleFile: the cmdlets that the caller may run here.
struct ModuleFile {
    let request: ExchangeRequest
    let tenant: TenantRecord
    /// The emulated cmdlets that the caller's roles open.
    let allowed: Set<String>

    /// - Throws: `DatabaseError`, `CryptoError`.
    func response(in emulator: EmulatorContext) throws -> ServerResponse {
        let names = cmdlets
        let script = ModuleScript.compose(
            cmdlets: names.compactMap(CmdletCatalogue.cmdlet(named:)),
            parameterKey: try ParameterKey(emulator.store).published
        )
        let context = request.origin(or: emulator.endpoints.base) + request.root + "/$metadata#EXOModuleFile"
        return .json([
            "@odata.context": .string(context),
            "value": [
                [
                    "fileName": "ExchangeOnline.psm1",
                    "fileContent": .string(script),
                    "exportedCmdlets": .string(names.joined(separator: ",")),
                ]
            ],
        ])
    }

    /// The cmdlets emulated, allowed and asked for, sorted.
    var cmdlets: [String] {
        let patterns = (request.request.header("CommandName") ?? "*").lowercased().split(separator: ",")
            .map { Array($0.trimmingBlanks) }
        return allowed.sorted().filter { name in
            patterns.contains { Wildcard.matches(Array(name.lowercased()), pattern: $0) }
        }
    }
}
