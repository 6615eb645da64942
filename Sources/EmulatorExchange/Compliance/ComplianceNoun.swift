import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// A noun of Security & Compliance with what its objects mean.
struct ComplianceNoun: Sendable {
    let setting: SettingNoun
    /// The noun whose objects own this one's, such as the policy of a rule.
    let parent: String?
    private(set) var rules: [any ObjectRule]
    /// The parameters that give an object its name, the first one that is there.
    let naming: [String]
    /// The parameter that names an object.
    let identity: String
    /// Properties by which an object can be named too.
    let identifiers: [String]

    var noun: String { setting.noun }
    var view: NounView { setting.view }
    var objectClass: ExchangeObject.Class { setting.objectClass }

    init(
        _ noun: String,
        store: String? = nil,
        of parent: String? = nil,
        naming: [String] = ["Name"],
        identity: String = "Identity",
        identifiers: [String] = [],
        _ rules: [any ObjectRule] = []
    ) {
        setting = SettingNoun(noun, store: store)
        self.parent = parent
        self.naming = naming
        self.identity = identity
        self.identifiers = identifiers + ["ImmutableId"]
        self.rules = rules
    }

    /// The noun with what its rules look up before the store is written to.
    func prepared(for call: BoundCall, in scope: CallScope) throws -> ComplianceNoun {
        var noun = self
        noun.rules = try rules.map { try $0.prepared(for: call, of: self, in: scope) }
        return noun
    }

    func takes(_ parameter: String) -> Bool { rules.contains { $0.takes(parameter) } }

    /// Makes what every organization has, with what owns it and what it owns.
    func prepare(_ scope: CallScope) throws {
        try scope.objects.makeFirstObjects(of: setting, now: scope.now)
        for related in Self.all where related.parent == noun || related.noun == parent {
            try scope.objects.makeFirstObjects(of: related.setting, now: scope.now)
        }
    }

    /// The objects that some of these identities name, of which a pattern is none.
    ///
    /// - Throws: `DatabaseError`.
    func known(_ identities: [String], _ scope: CallScope) throws -> [ExchangeObject] {
        try identities.filter { !$0.contains("*") }.flatMap { identity in
            try scope.objects.objects(named: identity, of: objectClass) { _ in true }
        }
    }

    /// The objects that an identity names; a pattern may name none.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    func objects(named identity: String, _ scope: CallScope) throws -> [ExchangeObject] {
        var found = try scope.objects.objects(named: identity, of: objectClass) { _ in true }
        if found.isEmpty {
            let wanted = identity.lowercased()
            found = try scope.objects.objects(of: objectClass).filter { object in
                identifiers.contains { object.text($0)?.lowercased() == wanted }
            }
        }
        if identity.contains("*") { return found }
        guard !found.isEmpty else { throw AdminAPIError.notFound(identity, noun: noun) }
        return found
    }

    /// The one object that an identity names.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    func object(named identity: String, _ scope: CallScope) throws -> ExchangeObject {
        let found = try objects(named: identity, scope)
        guard let object = found.first else { throw AdminAPIError.notFound(identity, noun: noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: noun) }
        return object
    }

    /// The one object that a call is about.
    func object(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        try prepare(scope)
        guard let identity = call.text(identity) else { throw AdminAPIError.withoutIdentity(call.facts.name) }
        return try object(named: identity, scope)
    }

    /// The object that owns another one.
    func owner(of object: ExchangeObject, _ scope: CallScope) throws -> ExchangeObject? {
        guard !object.owner.isEmpty, let parent = parent.flatMap(Self.named) else { return nil }
        return try scope.objects.objects(named: object.owner, of: parent.objectClass) { _ in true }.first
    }

    /// When an object was made and changed, under the names that nouns have for it.
    private func times(of object: ExchangeObject) -> JSONObject {
        var shown = JSONObject()
        for (names, moment) in [
            (["CreatedTime", "CreatedDateTime", "CreationTimeUtc"], object.created),
            (["LastModifiedTime", "LastModifiedDateTime", "ModificationTimeUtc"], object.changed),
        ] {
            for name in names where view.shape.property(name)?.fallback == .null && object.properties[name] == nil {
                shown[name] = .string(moment.text(.utc))
            }
        }
        return shown
    }

    /// Writes down who made or changed an object, where it shows that.
    func sign(_ draft: inout ObjectDraft, isNew: Bool, _ scope: CallScope) {
        for name in isNew ? ["CreatedBy", "LastModifiedBy"] : ["LastModifiedBy"] {
            guard let property = view.shape.property(name) else { continue }
            let caller = property.kind == .guid ? scope.caller.objectID : CaseRule.caller(scope)
            draft.object.properties[name] = .string(caller)
        }
    }

    /// What shows the objects to a call.
    func builder(_ call: BoundCall, _ scope: CallScope) -> RowBuilder {
        RowBuilder(view: view, names: scope.objects.names) { object in
            try rules.reduce(into: times(of: object)) { all, rule in
                for member in try rule.derived(object, call, in: scope).members { all[member.name] = member.value }
            }
        }
    }
}
