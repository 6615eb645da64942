import EmulatorCore
import ExoJSON

/// Set- of settings.
struct SettingWriter: CmdletHandler {
    let noun: SettingNoun

    static let control: Set = ["Identity", "Mailbox", "Name", "Confirm", "WhatIf", "Force"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let object = try noun.object(call, scope)
            let owner = try noun.owner(call, scope)
            let title = noun.title(of: object, owner: owner)
            var draft = ObjectDraft(object: object, shape: noun.view.shape)
            // A name that the service chose stays.
            if let name = call.text("Name"), SettingNames.name(of: noun.noun, guid: object.guid) == nil {
                let others = try scope.objects.objects(named: name, of: noun.objectClass) {
                    $0.sequence != object.sequence && $0.owner == object.owner
                        && $0.name.lowercased() == name.lowercased()
                }
                guard others.isEmpty || noun.noun == AddressListPath.noun else {
                    throw AdminAPIError.alreadyThere(name, noun: noun.noun)
                }
                draft.object.name = name
            }
            for (parameter, value) in call.parameters where !Self.control.contains(parameter) {
                try SettingMeaning.write(parameter, value, to: &draft, of: noun, scope)
            }
            if let state = noun.state, let flag = call["Enabled"]?.flag { draft.turn(state, on: flag) }
            try SettingMeaning.settle(&draft, call, of: noun, scope)
            try SettingMeaning.check(draft, call, of: noun, owner: owner, scope)
            if call.isQuestion { return .confirmation("Setting \(noun.words) \"\(title)\".") }
            try SettingOrder(noun, owner: owner, scope)?.place(&draft, call)
            let warnings =
                try SettingDefault.take(&draft, call, of: noun, scope) + SettingMeaning.warnings(of: draft, noun)
            if draft.isChanged { try noun.sign(&draft, isNew: false, scope) }
            let output = try scope.save(draft, title: title)
            if draft.object.name != object.name {
                if noun.noun == AddressListPath.noun {
                    try AddressListPath.follow(from: object, to: draft.object, scope)
                } else {
                    try SettingReferences.replace(object.name, with: draft.object.name, of: noun, scope)
                }
            }
            return warnings.isEmpty ? output : .done(warnings: warnings)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        let shape = noun.view.shape
        return call.unused(beside: Self.control.union(["Enabled"]).union(noun.choosing), shape: shape)
            .filter { ListChange($0, of: shape) == nil }
    }
}

/// Enable- and Disable- of settings.
struct SettingSwitch: CmdletHandler {
    let noun: SettingNoun
    let state: PropertyShape
    let isOn: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let object = try noun.object(call, scope)
            let title = noun.title(of: object, owner: try noun.owner(call, scope))
            var draft = ObjectDraft(object: object, shape: noun.view.shape)
            draft.turn(state, on: isOn)
            // How a rule works once it is on.
            if let mode = call["Mode"] { try draft.set("Mode", mode) }
            if call.isQuestion {
                return .confirmation("\(isOn ? "Enabling" : "Disabling") \(noun.words) \"\(title)\".")
            }
            return try scope.save(draft, title: title)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: SettingWriter.control.union(["Mode"]), shape: nil)
    }
}

/// Remove- of settings.
struct SettingRemover: CmdletHandler {
    let noun: SettingNoun

    /// The switch that takes along what stands in a list of addresses; the words of the refusal are a guess.
    private static let recursive = "Recursive"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let object = try noun.object(call, scope)
            let owner = try noun.owner(call, scope)
            let title = noun.title(of: object, owner: owner)
            try SettingMeaning.checkRemoval(of: object, noun, scope)
            let inside = noun.noun == AddressListPath.noun ? try AddressListPath.lists(in: object, scope.objects) : []
            guard inside.isEmpty || call.isOn(Self.recursive) else {
                throw AdminAPIError.invalidOperation(
                    "The address list \"\(AddressListPath.path(of: object))\" has lists in it and can't be removed "
                        + "without the Recursive switch."
                )
            }
            for list in inside { try SettingMeaning.checkRemoval(of: list, noun, scope) }
            if call.isQuestion { return .confirmation("Removing \(noun.words) \"\(title)\".") }
            // A list is older than what stands in it.
            for gone in inside.reversed() + [object] {
                try SettingReferences.forget(gone, of: noun, scope)
                try scope.objects.remove(gone)
            }
            try SettingOrder(noun, owner: owner, scope)?.close()
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: SettingWriter.control.union([Self.recursive]), shape: nil)
    }
}
