import ExoJSON

/// Refuses rules of mail flow that the service takes from nobody; the words are guesses.
enum TransportRuleCheck {
    /// What says something only together, as conditions and as exceptions.
    private static let pairs = [
        ("HeaderMatchesMessageHeader", "HeaderMatchesPatterns"), ("HeaderContainsMessageHeader", "HeaderContainsWords"),
        ("BetweenMemberOf1", "BetweenMemberOf2"),
    ]

    private static let exception = "ExceptIf"

    /// - Throws: ``AdminAPIError``.
    static func check(_ draft: ObjectDraft) throws {
        for member in draft.object.properties.members where member.name.hasSuffix("MatchesPatterns") {
            for pattern in draft.object.texts(member.name) where !isClosed(pattern) {
                throw AdminAPIError.invalidOperation("The pattern \"\(pattern)\" of \(member.name) isn't valid.")
            }
        }
        for (first, second) in [("SetHeaderName", "SetHeaderValue")] + pairs + pairs.map(excepting) {
            try MailFlowCheck.require(draft, second, beside: first)
            try MailFlowCheck.require(draft, first, beside: second)
        }
        for name in ["SetSCL", "SCLOver", "\(exception)SCLOver"] where draft.changes(name) {
            guard let value = draft.object.properties[name], !value.isNull, value != "" else { continue }
            let level = value.integerValue ?? value.stringValue.flatMap { Int64($0) }
            guard let level, (-1...9).contains(level) else {
                throw MailFlowCheck.invalid(value.stringValue ?? value.text(), name)
            }
        }
        for name in ["SenderIpRanges", "\(exception)SenderIpRanges"] where draft.changes(name) {
            for text in draft.texts(name) where !isRange(text) { throw MailFlowCheck.invalid(text, name) }
        }
        let code = "RejectMessageEnhancedStatusCode"
        if draft.changes(code), let text = draft.object.text(code), !text.isEmpty, !isStatus(text) {
            throw MailFlowCheck.invalid(text, code)
        }
        guard draft.changes("ActivationDate") || draft.changes("ExpiryDate"),
            let start = draft.object.text("ActivationDate").flatMap({ ServiceDate(parsing: $0) }),
            let end = draft.object.text("ExpiryDate").flatMap({ ServiceDate(parsing: $0) }), end <= start
        else { return }
        throw AdminAPIError.invalidOperation("The activation date of a rule must be before its expiry date.")
    }

    private static func excepting(_ pair: (String, String)) -> (String, String) {
        (exception + pair.0, exception + pair.1)
    }

    /// Whether a text is 5.7.1, or from 5.7.900 to 5.7.999.
    private static func isStatus(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, parts[0] == 5, parts[1] == 7, let last = parts[2] else { return false }
        return last == 1 || (900...999).contains(last)
    }

    /// Whether a text is an address, a range from one to another, or a network; of those with colons only the letters are
    /// looked at.
    private static func isRange(_ text: String) -> Bool {
        guard text.contains(":") else { return IPv4Range(text) != nil }
        let network = text.split(separator: "/", omittingEmptySubsequences: false)
        guard network.count <= 2, network.dropFirst().allSatisfy({ (0...128).contains(Int($0) ?? -1) }) else {
            return false
        }
        let ends = network[0].split(separator: "-", omittingEmptySubsequences: false)
        return ends.count + network.count <= 3
            && ends.allSatisfy { end in
                end.contains(":") && end.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
            }
    }

    /// Whether each bracket of a pattern is closed; what else may be wrong with one is not looked for.
    private static func isClosed(_ pattern: String) -> Bool {
        var (depth, isInClass, isEscaped, isFirst) = (0, false, false, false)
        for byte in pattern.utf8 {
            if isEscaped {
                (isEscaped, isFirst) = (false, false)
                continue
            }
            // A bracket that opens or closes stands for itself at the head of a class.
            if isFirst {
                if byte != UInt8(ascii: "^") { isFirst = false }
                if byte != UInt8(ascii: "\\") { continue }
            }
            switch byte {
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "[") where !isInClass: (isInClass, isFirst) = (true, true)
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "(") where !isInClass: depth += 1
            case UInt8(ascii: ")") where !isInClass: depth -= 1
            default: break
            }
            if depth < 0 { return false }
        }
        return depth == 0 && !isInClass && !isEscaped
    }
}
