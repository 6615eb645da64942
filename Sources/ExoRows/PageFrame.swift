package import ExoJSON

/// What a page holds besides its rows.
package struct PageFrame: Sendable {
    /// The members of the page; in the place of rows stands `null`.
    package var members: JSONObject
    /// Whether the page has the member `value` as a list or an object.
    package var hasRows: Bool
    /// The text of the members.
    package var text: [UInt8]

    /// Makes a frame.
    package init(members: JSONObject, hasRows: Bool, text: [UInt8]) {
        self.members = members
        self.hasRows = hasRows
        self.text = text
    }
}
