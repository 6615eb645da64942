internal import CEmulatorResources

/// A text that is kept as a file of its own and is part of the program.
package enum EmbeddedFile: String, CaseIterable, Sendable {
    /// How all pages look.
    case pageStyle = "pages/pages.css"
    /// Puts buttons beside values to be copied.
    case copyScript = "pages/copy.js"
    /// The part of the script module that is the same for everyone.
    case moduleRuntime = "exchange/runtime.psm1"
    /// What the rest of the script module is put together from.
    case modulePieces = "exchange/module-pieces.psm1"
    /// How a shell prints the objects that cmdlets return.
    case moduleFormats = "exchange/exchange.format.ps1xml"
    /// What PowerShell calls the types of parameters.
    case netTypes = "exchange/net-types.txt"
    /// What Get-Mailbox returns.
    case mailboxProperties = "exchange/mailbox-properties.txt"
    /// What objects show beside the catalogue's object table.
    case moreProperties = "exchange/more-properties.txt"
    /// What every organization has of some nouns from the beginning.
    case firstObjects = "exchange/first-objects.jsonl"
    /// What every organization has of Security & Compliance from the beginning.
    case complianceObjects = "exchange/compliance-objects.jsonl"
    /// What objects of Security & Compliance show beyond their parameters.
    case complianceProperties = "exchange/compliance-properties.txt"
    /// Who may do what in Security & Compliance.
    case complianceRoles = "exchange/compliance-roles.jsonl"
    /// What parameters of cmdlets take at most.
    case parameterLimits = "exchange/parameter-limits.txt"
    /// What people may set about themselves, by role and cmdlet.
    case ownParameters = "exchange/own-parameters.txt"
    /// What the objects of mail, folders, logs and jobs show.
    case contentShapes = "exchange/content-shapes.txt"
    /// The folders of a mailbox, and how full they are.
    case folderNames = "exchange/folder-names.txt"
    case mailboxFolders = "exchange/mailbox-folders.txt"
    /// What the preset security policies recommend.
    case recommendedSettings = "exchange/recommended-settings.txt"
    /// How descriptions of rules say what a property means.
    case ruleWords = "exchange/rule-words.txt"
    /// How kinds of sensitive information show in texts.
    case sensitiveTypes = "exchange/sensitive-types.xml"
    /// The names of time zones.
    case timeZones = "exchange/time-zones.txt"
    /// Language and time of mailboxes by country.
    case regions = "exchange/regions.txt"
    /// The countries by their codes.
    case countries = "exchange/countries.txt"
    /// The types of Microsoft Graph with their members.
    case graphModel = "graph/model.txt"

    /// The whole text.
    package var text: String {
        var size = 0
        guard let bytes = unsafe exo_emulator_resource(rawValue, &size) else {
            preconditionFailure("\(rawValue) is not in the table of CEmulatorResources")
        }
        // The bytes are constants of the program.
        return unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: size), as: UTF8.self)
    }

    /// The words of every line; lines that are empty or begin with # are left out.
    ///
    /// - Parameter columns: The greatest number of words; the last one has the rest of the line.
    /// - Returns: The words by line.
    package func table(columns: Int) -> [[Substring]] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            line.split(separator: " ", maxSplits: columns - 1)
        }
    }
}
