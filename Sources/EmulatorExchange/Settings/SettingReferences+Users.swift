import EmulatorCore
import ExoJSON

/// What follows for others from a setting that they name: it is called anew, or goes.
extension SettingReferences {
    /// Refuses a rule for a policy that has one, since a policy belongs to one rule, or for the default policy, which is for
    /// everybody; the words are guesses.
    static func checkPolicy(_ draft: ObjectDraft, of noun: SettingNoun, _ scope: CallScope) throws {
        let rule = draft.object
        guard let policy = policy(of: noun.noun), let name = rule.text(policy) else { return }
        if draft.changes(policy) {
            let policies = try scope.objects.objects(named: name, of: SettingNoun(policy).objectClass) {
                $0.name.lowercased() == name.lowercased()
            }
            guard !policies.contains(where: SettingDefault.isMarked) else {
                throw AdminAPIError.invalidOperation(
                    "The default policy \"\(name)\" can't be used by a rule, since it applies to all recipients."
                )
            }
        }
        guard
            let other = try self.rule(noun.noun, naming: name, in: policy, scope, besides: rule.guid)
        else { return }
        throw AdminAPIError.invalidOperation("The policy \"\(name)\" is already used by the rule \"\(other.name)\".")
    }

    /// Refuses to take away what is used; the words are guesses.
    ///
    /// A policy goes whatever rule names it, and the rule stays.
    static func checkUnused(_ object: ExchangeObject, of noun: SettingNoun, _ scope: CallScope) throws {
        if noun.noun == "QuarantinePolicy", let user = try user(of: object, noun, scope) {
            throw AdminAPIError.invalidOperation(
                "The quarantine policy \"\(object.name)\" can't be removed because \"\(user.name)\" uses it."
            )
        }
        if ["AddressBookPolicy", "SharingPolicy"].contains(noun.noun),
            let user = try user(of: object, noun, scope, where: { $0.state == .active })
        {
            throw AdminAPIError.invalidOperation(
                "The \(noun.words) \"\(object.name)\" can't be removed because the mailbox \"\(user.name)\" uses it."
            )
        }
        if noun.noun == "MobileDeviceMailboxPolicy" {
            var holder: ExchangeObject?
            let settings = try user(of: object, noun, scope) { settings in
                let owner = settings.owner
                holder = try scope.objects.objects(named: owner, of: .recipient) { $0.guid == owner }
                    .first { $0.state == .active }
                return holder != nil
            }
            guard settings != nil, let holder else { return }
            throw AdminAPIError.invalidOperation(
                "The mobile device mailbox policy \"\(object.name)\" can't be removed because the mailbox "
                    + "\"\(holder.name)\" uses it."
            )
        }
        if inFolders.contains(noun.noun) {
            // A global list stays as long as an offline address book has it too.
            let nouns = ["AddressBookPolicy"] + (noun.noun == "GlobalAddressList" ? ["OfflineAddressBook"] : [])
            let classes = nouns.map { SettingNoun($0).objectClass }
            let user = try user(of: object, noun, scope) { classes.contains($0.objectClass) }
            guard let user else { return }
            throw AdminAPIError.invalidOperation(
                "The \(noun.words) \"\(object.name)\" can't be removed because \"\(user.name)\" uses it."
            )
        }
        guard noun.noun == "MigrationEndpoint" else { return }
        let batch = try MigrationBatches(scope).all().first { $0.endpoints.contains(object.name.lowercased()) }
        guard let batch else { return }
        throw AdminAPIError.invalidOperation(
            "The migration endpoint \"\(object.name)\" can't be removed because the batch \"\(batch.name)\" uses it."
        )
    }

    /// Takes the name of a setting that goes from whatever has it, also from who is gone and may come back.
    ///
    /// The rule of a policy goes on naming it, and one that keeps its GUID goes with it.
    ///
    /// - Throws: `DatabaseError`.
    static func forget(_ object: ExchangeObject, of noun: SettingNoun, _ scope: CallScope) throws {
        for rules in byGUID {
            for parameter in nouns[rules]?.filter({ $0.value == noun.noun }).keys.sorted() ?? [] {
                for rule in try scope.objects.objects(of: objectClass(of: rules))
                where rule.text(parameter)?.lowercased() == object.guid.lowercased() {
                    try scope.objects.remove(rule)
                }
            }
        }
        try replace(AddressListPath.reference(to: object, noun), with: nil, of: noun, scope)
    }

