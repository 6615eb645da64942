/// Names of cultures as .NET writes them (RFC 4646).
enum CultureNames {
    /// The numbers that Windows gives to cultures, for the ones that administrators use most.
    private static let numbers: [Int64: String] = [
        1025: "ar-SA", 1026: "bg-BG", 1027: "ca-ES", 1028: "zh-TW", 1029: "cs-CZ", 1030: "da-DK", 1031: "de-DE",
        1032: "el-GR", 1033: "en-US", 1035: "fi-FI", 1036: "fr-FR", 1037: "he-IL", 1038: "hu-HU", 1039: "is-IS",
        1040: "it-IT", 1041: "ja-JP", 1042: "ko-KR", 1043: "nl-NL", 1044: "nb-NO", 1045: "pl-PL", 1046: "pt-BR",
        1048: "ro-RO", 1049: "ru-RU", 1050: "hr-HR", 1051: "sk-SK", 1053: "sv-SE", 1054: "th-TH", 1055: "tr-TR",
        1057: "id-ID", 1058: "uk-UA", 1060: "sl-SI", 1061: "et-EE", 1062: "lv-LV", 1063: "lt-LT", 1066: "vi-VN",
        2052: "zh-CN", 2055: "de-CH", 2057: "en-GB", 2058: "es-MX", 2060: "fr-BE", 2064: "it-CH", 2067: "nl-BE",
        2070: "pt-PT", 3076: "zh-HK", 3079: "de-AT", 3081: "en-AU", 3082: "es-ES", 3084: "fr-CA", 4105: "en-CA",
        4108: "fr-CH", 5129: "en-NZ", 6153: "en-IE",
    ]

    /// The name of a culture given by name or number; a name need not be known, only well formed.
    static func name(_ value: PowerShellValue) -> String? {
        if case .number(let number) = value {
            if case .integer(let number) = number.value { return numbers[number] }
            return nil
        }
        guard case .text(let text) = value else { return nil }
        let parts = text.trimmed.split(separator: "-", omittingEmptySubsequences: false)
        guard let language = parts.first, (2...8).contains(language.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } })
        else { return nil }
        let spelled = parts.dropFirst().map { part in
            switch part.count {
            case 2: part.uppercased()
            case 4: part.prefix(1).uppercased() + part.dropFirst().lowercased()
            default: String(part)
            }
        }
        return ([language.lowercased()] + spelled).joined(separator: "-")
    }
}
