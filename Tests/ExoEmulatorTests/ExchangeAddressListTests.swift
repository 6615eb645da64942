import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Lists of addresses: which stand in which, and what names them.
@Suite struct ExchangeAddressListTests {
    private let harness: ExchangeHarness

    init() throws {
        harness = try ExchangeHarness()
        try harness.openAddressLists()
    }

    private func row(_ cmdlet: String, _ identity: String) throws -> JSONValue {
        try #require(try harness.done(cmdlet, ["Identity": .string(identity)]).rows.first)
    }

    private func make(_ name: String, in container: String? = nil, noun: String = "AddressList") throws {
        var parameters: JSONObject = ["Name": .string(name), "IncludedRecipients": "AllRecipients"]
        if let container { parameters["Container"] = .string(container) }
        try harness.done("New-\(noun)", parameters)
    }

    @Test func listsStandInLists() throws {
        let filter: JSONValue = "Department -eq 'Sales'"
        let parent = try harness.done("New-AddressList", ["Name": "Parent", "RecipientFilter": filter])
        #expect(parent.texts("Identity") == ["\\Parent"] && parent.texts("DisplayName") == ["Parent"])
        #expect(parent.rows.first?["RecipientFilterApplied"] == false && parent.texts("Container") == ["\\"])
        let inside: JSONObject = ["Name": "Child", "Container": "\\Parent", "RecipientFilter": filter]
        let child = try harness.done("New-AddressList", inside)
        #expect(child.texts("Identity") == ["\\Parent\\Child"] && child.texts("Path") == ["\\Parent\\Child"])
        #expect(try harness.run("New-AddressList", inside).errorText.contains("already exists"))
        try harness.done(
            "New-AddressList",
            ["Name": "Child", "Container": "\\All Rooms", "RecipientFilter": filter]
        )
        #expect(try row("Get-AddressList", "\\Parent\\Child")["Container"] == "\\Parent")
        #expect(try harness.run("Get-AddressList", ["Identity": "\\Child"]).status == 404)
        let top = try harness.done("Get-AddressList", ["Container": "\\"]).texts("Name")
        #expect(top.contains("All Users") && top.contains("Parent") && !top.contains("Child"))
        let twice = try harness.run("Get-AddressList", ["Identity": "Child"])
        #expect(twice.status == 400 && twice.errorText.contains("matches multiple entries"), "\(twice.errorText)")

        try harness.done("Set-AddressList", ["Identity": "\\Parent", "Name": "Region"])
        #expect(try row("Get-AddressList", "\\Region\\Child")["Container"] == "\\Region")
        let alone = try harness.run("Remove-AddressList", ["Identity": "Region", "Confirm": false])
        #expect(alone.status == 400 && alone.errorText.contains("Recursive"), "\(alone.errorText)")
        try harness.done("Remove-AddressList", ["Identity": "Region", "Recursive": true, "Confirm": false])
        #expect(try harness.run("Get-AddressList", ["Identity": "\\Region\\Child"]).status == 404)
        #expect(try row("Get-AddressList", "\\All Rooms\\Child")["Name"] == "Child")
    }

    @Test func aListStandsInOneThatIsThere() throws {
        let reply = try harness.run(
            "New-AddressList",
            ["Name": "L", "Container": "\\Nowhere", "IncludedRecipients": "AllRecipients"]
        )
        #expect(reply.status == 404, "\(reply.errorText)")
    }

    @Test func whatIsInUseStays() throws {
        try harness.done("New-AddressList", ["Name": "L", "IncludedRecipients": "AllRecipients"])
        try harness.done("New-GlobalAddressList", ["Name": "G", "IncludedRecipients": "AllRecipients"])
        try harness.done("New-GlobalAddressList", ["Name": "Spare", "IncludedRecipients": "AllRecipients"])
        try harness.done("New-OfflineAddressBook", ["Name": "O", "AddressLists": ["G"]])
        try harness.done(
            "New-AddressBookPolicy",
            [
                "Name": "A", "AddressLists": ["L"], "GlobalAddressList": "G", "OfflineAddressBook": "O",
                "RoomList": "\\All Rooms",
            ]
        )
        for (noun, name) in [
            ("AddressList", "L"), ("GlobalAddressList", "G"), ("OfflineAddressBook", "O"), ("AddressList", "All Rooms"),
            ("GlobalAddressList", "Default Global Address List"),
        ] {
            let reply = try harness.run("Remove-\(noun)", ["Identity": .string(name), "Confirm": false])
            #expect(reply.status == 400, "\(noun) \(name): \(reply.errorText)")
        }
        try harness.done("Remove-GlobalAddressList", ["Identity": "Spare", "Confirm": false])
        try harness.done("Remove-AddressBookPolicy", ["Identity": "A", "Confirm": false])
        try harness.done("Remove-AddressList", ["Identity": "L", "Confirm": false])
        // The book has it still.
        let used = try harness.run("Remove-GlobalAddressList", ["Identity": "G", "Confirm": false])
        #expect(used.status == 400 && used.errorText.contains("because \"O\" uses it"), "\(used.errorText)")
        try harness.done("Remove-OfflineAddressBook", ["Identity": "O", "Confirm": false])
        try harness.done("Remove-GlobalAddressList", ["Identity": "G", "Confirm": false])
    }

