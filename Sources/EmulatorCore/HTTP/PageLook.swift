/// The one look of all pages, and the one script of the portal's.
package enum PageLook {
    // Files of the program, so that nothing in them can come from a request.
    /// The style sheet, for the sign-in pages and the portal alike.
    package static let style = HTML(stringLiteral: EmbeddedFile.pageStyle.text)
    /// Puts a button beside each value to be copied; pages work without it.
    package static let copyScript = HTML(stringLiteral: EmbeddedFile.copyScript.text)

    /// A value to be copied, shown whole.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - name: What it is, for those who hear the page.
    /// - Returns: The markup.
    package static func copied(_ value: String, _ name: String) -> HTML {
        "<span class=\"copied\"><code data-copy=\"\(name)\">\(value)</code></span>"
    }
}
