import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An application of the directory, as Exchange points to it so that roles can be assigned to it.
struct ServicePrincipalNoun {
    static let noun = SettingNoun("ServicePrincipal", isSingle: false, isOwned: false)

    let scope: CallScope

    /// Those that an identity names: their ids in both places, the application's, their number, or their name.
    func objects(named identity: String) throws -> [ExchangeObject] {
        let wanted = identity.lowercased()
        return try scope.objects.objects(of: Self.noun.objectClass).filter { object in
            object.guid == wanted
                || ["AppId", "ObjectId", "DisplayName", "Sid"].contains { object.text($0)?.lowercased() == wanted }
        }
    }

    /// The one that an identity names.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    func object(named identity: String) throws -> ExchangeObject {
        let found = try objects(named: identity)
        guard let object = found.first else { throw AdminAPIError.notFound(identity, noun: Self.noun.noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: Self.noun.noun) }
        return object
    }
}

/// Get-ServicePrincipal.
struct ServicePrincipalReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let builder = RowBuilder(view: ServicePrincipalNoun.noun.view, names: scope.objects.names)
        guard let identity = call.text("Identity") else {
            let source = ObjectListing.Source.scan(types: nil, states: [.active], wanted: { _ in true })
            return .listing(ObjectListing(builder: builder, source: source, limit: nil))
        }
        let place = try ServicePrincipalNoun(scope: scope).object(named: identity).sequence
        return .listing(ObjectListing(builder: builder, source: .sequences { [place] }, limit: nil))
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity"], shape: nil) }
}

/// New-ServicePrincipal.
struct ServicePrincipalMaker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let noun = ServicePrincipalNoun.noun
            let application = try identifier("AppId", call) ?? ""
            let id = try identifier("ObjectId", call) ?? identifier("ServiceId", call) ?? ""
            let others = try scope.objects.objects(of: noun.objectClass)
            guard !others.contains(where: { $0.text("AppId") == application || $0.text("ObjectId") == id }) else {
                throw AdminAPIError.alreadyThere(id, noun: noun.noun)
            }
            if call.isQuestion { return .confirmation("Creating service principal \"\(id)\".") }
            var object = ExchangeObject(
                tenantID: scope.tenant.id,
                objectClass: noun.objectClass,
                guid: UUID.random().uuidString.lowercased(),
                name: id,
                created: scope.now,
                changed: scope.now
            )
            let known = try scope.context.directory.servicePrincipal(objectID: id)?.displayName
            object.properties = [
                "AppId": .string(application), "ObjectId": .string(id), "ServiceId": .string(id),
                "ExternalDirectoryObjectId": .string(id),
                "DisplayName": .string(call.text("DisplayName") ?? known ?? ""),
                "Sid": .string(
                    "S-1-5-21-1004336348-1177238915-682003330-\(StableIdentifier.hash(object.guid) % 90_000_000)"
                ),
            ]
            return scope.made(try scope.objects.insert(object), in: noun.view)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["AppId", "DisplayName", "ObjectId", "ServiceId", "Confirm", "WhatIf"], shape: nil)
    }

    private func identifier(_ parameter: String, _ call: BoundCall) throws -> String? {
        guard let text = call.text(parameter) else { return nil }
        guard let id = GUIDText(parsing: text) else {
            throw AdminAPIError.transformation(
                parameter: parameter,
                reason: "Cannot convert value \"\(text)\" to type \"System.Guid\"."
            )
        }
        return id.description
    }
}

/// Set- and Remove-ServicePrincipal.
struct ServicePrincipalWriter: CmdletHandler {
    let removes: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let object = try ServicePrincipalNoun(scope: scope).object(named: call.text("Identity") ?? "")
            if call.isQuestion {
                return .confirmation("\(removes ? "Removing" : "Setting") service principal \"\(object.name)\".")
            }
            guard !removes else {
                try scope.objects.remove(object)
                return .done(warnings: [])
            }
            var draft = ObjectDraft(object: object, shape: ServicePrincipalNoun.noun.view.shape)
            for name in ["DisplayName", "OverrideEnforceExoAppRbacPermissions"] {
                if let value = call[name] { try draft.set(name, value) }
            }
            return try scope.save(draft, title: object.name)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "DisplayName", "OverrideEnforceExoAppRbacPermissions", "Confirm", "WhatIf"],
            shape: nil
        )
    }
}
