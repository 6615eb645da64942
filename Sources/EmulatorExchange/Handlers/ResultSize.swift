import CmdletCatalogue

/// The limit that -ResultSize sets.
enum ResultSize {
    /// The number that a call names itself, `nil` where it names none.
    ///
    /// - Throws: ``AdminAPIError`` with status 400 for what is no such number.
    static func given(in call: BoundCall) throws -> Int? {
        call.text("ResultSize") == nil ? nil : try limit(of: call)
    }

    /// The number of objects wanted in all, `nil` for no limit.
    ///
    /// - Throws: ``AdminAPIError`` with status 400 for what is no such number.
    static func limit(of call: BoundCall) throws -> Int? {
        guard call.facts.parameter(named: "ResultSize") != nil else { return nil }
        guard let text = call.text("ResultSize") else { return 1000 }
        if text.lowercased() == "unlimited" { return nil }
        guard let number = Int(text) else {
            throw AdminAPIError.transformation(
                parameter: "ResultSize",
                reason: "Cannot convert value \"\(text)\" to type "
                    + "\"Microsoft.Exchange.Data.Unlimited`1[System.UInt32]\"."
            )
        }
        guard number > 0 else {
            throw AdminAPIError.transformation(
                parameter: "ResultSize",
                reason: "The value must be greater than 0 or Unlimited."
            )
        }
        return number
    }
}
