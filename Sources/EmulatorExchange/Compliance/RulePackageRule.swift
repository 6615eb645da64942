import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Packages of rules: each makes the kinds of sensitive information that it describes known, and takes them along.
///
/// The words of the refusals are guesses.
struct RulePackageRule: ObjectRule {
    static let noun = "DlpSensitiveInformationTypeRulePackage"
    /// The id of the service's own package.
    static let own = "00000000-0000-0000-0000-000000000000"
    private static let kinds = "DlpSensitiveInformationType"
    static let file = "FileData"
    /// Where an object keeps the text of its package.
    static let text = "PackageText"

    func takes(_ parameter: String) -> Bool { parameter == Self.file }

    /// The package that a call brings.
    static func document(_ call: BoundCall) throws -> (document: RulePackageDocument, text: String) {
        let text = call.bytes(file).map(FileText.text) ?? ""
        guard let document = RulePackageDocument(text) else {
            throw AdminAPIError.invalidOperation("The file isn't a rule package: it has no RulePack with an id.")
        }
        return (document, text)
    }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        let (document, text) = try Self.document(call)
        if draft.object.sequence == 0 {
            let others = try scope.objects.objects(named: document.id, of: draft.object.objectClass) { _ in true }
            guard others.isEmpty else { throw AdminAPIError.alreadyThere(document.id, noun: Self.noun) }
            draft.object.guid = document.id
        }
        guard document.id != Self.own else { throw Self.refusal() }
        try Self.checkExpressions(of: text)
        draft.object.name = document.name.isEmpty ? document.id : document.name
        draft.object.properties[Self.text] = .string(text)
        for (property, value) in [("Publisher", document.publisher), ("Description", document.description)] {
            draft.store(property, .string(value))
        }
        let kinds = try Self.kindsNoun(scope)
        for entity in document.entities {
            guard GUIDText(parsing: entity.id) != nil else {
                throw AdminAPIError.invalidOperation("The id \"\(entity.id)\" of an entity isn't a GUID.")
            }
            let known = try scope.objects.objects(named: entity.id, of: kinds.objectClass) { _ in true }.first
            guard let known, known.text("RulePackId") != draft.object.guid else { continue }
            throw AdminAPIError.alreadyThere(entity.id, noun: Self.kinds)
        }
    }

    /// Refuses a package with expressions that would run for long.
    private static func checkExpressions(of text: String) throws {
        for (id, finder) in SensitivePatterns(text).finders.sorted(by: { $0.key < $1.key }) {
            guard case .expression(let expression) = finder,
                let problem = ExpressionCheck.problem(of: expression.pattern)
            else { continue }
            throw AdminAPIError.invalidOperation(
                "The regular expression \"\(id)\" of the rule package isn't valid. \(problem.rawValue)"
            )
        }
    }

    func stored(_ object: ExchangeObject, in scope: CallScope) throws {
        guard let document = object.text(Self.text).flatMap(RulePackageDocument.init) else { return }
        let noun = try Self.kindsNoun(scope)
        try Self.removeKinds(of: object, noun, scope)
        for entity in document.entities {
            var kind = ExchangeObject(
                tenantID: scope.tenant.id,
                objectClass: noun.objectClass,
                guid: entity.id.lowercased(),
                name: entity.name,
                created: object.created,
                changed: scope.now
            )
            kind.properties = [
                "Description": .string(entity.description), "Publisher": .string(document.publisher),
                "RecommendedConfidence": .integer(entity.confidence), "RulePackId": .string(object.guid),
                "Type": .string(entity.type),
            ]
            try scope.objects.insert(kind)
        }
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard object.guid != Self.own else { throw Self.refusal() }
        if !call.isQuestion { try Self.removeKinds(of: object, try Self.kindsNoun(scope), scope) }
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        var text = object.text(Self.text) ?? ""
        if object.guid == Self.own {
            let kinds = try scope.objects.objects(of: try Self.kindsNoun(scope).objectClass)
            text = RulePackageDocument.text(
                id: object.guid,
                publisher: object.text("Publisher") ?? "",
                name: object.name,
                entities: kinds.filter { $0.properties["IsBuiltIn"] == true }
            )
        }
        // Packages of before kept the file.
        let bytes = object.properties[Self.file].flatMap(FileText.bytes) ?? FileText.bytes(ofText: text)
        return [
            "Identity": .string(object.guid), "LocalizedName": .string(object.name),
            "RuleCollectionName": .string(object.name), "ClassificationRuleCollectionXml": .string(text),
            "Version": .string(RulePackageDocument(text)?.version ?? ""), "rulePackSize": .integer(Int64(bytes.count)),
            "SerializedClassificationRuleCollection": .array(bytes.map { .integer(Int64($0)) }),
        ]
    }

    private static func kindsNoun(_ scope: CallScope) throws -> ComplianceNoun {
        guard let noun = ComplianceNoun.named(kinds) else { throw AdminAPIError.notFound(kinds, noun: kinds) }
        try noun.prepare(scope)
        return noun
    }

    private static func removeKinds(of package: ExchangeObject, _ noun: ComplianceNoun, _ scope: CallScope) throws {
        for kind in try scope.objects.objects(of: noun.objectClass) where kind.text("RulePackId") == package.guid {
            try scope.objects.remove(kind)
        }
    }

    private static func refusal() -> AdminAPIError {
        .invalidOperation("The service's own rule package can't be changed or removed.")
    }
}

/// Set- of what is handed in as a file, such as a rule package: the file says what it replaces.
struct FileWriter: CmdletHandler {
    let noun: ComplianceNoun
    /// The identity that a call's file has.
    let identity: @Sendable (BoundCall) throws -> String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            try noun.prepare(scope)
            let object = try noun.object(named: try identity(call), scope)
            var draft = ObjectDraft(object: object, shape: noun.view.shape)
            try noun.write(call, to: &draft, in: scope)
            if call.isQuestion { return .confirmation("Setting \(noun.view.words) \"\(object.name)\".") }
            let output = try scope.save(draft, title: object.name)
            for rule in noun.rules { try rule.stored(draft.object, in: scope) }
            return output
        }
    }

    func unused(_ call: BoundCall) -> [String] { noun.unused(call) }
}
