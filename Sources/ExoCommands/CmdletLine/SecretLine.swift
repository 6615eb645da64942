internal import EntraTokens
internal import ExchangeOnline

/// Lines with a password or token in them, which are neither shown again nor kept.
enum SecretLine {
    private static let marks =
        ["password", "passphrase", "secret", "credential", "accesstoken"]
        + BindableParameter.plainSecrets.map { $0.lowercased() }

    /// Whether a text has such a thing, or looks so.
    static func isOne(_ text: String) -> Bool {
        let lower = text.lowercased()
        if lower.contains("securestring") || SecretText.redacted(text) != text { return true }
        let pipelines: [LinePipeline]
        do { pipelines = try CommandLineReader.read(line: text) } catch { return looksSo(lower) }
        return pipelines.contains { $0.calls.contains(where: isOne) }
    }

    private static func isOne(_ call: LineCall) -> Bool {
        let cmdlet: BindableCmdlet
        do { cmdlet = try BindableCmdlet(named: call.name) } catch {
            return call.words.contains { looksSo($0.lowercased()) }
        }
        return call.arguments.contains { argument in
            guard let name = argument.argument.name else { return false }
            do {
                let parameter = try cmdlet.parameter(name)
                return parameter.isSecret || parameter.name == "AccessToken"
            } catch { return looksSo("-\(name)".lowercased()) }
        } || call.options.contains { looksSo($0.words[0].lowercased()) }
    }

    /// Whether the name of a parameter in a text in small letters is that of a secret.
    private static func looksSo(_ text: String) -> Bool {
        text.split(whereSeparator: { $0.isWhitespace || $0 == ":" || $0 == "=" }).contains { word in
            guard word.hasPrefix("-") || word.unicodeScalars.first?.isDash == true else { return false }
            let name = word.drop { $0 == "-" || $0.unicodeScalars.first?.isDash == true }
            return marks.contains { name.contains($0) || name.count >= 4 && $0.hasPrefix(name) }
        }
    }
}
