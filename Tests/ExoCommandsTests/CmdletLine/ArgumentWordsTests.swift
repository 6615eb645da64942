import ExchangeOnline
import Testing

@testable import ExoCommands

/// The same calls as a Unix shell passes them: its quotes are gone.
struct ArgumentWordsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var cmdlet: String
        var words: [String]
        var sent: JSONObject?
        var code: BindingError.Code?
        var testDescription: String { words.joined(separator: " ␣ ") }

        init(_ cmdlet: String, _ words: [String], sends: JSONObject) {
            (self.cmdlet, self.words, sent) = (cmdlet, words, sends)
        }

        init(_ words: [String], sends: JSONObject) { self.init("Get-Mailbox", words, sends: sends) }

        init(_ cmdlet: String, _ words: [String], fails code: BindingError.Code) {
            (self.cmdlet, self.words, self.code) = (cmdlet, words, code)
        }

        init(_ words: [String], fails code: BindingError.Code) { self.init("Get-Mailbox", words, fails: code) }
    }

    private static func recipients(_ words: [String], _ sent: JSONValue) -> Case {
        Case(
            "Set-Mailbox",
            ["adele", "-AcceptMessagesOnlyFrom"] + words,
            sends: ["Identity": "adele", "AcceptMessagesOnlyFrom": sent]
        )
    }

    private static let mark: JSONValue = "#Exchange.GenericHashTable"

    static let names: [Case] = [
        Case(["-iDeNtItY", "Adele"], sends: ["Identity": "Adele"]),
        Case(["-Ident", "adele"], sends: ["Identity": "adele"]),
        Case(["adele"], sends: ["Identity": "adele"]),
        Case(["—Identity", "adele"], sends: ["Identity": "adele"]),
        Case(["-Identity:adele"], sends: ["Identity": "adele"]),
        Case(["-Identity:", "adele"], fails: .emptiedArgument),
        Case(["-Identity:a b"], sends: ["Identity": "a b"]),
        Case(["-Identity", ":adele"], sends: ["Identity": ":adele"]),
        Case(["-Identity", "smtp:a@contoso.com"], sends: ["Identity": "smtp:a@contoso.com"]),
        Case(["--", "-adele"], sends: ["Identity": "-adele"]),
        Case(["-Identity:-adele"], sends: ["Identity": "-adele"]),
        Case(["-5"], sends: ["Identity": "-5"]),
        Case(["adele", "-ea", "0"], sends: ["Identity": "adele", "ErrorAction": "SilentlyContinue"]),
        Case(["-I", "adele"], fails: .ambiguousParameter),
        Case(["-Identity=adele"], fails: .unknownParameter),
        Case(["-Identty", "adele"], fails: .unknownParameter),
        Case(["-Identity"], fails: .missingArgument),
        Case(["-Identity", "a", "-id", "b"], fails: .repeatedParameter),
        Case(["adele", "extra"], fails: .unexpectedArgument),
        Case("Get-Mailbx", ["adele"], fails: .unknownCmdlet),
    ]

    static let values: [Case] = [
        Case(["-ResultSize", "5"], sends: ["ResultSize": 5]),
        Case(["-ResultSize", "Unlimited"], sends: ["ResultSize": "Unlimited"]),
        Case(["-ResultSize", "0"], fails: .resultSize),
        Case(["-ResultSize", "-1"], fails: .resultSize),
        Case(["-ResultSize", "abc"], fails: .resultSize),
        Case(["-Archive"], sends: ["Archive": true]),
        Case(["-Archive:$false"], sends: ["Archive": false]),
        Case(["-Archive:", "$false"], fails: .emptiedArgument),
        Case(["-Archive:"], fails: .emptiedArgument),
        Case("Remove-Mailbox", ["adele", "-Confirm:"], fails: .emptiedArgument),
        Case(["-Archive", "$false"], fails: .unexpectedArgument),
        Case(["-Archive", "false"], fails: .unexpectedArgument),
        Case(["-Archive", "adele"], sends: ["Archive": true, "Identity": "adele"]),
        Case(["-Archive:false"], sends: ["Archive": false]),
        Case(["-Archive:no"], fails: .transformation),
        Case(
            "Set-Mailbox",
            ["adele", "-HiddenFromAddressListsEnabled", "$TRUE"],
            sends: ["Identity": "adele", "HiddenFromAddressListsEnabled": true]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-HiddenFromAddressListsEnabled", "true"],
            sends: ["Identity": "adele", "HiddenFromAddressListsEnabled": true]
        ),
        Case("Set-Mailbox", ["adele", "-HiddenFromAddressListsEnabled", "yes"], fails: .transformation),
        Case("Set-TransportRule", ["r", "-Priority", "1kb"], sends: ["Identity": "r", "Priority": 1_024]),
        Case("Set-TransportRule", ["r", "-Priority", "5,6"], fails: .transformation),
        Case(
            "Set-Mailbox",
            ["adele", "-ProhibitSendQuota", "1GB"],
            sends: ["Identity": "adele", "ProhibitSendQuota": 1_073_741_824]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-ProhibitSendQuota", "1.5 GB"],
            sends: ["Identity": "adele", "ProhibitSendQuota": "1.5 GB"]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-ProhibitSendQuota", "Unlimited"],
            sends: ["Identity": "adele", "ProhibitSendQuota": "Unlimited"]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-RecipientLimits", "1e2"],
            sends: ["Identity": "adele", "RecipientLimits": 100.0]
        ),
        Case("Set-Mailbox", ["adele", "-DisplayName", "007"], sends: ["Identity": "adele", "DisplayName": "007"]),
        Case("Set-Mailbox", ["adele", "-MailTip", ""], sends: ["Identity": "adele", "MailTip": ""]),
        Case("Set-Mailbox", ["adele", "-MailTip", "$null"], sends: ["Identity": "adele", "MailTip": ""]),
        Case(["$null"], fails: .emptyArgument),
        Case([""], fails: .emptyArgument),
        Case([" "], fails: .emptyArgument),
        Case("Set-Mailbox", ["-Identity", "", "-DisplayName", "x"], fails: .emptyArgument),
        Case("Get-InboxRule", ["-Mailbox", ""], fails: .emptyArgument),
        Case(
            "Set-Mailbox",
            ["adele", "-ForwardingAddress", ""],
            sends: ["Identity": "adele", "ForwardingAddress": ""]
        ),
        Case(["$name"], sends: ["Identity": "$name"]),
        Case(["$(whoami)"], sends: ["Identity": "$(whoami)"]),
        Case(["@splat"], sends: ["Identity": "@splat"]),
        Case("Set-Mailbox", ["adele", "-Name", "$Sales"], sends: ["Identity": "adele", "Name": "$Sales"]),
        Case(["$5"], sends: ["Identity": "$5"]),
    ]

    /// One text is taken as it stands.
    static let texts: [Case] = [
        Case(["a,b"], sends: ["Identity": "a,b"]),
        Case(["CN=a,OU=b"], sends: ["Identity": "CN=a,OU=b"]),
        Case(["Vance, Adele"], sends: ["Identity": "Vance, Adele"]),
        Case(["\"Ada\" Lovelace"], sends: ["Identity": "\"Ada\" Lovelace"]),
        Case(["O'Neil"], sends: ["Identity": "O'Neil"]),
        Case(["it’s"], sends: ["Identity": "it’s"]),
        Case(["'adele'"], sends: ["Identity": "'adele'"]),
        Case(["007"], sends: ["Identity": "007"]),
        Case(
            "Set-Mailbox",
            ["adele", "-DisplayName", "Vance,Adele"],
            sends: ["Identity": "adele", "DisplayName": "Vance,Adele"]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-CustomAttribute1", "{x}"],
            sends: ["Identity": "adele", "CustomAttribute1": "{x}"]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-CustomAttribute1", "@{x}"],
            sends: ["Identity": "adele", "CustomAttribute1": "@{x}"]
        ),
        Case("Set-Mailbox", ["adele", "-DisplayName", "Vance,", "Adele"], fails: .ambiguousValue),
        Case("Set-Mailbox", ["adele", "-DisplayName", "Vance", ",Adele"], fails: .ambiguousValue),
    ]

    static let lists: [Case] = [
        recipients(["a,b"], ["a", "b"]),
        recipients(["a,", "b"], ["a", "b"]),
        recipients(["a", ",b"], ["a", "b"]),
        recipients(["a", ",", "b"], ["a", "b"]),
        recipients(["'a','b,c'"], ["a", "b,c"]),
        recipients(["a,'b,c'"], ["a", "b,c"]),
        recipients(["'a', 'b'"], ["a", "b"]),
        recipients(["'CN=a,OU=b'"], "CN=a,OU=b"),
        recipients(["‘adele’"], "adele"),
        recipients(["Sales Team"], "Sales Team"),
        Case("Set-Mailbox", ["a", "-AcceptMessagesOnlyFrom", "b,"], fails: .syntax),
        Case("Set-Mailbox", ["a", "-AcceptMessagesOnlyFrom", "b,", "-Force"], fails: .syntax),
        Case("Set-Mailbox", ["a", "-AcceptMessagesOnlyFrom", "b,,c"], fails: .syntax),
        Case("Set-Mailbox", ["a", "-AcceptMessagesOnlyFrom", "CN=b,OU=c"], fails: .ambiguousValue),
        Case("Set-Mailbox", ["a", "-AcceptMessagesOnlyFrom", "Vance, Adele"], fails: .ambiguousValue),
        Case("New-TransportRule", ["r", "-SubjectMatchesPatterns", #"\d{3,4}-x"#], fails: .ambiguousValue),
        Case(
            "New-TransportRule",
            ["r", "-SubjectMatchesPatterns", #"'\d{3,4}-x'"#],
            sends: ["Name": "r", "SubjectMatchesPatterns": [#"\d{3,4}-x"#]]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-EmailAddresses", "@('a','b')"],
            sends: ["Identity": "adele", "EmailAddresses": ["a", "b"]]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-EmailAddresses", "@('a')"],
            sends: ["Identity": "adele", "EmailAddresses": ["a"]]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-EmailAddresses", "@{Add='smtp:a@contoso.com'}"],
            sends: ["Identity": "adele", "EmailAddresses": ["@odata.type": mark, "Add": "smtp:a@contoso.com"]]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-EmailAddresses", "@{Add='a', 'b'; Remove=@(\"c\")}"],
            sends: [
                "Identity": "adele",
                "EmailAddresses": ["@odata.type": mark, "Add": ["a", "b"], "Remove": ["c"]],
            ]
        ),
        Case(
            "Set-Mailbox",
            ["adele", "-EmailAddresses", "@{Add=@{x=1}}"],
            sends: [
                "Identity": "adele",
                "EmailAddresses": ["@odata.type": mark, "Add": ["@odata.type": mark, "x": 1]],
            ]
        ),
        Case("Set-Mailbox", ["adele", "-EmailAddresses", "@{Add=}"], fails: .syntax),
        Case("Set-Mailbox", ["adele", "-EmailAddresses", "@{Add='a'"], fails: .syntax),
        Case("Set-Mailbox", ["adele", "-EmailAddresses", "@{Add=a}"], fails: .unsupported),
        Case("Set-Mailbox", ["adele", "-EmailAddresses", "@{Add=a,", "b}"], fails: .unsupported),
        Case("Set-Mailbox", ["adele", "-EmailAddresses", "@('a') x"], fails: .syntax),
        Case(
            "New-TransportRule",
            ["r", "-MessageContainsDataClassifications", "@{Name='CC';minCount='1'},@{Name='SSN'}"],
            sends: [
                "Name": "r",
                "MessageContainsDataClassifications": [["Name": "CC", "minCount": "1"], ["Name": "SSN"]],
                "MessageContainsDataClassifications@odata.type": "#Collection(Exchange.GenericHashTable)",
            ]
        ),
    ]

    static let filters: [Case] = [
        Case(["-Filter", "Name -like 'a*'"], sends: ["Filter": "Name -like 'a*'"]),
        Case(
            ["-Filter", "(IsMailboxEnabled -eq $true) -and (Name -ne 'x, y')"],
            sends: ["Filter": "(IsMailboxEnabled -eq 'True') -and (Name -ne 'x, y')"]
        ),
        Case(["-Filter", "{Alias -ne $null}"], sends: ["Filter": "Alias -ne $null"]),
        Case(["-Filter", "{Name", "-like", "a*}"], fails: .ambiguousValue),
        Case("Get-Recipient", ["-Filter", ""], fails: .emptyArgument),
        Case(["-RecipientTypeDetails", "SharedMailbox"], sends: ["RecipientTypeDetails": ["SharedMailbox"]]),
        Case("Remove-Mailbox", ["adele"], sends: ["Identity": "adele", "Confirm": true]),
        Case("Remove-Mailbox", ["adele", "-Confirm:$false"], sends: ["Identity": "adele", "Confirm": false]),
        Case("Add-MailboxPermission", ["adele", "-User", "bob"], fails: .missingMandatory),
        Case("New-Mailbox", ["-Name", "a", "-Shared", "-Room"], fails: .parameterSet),
    ]

    private func bind(_ name: String, _ words: [String]) throws -> BoundCmdlet {
        let parameters = CmdletParameters(arguments: CommandLineReader.read(words: words))
        return try BoundCmdlet(Cmdlet(name, parameters: parameters), localTime: .utc)
    }

    @Test(arguments: names + values + texts + lists + filters)
    func bindsWhatTheShellPasses(_ example: Case) throws {
        if let code = example.code {
            let error = #expect(throws: BindingError.self) { _ = try bind(example.cmdlet, example.words) }
            #expect(error?.code == code, "\(error?.description ?? "")")
        } else {
            let bound = try bind(example.cmdlet, example.words).asking
            #expect(bound.parameters == example.sent, "\(JSONValue.object(bound.parameters).text())")
        }
    }

    @Test func neverRepeatsASecret() {
        let error = #expect(throws: BindingError.self) {
            _ = try bind("New-Mailbox", ["-Name", "a", "-Password", "hunter2-secret"])
        }
        #expect(error?.code == .exposedSecret)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func namesWhatWasMeant() {
        let error = #expect(throws: BindingError.self) { _ = try bind("Get-Mailbox", ["-Identty", "a"]) }
        #expect(error?.nearestNames.contains("-Identity") == true)
    }
}
