import EmulatorCore
import ExoJSON

extension NounView {
    /// The noun in words, as questions name it: `transport rule`.
    var words: String {
        var words = ""
        var previous: Character = "A"
        for character in noun {
            if character.isUppercase, previous.isLowercase { words.append(" ") }
            words.append(contentsOf: character.lowercased())
            previous = character
        }
        return words
    }
}

extension SettingNoun {
    var words: String { view.words }

    /// The property that says whether an object is on, `nil` where there is none.
    var state: PropertyShape? {
        if let state = view.shape.property("State"), state.kind == .text { return state }
        return ["Enabled", "IsEnabled"].lazy.compactMap { view.shape.property($0) }.first { $0.kind == .flag }
    }
}

extension SettingNoun {
    /// The parameters that are no properties and say something of an object: which one it is among the others, how a rule
    /// tells senders.
    var choosing: Set<String> {
        if noun == "TransportRule" { return [TransportRuleDefaults.parameter] }
        return SettingDefault.property(of: self) == nil ? [] : [SettingDefault.parameter]
    }

    /// Writes down who made or changed an object, where it shows that: rules of mail flow by the display name.
    ///
    /// - Throws: `DatabaseError`.
    func sign(_ draft: inout ObjectDraft, isNew: Bool, _ scope: CallScope) throws {
        let signer = try noun == "TransportRule" ? scope.callerName() : CaseRule.caller(scope)
        for name in isNew ? ["CreatedBy", "LastModifiedBy"] : ["LastModifiedBy"] where view.shape.property(name) != nil
        {
            draft.object.properties[name] = .string(signer)
        }
    }
}

extension ObjectDraft {
    /// Turns an object on or off by the property that says so.
    mutating func turn(_ state: PropertyShape, on isOn: Bool) {
        store(state.name, state.kind == .flag ? .bool(isOn) : .string(isOn ? "Enabled" : "Disabled"))
    }
}

extension BoundCall {
    /// Whether it only asks what would happen.
    var isQuestion: Bool { isOn("WhatIf") || isOn("Confirm") }

    /// The parameters that change and choose nothing.
    ///
    /// - Parameters:
    ///   - known: Those that have a meaning of their own.
    ///   - shape: Those with a property of their name have one too.
    /// - Returns: Their names.
    func unused(beside known: Set<String>, shape: ObjectShape?) -> [String] {
        parameters.map(\.name).filter { !known.contains($0) && shape?.property($0) == nil }
    }
}

extension CmdletOutput {
    /// What a Set- cmdlet says that had nothing to change.
    static func unchanged(_ title: String) -> CmdletOutput {
        .done(warnings: ["The command completed successfully but no settings of '\(title)' have been modified."])
    }
}

extension CallScope {
    /// Stores a draft that changed anything.
    func save(_ draft: ObjectDraft, title: String, isNew: Bool = false) throws -> CmdletOutput {
        guard draft.isChanged else { return .unchanged(title) }
        var draft = draft
        draft.object.changed = now
        if isNew { try objects.insert(draft.object) } else { try objects.update(draft.object) }
        return .done(warnings: [])
    }
}

extension AdminAPIError {
    /// A cmdlet was called in a set that finds its object in another way than by its identity.
    static func withoutIdentity(_ cmdlet: String) -> AdminAPIError {
        .notEmulated("\(cmdlet) without -Identity", stage: .cmdlet)
    }

    static func alreadyThere(_ title: String, noun: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException",
            message: "The operation couldn't be performed because object '\(title)' already exists.",
            targetType: noun
        )
    }
}
