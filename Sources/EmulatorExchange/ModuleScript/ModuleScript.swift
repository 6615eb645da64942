import CmdletCatalogue
import EmulatorCore
import ExoCrypto

/// The script module that the official module downloads and imports when it connects.
///
/// It is the runtime, a function for each cmdlet, and the list of what to export. The client appends assignments
/// directly to the text, which therefore ends in a line feed.
enum ModuleScript {
    /// Writes the module.
    ///
    /// - Parameters:
    ///   - cmdlets: The cmdlets that the caller may run, in the order in which they are to stand.
    ///   - parameterKey: Base64 of the public key, as .NET's XML, under which clients encrypt secret parameters;
    ///     empty lets clients refuse such parameters.
    /// - Returns: The text of the module.
    static func compose(cmdlets: [CmdletFacts], parameterKey: String) -> String {
        let functions = cmdlets.map { ScriptFunction($0).text }.joined(separator: "\n")
        let names = cmdlets.map(\.name).joined(separator: ",")
        // The service's script has the key in this form behind its functions, and other clients look for it there.
        let xml = Base64.decode(parameterKey).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let key = xml.isEmpty ? "" : "\n$PublicKey = '\(xml.filter { $0 != "'" })'"
        return runtime(parameterKey: parameterKey) + "\n" + functions + key + "\nExport-ModuleMember -Function " + names
            + "\n"
    }

    private static func runtime(parameterKey: String) -> String {
        let assignment = "$script:ParameterKey = '"
        // Base64 holds no quote; anything else would be code in somebody's shell.
        let key = parameterKey.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0)) }
        let parts = EmbeddedFile.moduleRuntime.text.split(separator: assignment, maxSplits: 1)
        return parts.joined(separator: assignment + key)
    }
}
