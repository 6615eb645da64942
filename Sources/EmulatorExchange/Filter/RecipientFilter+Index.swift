import ExoJSON

extension RecipientFilter {
    /// Finds objects by the index, among which all are that satisfy the filter; `nil` where the index cannot say.
    func search(in shape: ObjectShape, states: Set<ExchangeObject.State>) -> IndexSearch? {
        switch self {
        case .not: return nil
        case .comparison(let comparison): return comparison.search(in: shape, states: states)
        case .all(let parts):
            let known = parts.compactMap { $0.search(in: shape, states: states) }
            return known.isEmpty ? nil : .all(known)
        case .any(let parts):
            let known = parts.compactMap { $0.search(in: shape, states: states) }
            return known.count == parts.count ? .any(known) : nil
        }
    }
}

extension FilterComparison {
    fileprivate func search(in shape: ObjectShape, states: Set<ExchangeObject.State>) -> IndexSearch? {
        // What nothing is said of is not in the index.
        guard let property = shape.property(property), !holds(for: property.fallback) else { return nil }
        let name = property.name.lowercased()
        if name == "emailaddresses" { return addresses }
        if let moments = moments(of: name) { return moments }
        guard let kind = Self.kind(of: name, states: states) else { return nil }
        let patterns: [IndexPattern]
        switch (relation, operand) {
        case (.ne, .null): patterns = [.prefix("")]
        case (.eq, .flag(let flag)): patterns = [.exactly([flag ? "true" : "false"])]
        case (.eq, .text(let text)):
            patterns = [text, "smtp:\(text)", commonName].compactMap(\.self).map { .equal(to: $0) }
        case (.like, .text(let text)):
            patterns = [IndexPattern(text)] + (text.hasPrefix("*") ? [] : [IndexPattern("smtp:\(text)")])
        default: return nil
        }
        return .any(patterns.map { .matches(kind, $0) })
    }

    private static func kind(of name: String, states: Set<ExchangeObject.State>) -> IndexKind? {
        switch name {
        case "name": .name
        case "alias": .alias
        case "displayname": .displayName
        case "userprincipalname": .userPrincipalName
        case "guid", "exchangeguid", "externaldirectoryobjectid": .guid
        case "legacyexchangedn": .legacyDN
        case "recipienttypedetails": .recipientTypeDetails
        case "primarysmtpaddress" where states == [.active]: .address
        default: IndexKind.properties[name]
        }
    }

    /// When objects were made and last changed stands beside them, more exactly than they show it.
    private func moments(of name: String) -> IndexSearch? {
        let moment: IndexSearch.Moment
        switch name {
        case "whencreated", "whencreatedutc", "whenmailboxcreated": moment = .created
        case "whenchanged", "whenchangedutc": moment = .changed
        default: return nil
        }
        guard case .date(let wanted) = operand else { return nil }
        switch relation {
        case .eq: return .moments(moment, wanted.ticks...wanted.endOfSecond.ticks)
        case .gt, .ge: return .moments(moment, wanted.ticks...Int64.max)
        case .lt, .le: return .moments(moment, Int64.min...wanted.endOfSecond.ticks)
        case .ne, .like, .notlike: return nil
        }
    }

    /// Addresses stand in the index without their prefix where it is SMTP's and the object is in use.
    private var addresses: IndexSearch? {
        let prefix = "smtp:"
        switch (relation, operand) {
        case (.eq, .text(let text)):
            let bare = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
            return .any(
                [text, bare].map { .matches(.address, .equal(to: $0)) }
                    + [text, prefix + text].map { .matches(.otherAddress, .equal(to: $0)) }
            )
        case (.like, .text(let text)):
            let first = text.split(separator: "*").first.map(String.init) ?? ""
            // A pattern that the prefix itself may fit, in part, says nothing of the address.
            let fitsPrefix =
                text.hasPrefix("*") ? prefix.contains(first) || first.contains(":") : prefix.hasPrefix(first)
            guard !fitsPrefix || first.isEmpty else { return nil }
            let bare = text.hasPrefix(prefix) ? [text, String(text.dropFirst(prefix.count))] : [text]
            let whole = text.hasPrefix("*") ? [text] : [text, prefix + text]
            return .any(
                bare.map { .matches(.address, IndexPattern($0)) }
                    + whole.map { .matches(.otherAddress, IndexPattern($0)) }
            )
        default: return nil
        }
    }
}
