import ExoJSON

/// `-Alias`, which no other recipient that is there may have; a period in it stands between other characters.
struct AliasRule: ParameterRule {
    /// What may stand in an alias beside letters and numbers.
    static let marks = "!#$%&'*+-/=?^_`{|}~."

    func takes(_ parameter: String) -> Bool { parameter == "Alias" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        let alias = value.text ?? ""
        guard !alias.isEmpty,
            alias.allSatisfy({ $0.isLetter || $0.isNumber || Self.marks.contains($0) }),
            !alias.split(separator: ".", omittingEmptySubsequences: false).contains("")
        else {
            throw AdminAPIError.transformation(
                parameter: parameter,
                reason: "The value \"\(alias)\" isn't a valid alias."
            )
        }
        guard try !scope.hasAlias(alias, beside: draft.object.guid) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Configuration.ObjectModel.PropertyValueExistsException",
                message: "The value \"\(alias)\" of property \"Alias\" is used by another recipient object. "
                    + "Please specify a unique value."
            )
        }
        draft.store("Alias", .string(alias))
    }
}
