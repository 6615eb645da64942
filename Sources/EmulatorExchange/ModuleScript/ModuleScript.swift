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
    ///   - cmdlets: The cmdlets that the caller may run, in the order in which they are to stand; without any the module
    ///     loads and exports nothing.
    ///   - parameterKey: Base64 of the public key, as .NET's XML, under which clients encrypt secret parameters;
    ///     empty lets clients refuse such parameters.
    /// - Returns: The text of the module.
    static func compose(cmdlets: [String], parameterKey: String) -> String {
        let pieces = ScriptPieces.embedded
        let functions = cmdlets.compactMap(ScriptFunctionCache.shared.text)
        var text = runtime(parameterKey: parameterKey) + "\n" + functions.joined(separator: "\n") + "\n"
        // The service's script has the key in this form behind its functions, and other clients look for it there.
        let xml = Base64.decode(parameterKey).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if !xml.isEmpty { text += pieces.text("publicKey", ["xml": xml.filter { $0 != "'" }]) + "\n" }
        let names = cmdlets.isEmpty ? pieces.text("noNames") : cmdlets.joined(separator: ",")
        return text + pieces.text("end", ["help": ScriptHelp.fileName, "names": names]) + "\n"
    }

    private static func runtime(parameterKey: String) -> String {
        // Base64 holds no quote; anything else would be code in somebody's shell.
        let key = parameterKey.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0)) }
        let pieces = ScriptPieces.embedded
        let parts = EmbeddedFile.moduleRuntime.text.split(separator: pieces.text("key", ["key": ""]), maxSplits: 1)
        return parts.joined(separator: pieces.text("key", ["key": key]))
    }
}