    /// Puts another name into whatever names a setting, or takes the name away from what is no rule of it.
    ///
    /// Who had a retention policy has none then, who had another setting has the default.
    ///
    /// - Throws: `DatabaseError`.
    static func replace(_ name: String, with other: String?, of noun: SettingNoun, _ scope: CallScope) throws {
        let none: JSONValue? = noun.noun == "RetentionPolicy" ? .null : nil
        let new = other.map { JSONValue.string(kept($0, of: noun.noun)) } ?? none
        var users: [(object: ExchangeObject, properties: [String])] = []
        try forEach(naming: name, noun, scope, withRules: other != nil) { object, properties in
            users.append((object, properties))
            return true
        }
        for user in users {
            var object = user.object
            for property in user.properties {
                guard case .array(let elements)? = object.properties[property] else {
                    object.properties[property] = new
                    continue
                }
                let list = elements.compactMap { isName($0, name, of: noun) ? new : $0 }
                object.properties[property] = .array(list)
            }
            try scope.objects.update(object)
        }
    }

    /// The first object that names a setting, looked for no further than to it.
    private static func user(
        of setting: ExchangeObject,
        _ noun: SettingNoun,
        _ scope: CallScope,
        where isWanted: (ExchangeObject) throws -> Bool = { _ in true }
    ) throws -> ExchangeObject? {
        var found: ExchangeObject?
        try forEach(naming: AddressListPath.reference(to: setting, noun), noun, scope) { object, _ in
            found = try isWanted(object) ? object : nil
            return found == nil
        }
        return found
    }

    /// Visits the objects that name a setting by one of the parameters that do, with the properties.
    ///
    /// - Parameters:
    ///   - name: How the setting is named.
    ///   - noun: What it is.
    ///   - scope: Where they are looked for.
    ///   - withRules: Whether the rules of a policy count.
    ///   - visit: What is done with each; it says whether there is to be a next one.
    /// - Throws: `DatabaseError`, and what the visit throws.
    private static func forEach(
        naming name: String,
        _ noun: SettingNoun,
        _ scope: CallScope,
        withRules: Bool = true,
        visit: (ExchangeObject, [String]) throws -> Bool
    ) throws {
        let texts = Set([name, kept(name, of: noun.noun)]).map { JSONValue.string($0).text() }
        var wanted: [ExchangeObject.Class.RawValue: Set<String>] = [:]
        for (user, parameters) in nouns where !byGUID.contains(user) && (withRules || !isRule(user, of: noun.noun)) {
            let properties = parameters.filter { nouns(of: $0.key, $0.value).contains(noun.noun) }.keys
            guard !properties.isEmpty else { continue }
            wanted[objectClass(of: user).rawValue, default: []].formUnion(properties)
        }
        var goesOn = true
        for (rawClass, properties) in wanted.sorted(by: { $0.key < $1.key }) where goesOn {
            guard let objectClass = ExchangeObject.Class(rawValue: rawClass) else { continue }
            try scope.objects.forEach(objectClass, mentioning: texts) { object in
                let those = properties.filter { property in
                    let value = object.properties[property] ?? .null
                    return (value.arrayValue ?? [value]).contains { isName($0, name, of: noun) }
                }
                if !those.isEmpty { goesOn = try visit(object, those.sorted()) }
                return goesOn
            }
        }
    }

    private static func isName(_ value: JSONValue, _ name: String, of noun: SettingNoun) -> Bool {
        guard let text = value.stringValue?.lowercased() else { return false }
        return text == name.lowercased() || text == kept(name, of: noun.noun).lowercased()
    }

    /// Where the objects of a noun are kept that name settings.
    private static func objectClass(of noun: String) -> ExchangeObject.Class {
        switch noun {
        case "Mailbox", "MailUser", "UnifiedGroup", "User": .recipient
        case "OrganizationConfig": .organization
        case "AcceptedDomain": .acceptedDomain
        default: .setting(noun: noun)
        }
    }

    /// Whether rules of a noun are for policies of another one, which is the parameter that names one too.
    private static func isRule(_ noun: String, of policy: String) -> Bool {
        noun.hasSuffix("Rule") && nouns[noun]?[policy] == policy
    }

    /// The noun of the policies of which a noun's rules have one each, `nil` where there is none, or several.
    private static func policy(of noun: String) -> String? {
        let policies = nouns[noun]?.values.filter { isRule(noun, of: $0) } ?? []
        return policies.count == 1 ? policies[0] : nil
    }

    /// A rule that names a policy.
    private static func rule(
        _ noun: String,
        naming policy: String,
        in parameter: String,
        _ scope: CallScope,
        besides guid: String = ""
    ) throws -> ExchangeObject? {
        try scope.objects.objects(of: SettingNoun(noun).objectClass).first { rule in
            rule.guid != guid && rule.text(parameter)?.lowercased() == policy.lowercased()
        }
    }
}
