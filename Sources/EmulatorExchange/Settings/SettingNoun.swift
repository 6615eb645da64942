import CmdletCatalogue
import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A noun whose objects are settings, which its cmdlets make, change and take away.
struct SettingNoun: Sendable {
    let view: NounView
    /// Whether there is exactly one of it in an organization.
    let isSingle: Bool
    /// Whether each belongs to a mailbox, the caller's own unless `-Mailbox` names one.
    let isOwned: Bool
    /// The name under which its objects are kept.
    let store: String

    var noun: String { view.noun }
    var objectClass: ExchangeObject.Class { view.objectClass }

    init(_ noun: String, isSingle: Bool = false, isOwned: Bool = false, store: String? = nil) {
        self.store = store ?? noun
        view = .settings(noun, in: store)
        self.isSingle = isSingle
        self.isOwned = isOwned
    }

    /// A new object whose name is its GUID; it is not stored yet.
    func unnamed(in scope: CallScope) -> ExchangeObject {
        let guid = UUID.random().uuidString.lowercased()
        return ExchangeObject(
            tenantID: scope.tenant.id,
            objectClass: objectClass,
            guid: guid,
            name: guid,
            created: scope.now,
            changed: scope.now
        )
    }

    /// Whose settings a call is about, `nil` for the organization's.
    ///
    /// - Throws: ``AdminAPIError`` when there is no such mailbox.
    func owner(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject? {
        guard isOwned else { return nil }
        // An identity of an owned object may name its owner before the last backslash.
        let place = call.text("Identity").flatMap { text in text.lastIndex(of: "\\").map { String(text[..<$0]) } }
        guard let identity = call.text("Mailbox") ?? place else { return try scope.ownMailbox() }
        return try scope.object(named: identity, in: .mailbox)
    }

    /// The objects that an identity names.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    func objects(named identity: String, owner: ExchangeObject?, _ scope: CallScope) throws -> [ExchangeObject] {
        let isPath = noun == AddressListPath.noun && identity.contains("\\")
        // Others stand in one folder.
        let isInFolder = SettingReferences.inFolders.contains(noun) && identity.hasPrefix("\\")
        let identity = isInFolder ? String(identity.dropFirst()) : identity
        let found: [ExchangeObject]
        if let owner {
            let keys = [identity, identity.split(separator: "\\").last.map(String.init) ?? identity]
                .map { Array($0.lowercased()) }
            found = try scope.objects.objects(ownedBy: owner, objectClass).filter { object in
                keys.contains { key in
                    object.guid == String(key) || RuleWords.number(of: object) == String(key)
                        || noun == SweepRuleNames.noun && SweepRuleNames.id(of: object).isSame(as: String(key))
                        || Wildcard.matches(Array(object.name.lowercased()), pattern: key)
                }
            }
        } else if noun == MessageClassifications.noun {
            found = try MessageClassifications.objects(named: identity, scope.objects)
        } else if isPath {
            found = try AddressListPath.lists(at: identity, scope.objects)
        } else {
            var named = try scope.objects.objects(named: identity, of: objectClass) { $0.owner.isEmpty }
            // Any of them may be named with the organization in front.
            if named.isEmpty, let rest = scope.objects.names.withoutOrganization(identity) {
                named = try scope.objects.objects(named: rest, of: objectClass) { $0.owner.isEmpty }
            }
            // The policy that nobody has changed is found by the name that it has once it is stored.
            let isFirst =
                noun == TeamsProtection.noun && named.isEmpty
                && identity.lowercased() == TeamsProtection.name.lowercased()
            found = isFirst ? try scope.objects.objects(of: objectClass).filter(TeamsProtection.isUnstored) : named
        }
        if identity.contains("*") { return found }
        guard !found.isEmpty else { throw AdminAPIError.notFound(identity, noun: noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: noun) }
        return found
    }

    /// The one object that a call is about.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    func object(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        try scope.objects.makeFirstObjects(of: self, now: scope.now)
        guard let identity = isSingle ? nil : call.text("Identity") else {
            let all = try scope.objects.objects(of: objectClass)
            guard let only = all.first else { throw AdminAPIError.notFound(noun, noun: noun) }
            // Older stores may have several where there is one.
            guard all.count == 1 || SettingNames.isOnly(noun) else {
                throw AdminAPIError.withoutIdentity(call.facts.name)
            }
            return only
        }
        let found = try objects(named: identity, owner: owner(call, scope), scope)
        guard let object = found.first else { throw AdminAPIError.notFound(identity, noun: noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: noun) }
        return object
    }

    /// How texts of the service call an object of it.
    func title(of object: ExchangeObject, owner: ExchangeObject?) -> String {
        owner.map { "\($0.name)\\\(object.name)" } ?? object.name
    }
}
