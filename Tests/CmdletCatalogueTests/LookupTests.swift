import CmdletCatalogue
import Testing

struct LookupTests {
    @Test(arguments: ["Get-Mailbox", "get-mailbox", "GET-MAILBOX", "gEt-mAiLbOx"])
    func findsACmdletInAnyLetterCase(_ name: String) {
        #expect(CmdletCatalogue.cmdlet(named: name)?.name == "Get-Mailbox")
    }

    @Test(arguments: ["", "Get-", "Get-Mailbo", "Get-Mailboxx", "~", "A", "zzz", "Get-Mailbox\0", "Gét-Mailbox"])
    func doesNotFindWhatIsNotThere(_ name: String) {
        #expect(CmdletCatalogue.cmdlet(named: name) == nil)
        #expect(CmdletCatalogue.function(named: name) == nil)
        #expect(CmdletCatalogue.type(named: name) == nil)
    }

    @Test func findsEveryNameItLists() {
        for name in CmdletCatalogue.names {
            #expect(CmdletCatalogue.cmdlet(named: name.uppercased())?.name == name)
        }
    }

    @Test func knowsAMailboxCmdlet() throws {
        let cmdlet = try #require(CmdletCatalogue.cmdlet(named: "Set-Mailbox"))
        #expect(cmdlet.verb == "Set")
        #expect(cmdlet.noun == "Mailbox")
        #expect(cmdlet.impact == "Medium")
        #expect(cmdlet.confirm && cmdlet.whatIf && cmdlet.isAvailable && cmdlet.isDocumented)
        #expect(cmdlet.defaultSet == "Identity")
        let identity = try #require(cmdlet.parameter(named: "identity"))
        #expect(identity.position == 0)
        #expect(identity.netType == "Object")
        #expect(identity.type == "MailboxIdParameter")
        #expect(identity.kind == "identity")
        #expect(identity.pipeline == .both)
        #expect(identity.forms.contains("smtpAddress"))
        #expect(cmdlet.parameter(named: "wi")?.name == "WhatIf")
        #expect(cmdlet.parameter(named: "nothing") == nil)
    }

    @Test func keepsFunctionsThatHaveNoPage() {
        let without = CmdletCatalogue.functionNames.filter { CmdletCatalogue.cmdlet(named: $0) == nil }
        #expect(without.count == 17)
    }

    @Test func knowsTypesNounsObjectsAndSets() throws {
        #expect(CmdletCatalogue.type(named: "acceptedDomainType")?.values == ["Authoritative", "InternalRelay"])
        #expect(CmdletCatalogue.noun(named: "OrganizationConfig")?.pattern == "singleton")
        let mailbox = try #require(CmdletCatalogue.object(ofNoun: "mailbox"))
        #expect(mailbox.cmdlet == "Get-Mailbox")
        #expect(mailbox.property(named: "guid")?.format == "guid")
        #expect(mailbox.property(named: "EmailAddresses")?.json == "array<string>")
        let sets = try #require(CmdletCatalogue.propertySets(of: "get-exomailbox"))
        #expect(sets.defaultSet == "Minimum")
        #expect(sets.properties(ofSet: "minimum")?.contains("DisplayName") == true)
        #expect(sets.olderCmdlet == "Get-Mailbox")
    }

    @Test func knowsFiltersAndTheModel() throws {
        let state = try #require(CmdletCatalogue.recipientFilterProperty(named: "archivestate"))
        #expect(state.values.first { $0.name == "Local" }?.number == 1)
        #expect(CmdletCatalogue.filterProperty(named: "ActiveSyncEnabled")?.cmdlets == ["Get-CASMailbox"])
        #expect(CmdletCatalogue.filterComparisons == ["eq", "ne", "lt", "gt", "like", "notlike"])
        let info = try #require(CmdletCatalogue.entityType(named: "BasicInfo"))
        #expect(info.key == ["PropertyName"])
        #expect(info.properties.first?.isNullable == false)
        #expect(CmdletCatalogue.enumType(named: "OofState")?.map(\.number) == [0, 1, 2])
    }

    @Test func followsDirectoryRolesToCmdlets() {
        let exchangeAdministrator = CmdletCatalogue.cmdlets(ofEntraRoles: ["29232cdf-9323-42fd-ade2-1d097af3e4de"])
        #expect(exchangeAdministrator.isSuperset(of: ["Get-Mailbox", "Set-Mailbox", "Set-OrganizationConfig"]))
        let globalReader = CmdletCatalogue.cmdlets(ofEntraRoles: ["F2EF992C-3AFB-46B9-B7CF-A126EE74C451"])
        #expect(globalReader.contains("Get-Mailbox"))
        #expect(!globalReader.contains("Set-Mailbox"))
        #expect(CmdletCatalogue.cmdlets(ofEntraRoles: ["fe930be7-5e62-47db-91af-98c3a49a38b1", "nonsense"]).isEmpty)
        #expect(CmdletCatalogue.roles(of: "set-mailbox").contains("Mail Recipients"))
    }

