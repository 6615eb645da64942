import ExoJSON

/// `-Name`, which no other recipient that is there may have.
struct NameRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "Name" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard let name = value.text, !name.isEmpty else {
            throw AdminAPIError.transformation(parameter: parameter, reason: "A name has at least one character.")
        }
        let others = try scope.objects.objects(named: name, of: .recipient) {
            $0.state == .active && $0.name.lowercased() == name.lowercased()
        }
        guard others.allSatisfy({ $0.guid == draft.object.guid }) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException",
                message: "The object 'CN=\(name),\(scope.objects.names.recipientContainer)' already exists."
            )
        }
        draft.object.name = name
    }
}
