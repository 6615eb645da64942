import ExoJSON

/// What the name of a policy tip says: in which language it is for which action.
///
/// See https://learn.microsoft.com/powershell/module/exchange/new-policytipconfig.
struct PolicyTip: Sendable {
    static let noun = "PolicyTipConfig"
    /// The one that is no text but a link.
    private static let link = "Url"
    private static let actions = ["NotifyOnly", "RejectOverride", "Reject"]

    let locale: String
    let action: String

    /// - Parameter name: The name of a tip; `nil` for what is none in a language.
    init?(_ name: String) {
        let parts = name.split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, CultureCode.isOne(parts[0]), Self.actions.contains(where: { $0.isSame(as: parts[1]) })
        else {
            return nil
        }
        (locale, action) = (parts[0], parts[1])
    }

    /// Refuses a name that says neither; the words are a guess.
    ///
    /// - Throws: ``AdminAPIError``.
    static func check(_ name: String) throws {
        guard PolicyTip(name) == nil, !name.isSame(as: link) else { return }
        throw AdminAPIError.invalidOperation(
            "The name \"\(name)\" isn't valid. It must be \(link), or a locale and an action such as en\\NotifyOnly."
        )
    }
}
