import EmulatorCore

/// What may stand in a fault's `target`: a part of the path and query of requests that the emulator can get.
enum FaultTarget {
    /// The words of paths beside those of Graph.
    private static let words = """
        adminapi beta v1.0 v2.0 invokecommand $batch exomodulefile exohelpfile exobanner autogensession basicinfo \
        adminapistate $metadata $skiptoken skiptoken $select $filter $top $orderby $expand version \
        mailbox recipient casmailbox mailboxstatistics mobiledevice recipientpermission mailboxpermission \
        organizationconfig accepteddomain mailboxfolderpermission distributiongroupmember \
        dynamicdistributiongroupmember exchange.getmailboxstatistics exchange.getmailboxfolderstatistics \
        common organizations consumers oauth2 authorize token devicecode devicelogin deviceauth logout \
        logoutsession discovery instance keys .well-known openid-configuration userrealm openid userinfo adminconsent login \
        reprocess kmsi consent securityinfo setpassword saml2 wsfed getcredentialtype federationmetadata \
        metadata endpoints subscriptions tenants identity msi compute api-version \
        portal apps enterprise users groups roles policies partners signins mailboxes trace requests faults signout \
        graph myorganization client_id grant_type tenantid
        """.lowercased().split(separator: " ").map(String.init)

    /// - Throws: ``EmulatorError`` when no request has it in its path or query.
    static func check(_ text: String, _ directory: Directory) throws {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw EmulatorError("\"target\" is a part of a path and query as they stand in a request.")
        }
        let wanted = text.lowercased()
        guard !wanted.hasPrefix("/_emulator"), !wanted.contains("://") else {
            throw EmulatorError("\"target\" is a part of a path and query, and not of the control API's.")
        }
        // The text of Graph's model has every name that its paths are made of.
        let graph = EmbeddedFile.graphModel.text.lowercased()
        for piece in wanted.split(whereSeparator: { "/?&=(),'%".contains($0) }) {
            // What may be a value, such as an id, is nobody's word.
            if piece.contains(where: { $0.isNumber || $0 == "@" || $0 == "." }), !["v1.0", "v2.0"].contains(piece) {
                guard piece.contains("."), !piece.contains("@"), !piece.contains(where: \.isNumber) else { continue }
                if try directory.tenant(matching: String(piece)) != nil { continue }
            }
            guard words.contains(where: { $0.contains(piece) }) || graph.contains(piece) else {
                throw EmulatorError(
                    "\"target\": no path of the emulator has \"\(piece)\"; such are InvokeCommand, $batch, "
                        + "EXOModuleFile, oauth2/v2.0/token, openid-configuration, /v1.0/users."
                )
            }
        }
    }
}
