internal import CmdletCatalogue

/// What a cmdlet does, in a sentence made of its verb and noun.
enum CmdletSentence {
    static func text(_ facts: CmdletFacts) -> String { text(verb: facts.verb, noun: facts.noun) }

    static func text(verb: String, noun name: String) -> String {
        let (noun, rest) = head(words(name))
        let isOne = isSingular(noun)
        let one = (isOne ? "the \(noun)" : isPlural(noun) ? noun : "\(article(noun)) \(noun)") + rest
        let many = (isOne ? "the \(noun)" : plural(noun)) + rest
        let sentence =
            switch verb.lowercased() {
            case "get": "Shows \(many)."
            case "set": "Changes \(one)."
            case "new": "Creates \(one)."
            case "remove": "Removes \(one)."
            case "add": "Adds \(one)."
            case "enable": "Turns on \(one)."
            case "disable": "Turns off \(one)."
            case "test": "Tests \(one)."
            case "start", "stop", "resume", "suspend", "search", "update", "export", "import", "restore", "move",
                "undo", "release", "preview", "delete", "validate", "complete", "clear", "install", "uninstall",
                "connect", "disconnect", "grant", "revoke", "find", "convert", "rotate", "approve", "deny":
                "\(third(verb)) \(one)."
            default: said[verb.lowercased()].map { "\($0) \(one)." } ?? "Does '\(words(verb))' to \(one)."
            }
        return sentence
    }

    /// Verbs that say something else than their word.
    private static let said = [
        "check": "Checks", "compare": "Compares", "create": "Creates", "debug": "Looks for faults in",
        "execute": "Runs", "expedite": "Speeds up", "invoke": "Runs", "migrate": "Moves", "reset": "Resets",
        "troubleshoot": "Looks for faults in", "write": "Writes to",
    ]

    /// The verb as it is said of somebody.
    private static func third(_ verb: String) -> String {
        let word = verb.lowercased()
        let said: String
        switch word {
        case "undo": said = "undoes"
        case _ where word.hasSuffix("y"): said = word.dropLast() + "ies"
        case _ where word.hasSuffix("ch") || word.hasSuffix("s"): said = word + "es"
        default: said = word + "s"
        }
        return said.prefix(1).uppercased() + said.dropFirst()
    }

    /// The words in a name written together; acronyms stay as they are.
    static func words(_ name: String) -> String {
        if let known = known[name.lowercased()] { return known }
        var words: [String] = []
        var word: [UInt8] = []
        let letters = Array(name.utf8)
        for (place, letter) in letters.enumerated() {
            let next = place + 1 < letters.count ? letters[place + 1] : nil
            let begins =
                letter.isCapital
                && (word.last.map { !$0.isCapital } ?? false || (next.map { $0.isSmall } ?? false && !word.isEmpty))
            if begins {
                words.append(String(decoding: word, as: UTF8.self))
                word = []
            }
            word.append(letter)
        }
        words.append(String(decoding: word, as: UTF8.self))
        return words.map { word in
            if word.utf8.count > 1, word.utf8.allSatisfy({ !$0.isSmall }) { return word }
            let small = word.lowercased()
            return acronyms[small] ?? small
        }.joined(separator: " ").replacing("e discovery", with: "eDiscovery").replacing("o auth", with: "OAuth")
            .replacing("i pv6", with: "IPv6")
    }

    /// A noun before the word that begins what it is of or for, and the rest with that word.
    private static func head(_ noun: String) -> (head: String, rest: String) {
        let words = noun.split(separator: " ")
        let place = words.firstIndex { ["by", "for", "from", "of"].contains($0) } ?? words.endIndex
        guard place > 0, place < words.endIndex else { return (noun, "") }
        return (words[..<place].joined(separator: " "), " " + words[place...].joined(separator: " "))
    }

    /// The nouns of whose objects people say a word that the noun's letters may not have.
    static func nouns(saying word: [UInt8]) -> [String] {
        known.compactMap { CmdletSearch.holds(Array($1.lowercased().utf8), word) ? $0 : nil }
    }

    /// Whether there is one only, or the word counts as one.
    private static func isSingular(_ noun: String) -> Bool {
        [
            "configuration", "config", "processing", "statistics", "settings", "status", "information", "data",
            "history", "state", "access", "clutter",
        ]
        .contains(String(noun.split(separator: " ").last ?? ""))
            || ["settings", "sizes and last log-ons", "sizes and counts", "mark"].contains(noun)
    }

    /// Whether a noun names several already.
    private static func isPlural(_ noun: String) -> Bool {
        noun.hasSuffix("s") && !["ss", "us", "is"].contains(where: noun.hasSuffix)
    }

    /// The article that a noun is said with: a user, a unified group, an inbox rule.
    private static func article(_ noun: String) -> String {
        let word = noun.lowercased()
        if ["us", "uni", "eu", "one"].contains(where: word.hasPrefix) { return "a" }
        return word.first.map("aeiou".contains) ?? false ? "an" : "a"
    }

    private static func plural(_ noun: String) -> String {
        if noun.hasSuffix("y"), !noun.hasSuffix("ey") { return noun.dropLast() + "ies" }
        if noun.hasSuffix("x") || noun.hasSuffix("ss") || noun.hasSuffix("ch") { return noun + "es" }
        return noun.hasSuffix("s") ? noun : noun + "s"
    }

    private static let acronyms = [
        "dlp": "DLP", "dkim": "DKIM", "imap": "IMAP", "pop": "POP", "owa": "OWA", "cas": "CAS", "exo": "EXO",
        "sweep": "sweep",
        "aad": "AAD", "azure": "Azure", "dspm": "DSPM", "edm": "EDM", "etr": "ETR", "exchange": "Exchange",
        "ffo": "FFO", "hve": "HVE", "mdo": "Defender", "mx": "MX", "ocr": "OCR", "outlook": "Outlook",
        "slack": "Slack", "smime": "S/MIME", "smtp": "SMTP", "teams": "Teams", "viva": "Viva",
        "irm": "IRM", "rbac": "RBAC", "atp": "ATP", "ipv6": "IPv6", "m365": "Microsoft 365", "o365": "Office 365",
    ]

    /// Nouns whose letters do not say what they are.
    private static let known = [
        "atppolicyforo365": "Defender policy for Office 365",
        "externalinoutlook": "mark of external senders in Outlook",
        "casmailbox": "settings of client access to mailboxes",
        "exocasmailbox": "settings of client access to mailboxes",
        "mailboxstatistics": "sizes and last log-ons of mailboxes",
        "exomailboxstatistics": "sizes and last log-ons of mailboxes",
        "mailboxfolderstatistics": "sizes and counts of mailbox folders",
        "exomailbox": "mailbox", "exorecipient": "recipient", "exomailboxpermission": "mailbox permission",
        "exorecipientpermission": "recipient permission", "exomailboxfolderpermission": "mailbox folder permission",
        "unifiedgroup": "Microsoft 365 group", "organizationconfig": "configuration of the organization",
        "mobiledevice": "mobile device", "transportrule": "mail flow rule", "messagetrace": "message trace",
        "messagetracev2": "message trace",
        "messagetracedetailv2": "message trace detail",
        "hostedcontentfilterpolicy": "anti-spam policy", "malwarefilterpolicy": "anti-malware policy",
        "accepteddomain": "accepted domain", "managementroleassignment": "assignment of a management role",
    ]
}

extension UInt8 {
    fileprivate var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    fileprivate var isSmall: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
