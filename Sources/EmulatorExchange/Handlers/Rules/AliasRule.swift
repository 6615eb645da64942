import ExoJSON

/// `-Alias`, which no other recipient may have.
struct AliasRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "Alias" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        let alias = value.text ?? ""
        guard !alias.isEmpty,
            alias.allSatisfy({ $0.isLetter || $0.isNumber || "!#$%&'*+-/=?^_`{|}~.".contains($0) })
        else {
            throw AdminAPIError.transformation(
                parameter: parameter,
                reason: "The value \"\(alias)\" isn't a valid alias."
            )
        }
        let others = try scope.objects.objects(named: alias, of: .recipient) { other in
            other.text("Alias")?.lowercased() == alias.lowercased()
        }
        guard others.allSatisfy({ $0.guid == draft.object.guid }) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Management.RecipientTasks.AliasAlreadyExistsException",
                message: "The value \"\(alias)\" of property \"Alias\" is used by another recipient object. "
                    + "Please specify a unique value."
            )
        }
        draft.store("Alias", .string(alias))
    }
}