    @Test func whateverNamesAListInAListFollows() throws {
        try make("Europe")
        try make("Berlin", in: "\\Europe")
        try make("Mitte", in: "\\Europe\\Berlin")
        try make("Spare", noun: "GlobalAddressList")
        try harness.done(
            "New-OfflineAddressBook",
            ["Name": "O", "AddressLists": ["\\Europe\\Berlin\\Mitte", "\\All Users"]]
        )
        try harness.done(
            "New-AddressBookPolicy",
            [
                "Name": "A", "AddressLists": ["\\Europe\\Berlin", "\\Europe"], "GlobalAddressList": "Spare",
                "OfflineAddressBook": "O", "RoomList": "\\Europe\\Berlin\\Mitte",
            ]
        )
        try harness.done("Set-AddressList", ["Identity": "\\Europe", "Name": "EU"])
        let policy = try row("Get-AddressBookPolicy", "A")
        #expect(policy["AddressLists"] == ["\\EU\\Berlin", "\\EU"] && policy["RoomList"] == "\\EU\\Berlin\\Mitte")
        #expect(try row("Get-OfflineAddressBook", "O")["AddressLists"] == ["\\EU\\Berlin\\Mitte", "\\All Users"])
        #expect(try row("Get-AddressList", "\\EU\\Berlin\\Mitte")["Container"] == "\\EU\\Berlin")
        for parameters in [
            ["Identity": "\\EU\\Berlin\\Mitte"], ["Identity": "\\EU\\Berlin", "Recursive": true],
        ] as [JSONObject] {
            var parameters = parameters
            parameters["Confirm"] = false
            let used = try harness.run("Remove-AddressList", parameters)
            #expect(used.status == 400 && used.errorText.contains("because \"A\" uses it"), "\(used.errorText)")
        }
        try harness.done("Remove-AddressBookPolicy", ["Identity": "A", "Confirm": false])
        try harness.done("Remove-AddressList", ["Identity": "\\EU", "Recursive": true, "Confirm": false])
        #expect(try row("Get-OfflineAddressBook", "O")["AddressLists"] == ["\\All Users"])
        #expect(try !harness.done("Get-AddressList").texts("Name").contains("Mitte"))
    }

    @Test func noListStandsInAGlobalOne() throws {
        try make("Europe", noun: "GlobalAddressList")
        try make("Europe")
        try make("Berlin", in: "\\Europe")
        try harness.done("Set-GlobalAddressList", ["Identity": "Europe", "Name": "EU"])
        #expect(try row("Get-AddressList", "Berlin")["Container"] == "\\Europe")
        try make("Europe", noun: "GlobalAddressList")
        try harness.done("Remove-GlobalAddressList", ["Identity": "Europe", "Confirm": false])
        #expect(try row("Get-AddressList", "Berlin")["Container"] == "\\Europe")
        let refused = try harness.run(
            "New-AddressList",
            [
                "Name": "L", "Container": "\\Default Global Address List", "IncludedRecipients": "AllRecipients",
            ]
        )
        #expect(refused.status == 404, "\(refused.errorText)")
    }

    @Test func anAsteriskInANameStandsForItself() throws {
        try make("Sales North")
        try make("Sales*")
        let again = try harness.run("New-AddressList", ["Name": "sales*", "IncludedRecipients": "AllRecipients"])
        #expect(again.errorText.contains("already exists"), "\(again.errorText)")
    }

    @Test func aPolicyThatMailboxesHaveStays() throws {
        try harness.done(
            "New-AddressBookPolicy",
            [
                "Name": "A", "AddressLists": ["\\All Users"], "GlobalAddressList": "Default Global Address List",
                "OfflineAddressBook": "Default Offline Address Book", "RoomList": "\\All Rooms",
            ]
        )
        try harness.done("Set-Mailbox", ["Identity": "lee", "AddressBookPolicy": "A"])
        let remove: JSONObject = ["Identity": "A", "Confirm": false]
        let used = try harness.run("Remove-AddressBookPolicy", remove)
        #expect(used.status == 400 && used.errorText.contains("because the mailbox"), "\(used.errorText)")
        try harness.done("Remove-Mailbox", ["Identity": "lee", "Confirm": false])
        try harness.done("Remove-AddressBookPolicy", remove)
    }
}

extension ExchangeHarness {
    /// Gives administrators the role of lists of addresses, which no group has from the beginning.
    func openAddressLists() throws {
        try done("New-ManagementRoleAssignment", ["Role": "Address Lists", "SecurityGroup": "Organization Management"])
    }
}
