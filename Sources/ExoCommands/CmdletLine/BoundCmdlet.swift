package import ExoJSON

/// A call whose parameters are found, checked and in the form in which they travel.
package struct BoundCmdlet: Sendable, Equatable {
    /// The cmdlet's name as the service spells it.
    package var name: String
    /// The parameters of the request, annotations included.
    ///
    /// A cmdlet of high impact has `Confirm` set to true unless the call says otherwise: the service then checks the call
    /// and answers with the question to ask; the same call with false runs it.
    package var parameters: JSONObject
    /// The parameter set that was chosen; `nil` where there is one only.
    package var parameterSet: String?

    /// Whether the request only asks what would happen and another one must follow.
    package var asksForConfirmation: Bool {
        parameters["Confirm"] == .bool(true) && parameters["WhatIf"] != .bool(true)
    }
}