    @Test func listsNamesByTheirBeginning() {
        #expect(CmdletCatalogue.names(startingWith: "get-mailboxa").allSatisfy { $0.hasPrefix("Get-MailboxA") })
        #expect(CmdletCatalogue.names(startingWith: "get-mailboxa").count > 1)
        #expect(CmdletCatalogue.names(startingWith: "").count == CmdletCatalogue.names.count)
        #expect(CmdletCatalogue.names(startingWith: "zz").isEmpty)
    }

    struct Guess: Sendable {
        var typed: String
        var meant: String
    }

    @Test(arguments: [
        Guess(typed: "Get-Mailbx", meant: "Get-Mailbox"), Guess(typed: "get-mialbox", meant: "Get-Mailbox"),
        Guess(typed: "List-Mailbox", meant: "Get-Mailbox"), Guess(typed: "Delete-Mailbox", meant: "Remove-Mailbox"),
        Guess(typed: "Get-Mailboxes", meant: "Get-Mailbox"), Guess(typed: "GetMailbox", meant: "Get-Mailbox"),
        Guess(typed: "Mailbox", meant: "Get-Mailbox"), Guess(typed: "Get-TransportRules", meant: "Get-TransportRule"),
        Guess(typed: "Set-OrganisationConfig", meant: "Set-OrganizationConfig"),
        Guess(typed: "Gte-Recipient", meant: "Get-Recipient"),
    ])
    func guessesWhatWasMeant(_ guess: Guess) {
        let names = CmdletCatalogue.nearestNames(to: guess.typed)
        #expect(names.contains(guess.meant), "\(names)")
        #expect(names.count <= 3)
    }

    /// The edit distance by its definition.
    private static func distance(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        guard let first = left.first, let other = right.first else { return max(left.count, right.count) }
        var best = (first == other ? 0 : 1) + distance(left.dropFirst(), right.dropFirst())
        best = min(best, 1 + distance(left.dropFirst(), right), 1 + distance(left, right.dropFirst()))
        if left.count > 1, right.count > 1, left.dropFirst().first == other, right.dropFirst().first == first {
            best = min(best, 1 + distance(left.dropFirst(2), right.dropFirst(2)))
        }
        return best
    }

    @Test func measuresDistancesUpToABound() {
        // All words of up to four letters of three, so that letters are missing, added, changed and in each other's place.
        var words: [ArraySlice<UInt8>] = [[]]
        for length in 0..<4 {
            words += words.filter { $0.count == length }.flatMap { word in (1...3).map { word + [$0] } }
        }
        for left in words {
            let wrong = words.filter { right in
                let whole = Self.distance(left, right)
                return !(1...4).allSatisfy { bound in
                    NearestNames.distance(left, right, atMost: bound) == (whole <= bound ? whole : nil)
                }
            }
            #expect(wrong.isEmpty, "\(left)")
        }
    }

    @Test func guessesNothingFarAway() {
        #expect(CmdletCatalogue.nearestNames(to: "Quux-Frobnicate").isEmpty)
        #expect(CmdletCatalogue.nearestNames(to: "x").isEmpty)
        #expect(NearestNames.nearest(to: "Identty", among: ["Identity", "ResultSize"]) == ["Identity"])
        #expect(NearestNames.nearest(to: "Zzzzzz", among: ["Identity", "ResultSize"]).isEmpty)
        #expect(NearestNames.nearest(to: "n", among: ["?", "%", "ft"]).isEmpty)
    }

    @Test func guessesParametersThatSayMuchTheSame() {
        let names = ["Identity", "Comment", "AddSenderIpRanges", "RemoveDomains", "AddDomains"]
        let near = NearestNames.sharingWords(with: "AddSenderDomainIs", among: names)
        #expect(near == ["AddDomains", "AddSenderIpRanges"])
        #expect(NearestNames.sharingWords(with: "Quux", among: names).isEmpty)
    }

    @Test(
        arguments: [
            ("Remove-ComplianceTag", "High"), ("Remove-OMEConfiguration", "High"), ("Remove-QuarantinePolicy", nil),
            ("Set-ComplianceTag", nil), ("Disable-IPv6ForAcceptedDomain", nil),
            ("Remove-ApplicationAccessPolicy", "Medium"),
        ] as [(String, String?)]
    )
    func anImpactThatWasNotSeenIsHighForWhatRemovesAndConfirms(name: String, impact: String?) throws {
        let cmdlet = try #require(CmdletCatalogue.cmdlet(named: name))
        #expect(cmdlet.impact == impact)
    }
}
