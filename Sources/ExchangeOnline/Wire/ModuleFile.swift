internal import ExoCrypto
internal import ExoJSON

/// The reply of EXOModuleFile: files of a script module, with the service's public key in it.
enum ModuleFile {
    /// The public key in the text of the script module, in .NET's XML form.
    ///
    /// - Returns: The key, or `nil` when no file holds one.
    /// - Throws: `JSONError` when the reply is not JSON, `CryptoError` when the numbers are not those of a key.
    static func parameterKey(in body: [UInt8]) throws -> RSAPublicKey? {
        for element in try JSONValue(parsing: body)["value"]?.arrayValue ?? [] {
            guard let script = element["fileContent"]?.stringValue,
                let modulus = number("Modulus", in: script), let exponent = number("Exponent", in: script)
            else { continue }
            return try RSAPublicKey(modulus: modulus, exponent: exponent)
        }
        return nil
    }

    /// The names of the cmdlets that the module has functions for.
    ///
    /// - Throws: `JSONError` when the reply is not JSON.
    static func exportedCmdlets(in body: [UInt8]) throws -> [String] {
        let files = try JSONValue(parsing: body)["value"]?.arrayValue ?? []
        return files.compactMap { $0["exportedCmdlets"]?.stringValue }.flatMap { names in
            names.split { $0 == "," || $0 == " " }.map(String.init)
        }
    }

    /// A number of the key between its tags, in base64.
    private static func number(_ name: String, in script: String) -> [UInt8]? {
        guard let key = script.firstRange(of: "<RSAKeyValue>"),
            let start = script[key.upperBound...].firstRange(of: "<\(name)>"),
            let end = script[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return Base64.decode(String(script[start.upperBound..<end.lowerBound]))
    }
}
