import EmulatorCore
import ExoJSON

/// The places a policy or a search is for: everything, or mailboxes, groups and sites by name.
///
/// Each list has a parameter that sets it and, for Set-, two that add to it and take from it. The words of the refusals
/// are guesses.
struct LocationRule: ObjectRule {
    /// A parameter that says whether mailboxes that are not there may be named.
    private static let tolerance = "AllowNotFoundExchangeLocationsEnabled"
    private static let endings = ["Location", "LocationException", "LocationExclusion"]
    private static let sites: Set = ["SharePoint", "OneDrive"]
    private static let groups: Set = ["ModernGroup", "TeamsChannel"]
    private static let mailboxes: Set = ["Exchange", "Skype", "TeamsChat", "Teams", "MicrosoftCopilot"]

    /// A list, and what a parameter does to it.
    private struct Target {
        enum Change { case replace, add, remove }
        let list: String
        let change: Change

        /// `nil` for a parameter about no places.
        init?(_ parameter: String) {
            guard LocationRule.endings.contains(where: parameter.hasSuffix) else { return nil }
            let (change, list): (Change, Substring) =
                parameter.hasPrefix("Add")
                ? (.add, parameter.dropFirst(3))
                : parameter.hasPrefix("Remove") ? (.remove, parameter.dropFirst(6)) : (.replace, parameter[...])
            self.change = change
            self.list = list == "AdaptiveScopeLocation" ? "DynamicScopeLocation" : String(list)
        }

        /// What the places are: `Exchange`.
        var stem: String {
            let ending = LocationRule.endings.first { list.hasSuffix($0) } ?? ""
            return String(list.dropLast(ending.count))
        }
    }

    /// Whether a property is such a list.
    static func isList(_ property: String) -> Bool {
        Target(property).map { $0.change == .replace } ?? false
    }

    func takes(_ parameter: String) -> Bool { Target(parameter) != nil }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        let tolerates = call[Self.tolerance]?.flag ?? (draft.value(Self.tolerance) == true)
        for (parameter, value) in call.parameters {
            guard let target = Target(parameter) else { continue }
            let current = draft.texts(target.list)
            let (add, remove): ([String], [String]) =
                switch (target.change, value) {
                case (.replace, .delta(let add, let remove)): (current + add, remove)
                case (.remove, _): (current, value.texts ?? [])
                case (.add, _): (current + (value.texts ?? []), [])
                case (.replace, _): (value.texts ?? [], [])
                }
            var places: [String] = []
            for text in add {
                let isKnown = current.contains { $0.lowercased() == text.lowercased() }
                guard let place = isKnown ? text : try Self.place(text, target.stem, tolerates, scope),
                    !places.contains(where: { $0.lowercased() == place.lowercased() })
                else { continue }
                places.append(place)
            }
            let gone = Set(try remove.compactMap { try Self.place($0, target.stem, true, scope)?.lowercased() })
            for name in gone where !places.contains(where: { $0.lowercased() == name }) {
                throw AdminAPIError.invalidOperation(
                    "The location \"\(name)\" can't be removed because it isn't one of \(target.list)."
                )
            }
            places.removeAll { gone.contains($0.lowercased()) }
            guard places.count < 2 || !places.contains("All") else {
                throw AdminAPIError.invalidOperation(
                    "\(target.list) can't have \"All\" and other locations at the same time."
                )
            }
            draft.store(target.list, .array(places.map { .string($0) }))
            if target.list == "DynamicScopeLocation" { draft.store("IsAdaptivePolicy", .bool(!places.isEmpty)) }
        }
    }

    /// Places with the names that the service gives them.
    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        try object.properties.members.reduce(into: JSONObject()) { shown, member in
            guard Self.isList(member.name), let places = member.value.arrayValue else { return }
            let values = JSONValue.array(try places.compactMap(\.stringValue).map { try Self.shown($0, scope) })
            shown[member.name] = values
            // Adaptive scopes are read under the name of their parameter too.
            if member.name == "DynamicScopeLocation" { shown["AdaptiveScopeLocation"] = values }
        }
    }

    private static func shown(_ place: String, _ scope: CallScope) throws -> JSONValue {
        let recipient = try recipient(at: place, scope)
        return DescribedValue.make(
            place,
            type: "Microsoft.Office.CompliancePolicy.PolicyConfiguration.BindingMetadata",
            [
                "DisplayName": .string(recipient.flatMap { $0.text("DisplayName") ?? $0.name } ?? place),
                "Name": .string(place),
                "ImmutableIdentity": .string(recipient?.guid ?? place),
            ]
        )
    }

    /// Whether a place is an inactive mailbox, which is named with a dot in front of its address.
    private static func isInactive(_ place: String) -> Bool { place.hasPrefix(".") && place.contains("@") }

    /// The recipient that a place is, `nil` for what is none.
    ///
    /// - Parameters:
    ///   - place: The place as policies and searches keep it.
    ///   - scope: Where it is looked for.
    ///   - isWanted: Whether a recipient may be meant at all.
    /// - Returns: The recipient.
    /// - Throws: `DatabaseError`.
    static func recipient(
        at place: String,
        _ scope: CallScope,
        where isWanted: (ExchangeObject) -> Bool = { _ in true }
    ) throws -> ExchangeObject? {
        let isInactive = isInactive(place)
        return try scope.objects.objects(named: isInactive ? String(place.dropFirst()) : place, of: .recipient) {
            isWanted($0) && (!isInactive || $0.state == .inactive)
        }.first
    }

    /// The addresses of the mailboxes of places: all, one, or those of a group's members.
    ///
    /// - Throws: `DatabaseError`.
    static func addresses(at places: [String], _ scope: CallScope) throws -> [String] {
        var found: [String] = []
        for place in places {
            if place == "All" {
                found += try scope.objects.objects(of: .recipient)
                    .filter { RecipientTypes.mailboxes.contains($0.typeDetails) && $0.state == .active }
                    .compactMap(\.primaryAddress)
                continue
            }
            let object = try recipient(at: place, scope)
            if let object, RecipientTypes.distributionGroups.contains(object.typeDetails) {
                found += try scope.recipients(of: object, owners: false)
                    .filter { RecipientTypes.mailboxes.contains($0.typeDetails) }.compactMap(\.primaryAddress)
            } else {
                found.append(place)
            }
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0.lowercased()).inserted }
    }

    /// A place under the name by which it is kept, `nil` for one that may be missing and is.
    private static func place(
        _ text: String,
        _ stem: String,
        _ tolerates: Bool,
        _ scope: CallScope
    ) throws -> String? {
        if text.lowercased() == "all" { return "All" }
        if stem == "DynamicScope" {
            let noun = ComplianceNoun.adaptiveScope
            try noun.prepare(scope)
            return try noun.object(named: text, scope).name
        }
        if sites.contains(stem) {
            guard text.lowercased().hasPrefix("https://"), text.count > 8 else {
                throw AdminAPIError.invalidOperation("The site \"\(text)\" isn't a URL that begins with https://.")
            }
            return text
        }
        let types: Set<String>? =
            groups.contains(stem)
            ? [RecipientTypes.groupMailbox] : mailboxes.contains(stem) ? RecipientTypes.recipients : nil
        guard let types else { return text }
        let dot = isInactive(text) ? "." : ""
        do {
            let object = try scope.object(
                named: String(text.dropFirst(dot.count)),
                in: .recipient,
                types: types,
                states: dot.isEmpty ? [.active, .inactive] : [.inactive]
            )
            return dot + (object.primaryAddress ?? object.name)
        } catch let error as AdminAPIError where tolerates && error.status == 404 {
            return text
        }
    }
}
