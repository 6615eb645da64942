import EmulatorCore
import ExoJSON

/// The list of who may send as whom although it looks forged.
enum SpoofList {
    static let noun = SettingNoun("TenantAllowBlockListSpoofItems", isSingle: false, isOwned: false)
    /// What of a pair is kept.
    static let parts = ["SpoofedUser", "SendingInfrastructure", "SpoofType", "Action"]
}

/// Get-TenantAllowBlockListSpoofItems.
struct SpoofReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let found = try scope.objects.objects(of: SpoofList.noun.objectClass).filter { pair in
            ["Action", "SpoofType"].allSatisfy { name in
                call.text(name).map { $0.lowercased() == pair.text(name)?.lowercased() } ?? true
            }
        }.map(\.sequence)
        let builder = RowBuilder(view: SpoofList.noun.view, names: scope.objects.names)
        return .listing(ObjectListing(builder: builder, source: .sequences { found }, limit: nil))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Action", "SpoofType"], shape: nil)
    }
}

/// New-TenantAllowBlockListSpoofItems.
struct SpoofMaker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let (spoofed, sending) = (call.text("SpoofedUser") ?? "", call.text("SendingInfrastructure") ?? "")
            // Anybody from anywhere is no pair; the words are a guess.
            guard spoofed != "*" || sending != "*" else {
                throw AdminAPIError(
                    exceptionType: "System.ArgumentException",
                    message: "SpoofedUser and SendingInfrastructure can't both be *."
                )
            }
            let type = call.text("SpoofType") ?? ""
            let isThere = try scope.objects.objects(of: SpoofList.noun.objectClass).contains {
                $0.text("SpoofedUser")?.lowercased() == spoofed.lowercased()
                    && $0.text("SendingInfrastructure")?.lowercased() == sending.lowercased()
                    && ($0.text("SpoofType") ?? "").lowercased() == type.lowercased()
            }
            guard !isThere else { throw AdminAPIError.alreadyThere("\(spoofed);\(sending)", noun: SpoofList.noun.noun) }
            if call.isQuestion { return .confirmation("Creating tenant allow block list spoof items.") }
            var object = SpoofList.noun.unnamed(in: scope)
            for name in SpoofList.parts { object.properties[name] = .string(call.text(name) ?? "") }
            return scope.made(try scope.objects.insert(object), in: SpoofList.noun.view)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Set(SpoofList.parts).union(["Identity", "Confirm", "WhatIf"]), shape: nil)
    }
}

/// Set- and Remove-TenantAllowBlockListSpoofItems.
struct SpoofWriter: CmdletHandler {
    let removes: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let all = try scope.objects.objects(of: SpoofList.noun.objectClass)
            let found = try (call.texts("Ids") ?? []).map { id in
                guard let pair = all.first(where: { $0.guid == id.lowercased() }) else {
                    throw AdminAPIError.notFound(id, noun: SpoofList.noun.noun)
                }
                return pair
            }
            if call.isQuestion {
                return .confirmation("\(removes ? "Removing" : "Setting") tenant allow block list spoof items.")
            }
            for var pair in found {
                guard !removes else {
                    try scope.objects.remove(pair)
                    continue
                }
                pair.properties["Action"] = .string(call.text("Action") ?? "")
                pair.changed = scope.now
                try scope.objects.update(pair)
            }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Ids", "Action", "Confirm", "WhatIf"], shape: nil)
    }
}
