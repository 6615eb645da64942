import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ComplianceNoun {
    /// Writes what a call says into an object.
    func write(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        for (parameter, value) in call.parameters
        where parameter != identity && !SettingWriter.control.contains(parameter) && !takes(parameter) {
            if let change = ListChange(parameter, of: view.shape) {
                change.apply(value, to: &draft)
            } else {
                try draft.set(parameter, value)
            }
        }
        for rule in rules { try rule.apply(call, to: &draft, in: scope) }
    }

    /// The parameters of a call that change and choose nothing here.
    func unused(_ call: BoundCall, beside known: Set<String> = []) -> [String] {
        call.unused(beside: SettingWriter.control.union(known).union([identity]), shape: view.shape)
            .filter { !takes($0) && ListChange($0, of: view.shape) == nil }
    }
}

/// Get- of a noun of Security & Compliance.
struct ComplianceReader: CmdletHandler {
    let noun: ComplianceNoun

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try noun.prepare(scope)
        var plain = call
        plain.parameters.removeAll { $0.name == noun.identity || noun.takes($0.name) }
        let selection = try SettingSelection(plain, shape: noun.view.shape)
        let builder = noun.builder(call, scope)
        let identity = call.text(noun.identity)
        return .listing(
            ObjectListing(
                builder: builder,
                source: .sequences {
                    let found = try identity.map { try noun.objects(named: $0, scope) } ?? noun.ordered(scope)
                    return try found.filter { object in
                        try noun.rules.allSatisfy { try $0.shows(object, call, in: scope) }
                            && selection.accepts(try builder.shown(object))
                    }.map(\.sequence)
                },
                limit: identity == nil ? try ResultSize.limit(of: call) : nil
            )
        )
    }

    func unused(_ call: BoundCall) -> [String] { noun.unused(call, beside: SettingSelection.control) }
}

extension ComplianceNoun {
    /// All objects: those with a priority in its order, others in that of their making.
    func ordered(_ scope: CallScope) throws -> [ExchangeObject] {
        let all = try scope.objects.objects(of: objectClass)
        guard view.shape.property("Priority")?.kind == .int32 else { return all }
        func priority(_ object: ExchangeObject) -> Int64 { object.properties["Priority"]?.integerValue ?? 0 }
        return all.sorted { (priority($0), $0.sequence) < (priority($1), $1.sequence) }
    }
}

/// New- of a noun of Security & Compliance.
struct ComplianceMaker: CmdletHandler {
    let noun: ComplianceNoun

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        ComplianceMaker(noun: try noun.prepared(for: call, in: scope))
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            try noun.prepare(scope)
            let guid = UUID.random().uuidString.lowercased()
            let name = noun.naming.lazy.compactMap { call.text($0) }.first ?? guid
            let others = try scope.objects.objects(named: name, of: noun.objectClass) {
                $0.name.lowercased() == name.lowercased()
            }
            guard others.isEmpty else { throw AdminAPIError.alreadyThere(name, noun: noun.noun) }
            let object = ExchangeObject(
                tenantID: scope.tenant.id,
                objectClass: noun.objectClass,
                guid: guid,
                name: name,
                created: scope.now,
                changed: scope.now
            )
            var draft = ObjectDraft(object: object, shape: noun.view.shape)
            try noun.write(call, to: &draft, in: scope)
            if call.isQuestion { return .confirmation("Creating \(noun.view.words) \"\(draft.object.name)\".") }
            noun.sign(&draft, isNew: true, scope)
            let stored = try scope.objects.insert(draft.object)
            for rule in noun.rules { try rule.stored(stored, in: scope) }
            let builder = noun.builder(call, scope)
            return .listing(ObjectListing(builder: builder, source: .sequences { [stored.sequence] }, limit: nil))
        }
    }

    func unused(_ call: BoundCall) -> [String] { noun.unused(call, beside: Set(noun.naming)) }
}

/// Set-, Start- and Stop- of a noun of Security & Compliance.
struct ComplianceWriter: CmdletHandler {
    let noun: ComplianceNoun

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        ComplianceWriter(noun: try noun.prepared(for: call, in: scope))
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let object = try noun.object(call, scope)
            var draft = ObjectDraft(object: object, shape: noun.view.shape)
            if call.facts.verb == "Set", let name = call.text("Name") {
                let others = try scope.objects.objects(named: name, of: noun.objectClass) {
                    $0.sequence != object.sequence && $0.name.lowercased() == name.lowercased()
                }
                guard others.isEmpty else { throw AdminAPIError.alreadyThere(name, noun: noun.noun) }
                draft.object.name = name
            }
            try noun.write(call, to: &draft, in: scope)
            if call.isQuestion { return .confirmation("Setting \(noun.view.words) \"\(object.name)\".") }
            if draft.isChanged { noun.sign(&draft, isNew: false, scope) }
            let output = try scope.save(draft, title: object.name)
            if draft.isChanged { for rule in noun.rules { try rule.stored(draft.object, in: scope) } }
            return output
        }
    }

    func unused(_ call: BoundCall) -> [String] { noun.unused(call) }
}

/// Remove- of a noun of Security & Compliance, with what belongs to the object.
struct ComplianceRemover: CmdletHandler {
    let noun: ComplianceNoun

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let object = try noun.object(call, scope)
            for rule in noun.rules { try rule.removing(object, call, in: scope) }
            if call.isQuestion { return .confirmation("Removing \(noun.view.words) \"\(object.name)\".") }
            for part in ComplianceNoun.all where part.parent == noun.noun {
                for owned in try scope.objects.objects(ownedBy: object, part.objectClass) {
                    try scope.objects.remove(owned)
                }
            }
            try scope.objects.remove(object)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] { noun.unused(call, beside: ["ForceDeletion"]) }
}
