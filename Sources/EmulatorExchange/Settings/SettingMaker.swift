import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// New- of settings.
struct SettingMaker: CmdletHandler {
    let noun: SettingNoun
    /// The parameters that give an object its name, the first one that is there.
    let naming: [String]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            try scope.objects.makeFirstObjects(of: noun, now: scope.now)
            let owner = try noun.owner(call, scope)
            let guid = UUID.random().uuidString.lowercased()
            let name =
                SettingNames.name(of: noun.noun, guid: guid) ?? naming.lazy.compactMap { call.text($0) }.first
                ?? (noun.noun == TeamsProtection.noun ? TeamsProtection.name : guid)
            let title = owner.map { "\($0.name)\\\(name)" } ?? name
            let others =
                try owner.map { try scope.objects.objects(ownedBy: $0, noun.objectClass) }
                ?? scope.objects.objects(named: name, of: noun.objectClass) { _ in true }
            // Lists in different places may be called alike, and are looked at as a whole.
            let isInList = noun.noun == AddressListPath.noun
            guard isInList || !others.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
                throw AdminAPIError.alreadyThere(title, noun: noun.noun)
            }
            var object = ExchangeObject(
                tenantID: scope.tenant.id,
                objectClass: noun.objectClass,
                guid: guid,
                name: name,
                created: scope.now,
                changed: scope.now
            )
            object.owner = owner?.guid ?? ""
            var draft = ObjectDraft(object: object, shape: noun.view.shape)
            for (parameter, value) in call.parameters where !SettingWriter.control.contains(parameter) {
                try SettingMeaning.write(parameter, value, to: &draft, of: noun, scope)
            }
            if let state = noun.state {
                let known = CmdletCatalogue.object(ofNoun: noun.noun)?.property(named: "Enabled")?.defaultValue
                draft.turn(state, on: call["Enabled"]?.flag ?? (known?.lowercased() != "$false"))
            }
            try SettingMeaning.begin(&draft, call, of: noun, scope)
            try SettingMeaning.settle(&draft, call, of: noun, scope)
            try SettingMeaning.check(draft, call, of: noun, owner: owner, scope)
            if call.isQuestion { return .confirmation("Creating \(noun.words) \"\(title)\".") }
            try SettingOrder(noun, owner: owner, scope)?.place(&draft, call)
            try SettingDefault.take(&draft, call, of: noun, scope)
            try noun.sign(&draft, isNew: true, scope)
            let stored = try scope.objects.insert(draft.object)
            let builder = noun.builder(scope.objects, owner: owner)
            return .listing(ObjectListing(builder: builder, source: .sequences { [stored.sequence] }, limit: nil))
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: SettingWriter.control.union(naming).union(["Enabled", "Mailbox"]).union(noun.choosing),
            shape: noun.view.shape
        )
    }
}
