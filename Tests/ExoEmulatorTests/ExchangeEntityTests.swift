import CmdletCatalogue
import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// The OData routes behind the Get-EXO* cmdlets, asked as the official module asks.
struct ExchangeEntityTests: EntityAsking {
    // MARK: Keys

    @Test func readsOneMailboxByItsKeyInBase64() throws {
        let reply = try get("Mailbox('\(key("adele@contoso.com"))')?isEncoded=true")
        #expect(reply.status == 200, "\(reply.errorText)")
        let members = try #require(reply.body.objectValue)
        // The official module refuses a document in which anything stands before the context.
        #expect(members.names.first == "@odata.context")
        #expect(reply.body["@odata.context"] == .string("\(ExchangeHarness.place)/$metadata#Mailbox/$entity"))
        #expect(reply.body["PrimarySmtpAddress"] == "adele@contoso.com")
        #expect(reply.body["RecipientTypeDetails"] == "UserMailbox")
        #expect(reply.body["EmailAddresses"]?.arrayValue?.isEmpty == false)
        #expect(reply.body["ProhibitSendQuota"] == nil && reply.body["WhenCreated"] == nil)
        #expect(!members.names.contains { $0.contains("@data.type") })
        let type = try #require(reply.response.header("Content-Type"))
        #expect(type.hasPrefix("application/json;odata.metadata=minimal"))
        #expect(reply.response.header("OData-Version") == "4.0")
    }

    @Test(arguments: ["adele", "Adele Vance", "ADELE@contoso.com"])
    func takesEveryFormOfAnIdentityAsKey(_ identity: String) throws {
        let encoded = try get("Mailbox('\(key(identity))')?isEncoded=true")
        let plain = try get("Mailbox('\(PercentCoding.encoded(identity))')")
        #expect(encoded.body["Alias"] == "adele" && plain.body["Alias"] == "adele", "\(encoded.errorText)")
    }

    @Test func theKeyOfARecipientIsItsIdInTheDirectory() throws {
        for set in ["Mailbox", "Recipient"] {
            let first = try get("\(set)('adele')?PropertySet=All")
            let objectKey = try #require(first.body["ObjectKey"]?.stringValue)
            #expect(first.body["ExternalDirectoryObjectId"]?.stringValue == objectKey)
            #expect(try get("\(set)('\(objectKey)')").body["Alias"] == "adele")
            #expect(try get("\(set)('\(key(objectKey))')?isEncoded=true").body["Alias"] == "adele")
            // Keys that stood in older replies.
            let guid = try #require(first.body["Guid"]?.stringValue)
            #expect(try get("\(set)('\(key(guid))')?isEncoded=true").body["Alias"] == "adele")
        }
    }

    @Test(arguments: ["???", ">>>", "O'Neil Zoë/a+b%c #1&x=\"y\""])
    func findsTheKeyByItsQuotes(_ identity: String) throws {
        // Base 64 keeps slashes and plus signs as they are in a path.
        for path in ["Mailbox('\(key(identity))')", "Mailbox('\(key(identity))')/MailboxPermission"] {
            let reply = try get("\(path)?isEncoded=true")
            #expect(reply.status == 404)
            #expect(reply.errorText.contains("'\(identity)'"), "\(reply.errorText)")
        }
    }

    @Test func aPropertyOfAnEntityThatIsMissingIsToldAsTheServiceTellsIt() throws {
        let reply = try get("Mailbox('\(key("nobody"))')?isEncoded=true")
        #expect(reply.status == 404)
        let error = try #require(reply.body["error"])
        #expect(error["code"] == "NotFound")
        #expect(error["message"]?.stringValue?.hasPrefix("Error executing request. The operation couldn't") == true)
        let detail = try #require(error["details"]?.arrayValue?.first?["message"]?.stringValue)
        #expect(detail.hasPrefix("Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|"))
        #expect(reply.response.header("x-ExceptionType") == "ManagementObjectNotFoundException")
    }

    @Test func parametersThatDoNotGoTogetherAreRefusedBeforeTheCmdletRuns() throws {
        for path in [
            "Mailbox('\(key("adele"))')?isEncoded=true&Anr=adele",
            "Recipient('\(key("adele"))')?isEncoded=true&Anr=adele",
        ] {
            let reply = try get(path.split(separator: " ").joined(separator: "%20"))
            #expect(reply.status == 400, "\(path): \(reply.status)")
            let error = try #require(reply.body["error"])
            #expect(error["code"] == "BadRequest")
            #expect(
                error["message"]?.stringValue?.hasPrefix("Error executing request. Parameter set cannot be") == true
            )
            let detail = try #require(error["details"]?.arrayValue?.first)
            #expect(detail["code"] == "Client", "\(detail.text())")
            #expect(detail["message"]?.stringValue?.contains("|Microsoft.Exchange.AdminApi.CommandInvocation.") == true)
            #expect(reply.response.header("x-ExceptionType") == "AmbiguousParameterSetException")
        }
    }

    @Test(arguments: ["Mailbox('%%%')?isEncoded=true", "Mailbox('/w==')?isEncoded=true"])
    func refusesAKeyThatIsNoTextInBase64(_ path: String) throws {
        #expect(try get(path).status == 400)
    }

    @Test func findsRecipientsByTheIdentityOfAHeader() throws {
        let header = ["XParameter-Identity": key("adele@contoso.com")]
        let reply = try get("Recipient?ReadIdsAndParamsFromHeaders=True", headers: header)
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(reply.body["@odata.context"] == .string("\(ExchangeHarness.place)/$metadata#Recipient"))
        #expect(reply.texts("Name").count == 1)
        let nobody = try get(
            "Recipient?ReadIdsAndParamsFromHeaders=True",
            headers: ["XParameter-Identity": key("nobody")]
        )
        #expect(nobody.status == 404)
        let inactive = try get(
            "Mailbox?IncludeInactiveMailbox=True&ReadIdsAndParamsFromHeaders=True",
            headers: header
        )
        #expect(inactive.texts("Alias") == ["adele"])
    }

    // MARK: Selection

    @Test func selectsPropertiesAndPropertySetsTogether() throws {
        func names(_ options: String) throws -> Set<String> {
            let reply = try get("Mailbox('adele')\(options)")
            #expect(reply.status == 200, "\(reply.errorText)")
            return Set(try #require(reply.body.objectValue).names).subtracting(["@odata.context", "ObjectKey"])
        }
        #expect(
            try names("") == [
                "Alias", "DisplayName", "DistinguishedName", "EmailAddresses", "ExchangeVersion",
                "ExternalDirectoryObjectId", "Guid", "Id", "Identity", "Name", "OrganizationId", "PrimarySmtpAddress",
                "RecipientType", "RecipientTypeDetails", "UserPrincipalName",
            ]
        )
        // As scripts expect, the default set comes along.
        #expect(try names("?$select=displayname,WHENCREATED") == names("").union(["WhenCreated"]))
        #expect(try names("?PropertySet=Archive").isSuperset(of: names("").union(["ArchiveStatus"])))
        #expect(try names("?PropertySet=Hold") == names("?PropertySet=hold"))
        #expect(try names("?$select=Alias&PropertySet=Hold").isSuperset(of: ["Alias", "LitigationHoldEnabled"]))
        let all = try names("?$select=Guid&PropertySet=All")
        #expect(all.count > 230 && all.contains("ProhibitSendReceiveQuota"), "\(all.count)")
        #expect(try get("Mailbox('adele')?$select=Bogus").errorText.contains("'Bogus' on type 'Exchange.Mailbox'"))
        #expect(try get("Mailbox('adele')?PropertySet=Bogus").status == 400)
        let selected = try get("Mailbox('adele')?$select=Guid,Alias")
        #expect(
            selected.body["@odata.context"] == .string("\(ExchangeHarness.place)/$metadata#Mailbox(Guid,Alias)/$entity")
        )
    }

    @Test func writesEveryValueInTheTypeThatTheModelDeclares() throws {
        let list = try get("Mailbox?PropertySet=All").rows + get("Recipient?PropertySet=All").rows
        #expect(list.count > 10)
        for row in list {
            let type = EntityType.named(
                row["RecipientTypeDetails"] != nil && row["AuditEnabled"] != nil ? "Mailbox" : "Recipient"
            )
            for property in type.properties {
                guard let value = row[property.name] else { continue }
                switch value {
                case .null: #expect(!property.isCollection, "\(property.name)")
                case .array(let elements):
                    #expect(property.isCollection && !elements.contains(.null), "\(property.name)")
                case .bool: #expect(property.type == "Boolean", "\(property.name)")
                case .string: #expect(["String", "Guid"].contains(property.type), "\(property.name)")
                case .integer: #expect(property.type.hasPrefix("Int"), "\(property.name)")
                default: Issue.record("\(property.name): \(value)")
                }
                if property.name.hasPrefix("When"), let text = value.stringValue {
                    #expect(ServiceDate(parsing: text) != nil && text.hasSuffix("Z"), "\(property.name): \(text)")
                }
            }
        }
    }

    @Test func tellsAsMuchOfTypesAsTheRequestWants() throws {
        func entity(_ accept: String) throws -> JSONValue {
            try get("Mailbox('adele')?$select=Guid", headers: ["Accept": accept]).body
        }
        let full = try entity("application/json;odata.metadata=full")
        #expect(full["@odata.type"] == "#Exchange.Mailbox" && full["Guid@odata.type"] == "#Guid")
        #expect(full["@odata.id"]?.stringValue?.hasPrefix("\(ExchangeHarness.place)/Mailbox('") == true)
        #expect(
            try entity("application/json;odata.metadata=none").objectValue?.names.contains { $0.contains("@") } == false
        )
    }

    // MARK: Lists

    @Test func listsInPagesOfAHundredWhichAreFetchedWithGET() throws {
        let harness = try ExchangeHarness(mailboxes: 230)
        var names: [String] = []
        var sizes: [Int] = []
        var page = try get("Mailbox?$select=Name", in: harness)
        while true {
            #expect(page.status == 200, "\(page.errorText)")
            sizes.append(page.rows.count)
            names += page.texts("Name")
            guard let link = page.nextLink else { break }
            #expect(link.contains("$select=Name"))
            page = try get(String(link.dropFirst("https://localhost:8443".count)), in: harness)
        }
        #expect(sizes.dropLast().allSatisfy { $0 == 100 } && names.count > 230)
        #expect(Set(names).count == names.count)
        let big = try get("Mailbox", headers: ["Prefer": "odata.maxpagesize=5000;"], in: harness)
        #expect(big.rows.count == names.count && big.nextLink == nil)
        #expect(try get("Mailbox/$count", in: harness).response.body == Array(String(names.count).utf8))
    }

    @Test func countsDownWhatIsWantedOverThePages() throws {
        let harness = try ExchangeHarness(mailboxes: 30)
        var sizes: [Int] = []
        var page = try get("Mailbox?$top=25", headers: ["Prefer": "odata.maxpagesize=10"], in: harness)
        while true {
            sizes.append(page.rows.count)
            guard let link = page.nextLink else { break }
            let target = String(link.dropFirst("https://localhost:8443".count))
            page = try get(target, headers: ["Prefer": "odata.maxpagesize=10"], in: harness)
        }
        #expect(sizes == [10, 10, 5])
        #expect(try get("Mailbox?$top=0", in: harness).rows.isEmpty)
        #expect(try get("Mailbox?$top=-1", in: harness).status == 400)
    }

    @Test func ordersByPropertiesInBothDirections() throws {
        let up = try get("Mailbox?$orderby=DisplayName&$select=DisplayName&$count=true")
        let names = up.texts("DisplayName")
        #expect(names.count > 3 && names == names.sorted { $0.lowercased() < $1.lowercased() })
        #expect(up.body["@odata.count"]?.integerValue == Int64(names.count))
        let down = try get("Mailbox?$orderby=DisplayName%20desc&$select=DisplayName")
        #expect(down.texts("DisplayName") == names.reversed())
        let second = try get("Mailbox?$orderby=DisplayName&$skip=1&$top=2")
        #expect(second.texts("DisplayName") == Array(names.dropFirst().prefix(2)))
        #expect(try get("Mailbox?$orderby=Bogus").status == 400)
    }

    @Test func refusesTheNextPageOfAnotherQuestion() throws {
        let harness = try ExchangeHarness(mailboxes: 20)
        let link = try #require(
            try get("Mailbox?RecipientTypeDetails=UserMailbox", headers: ["Prefer": "odata.maxpagesize=5"], in: harness)
                .nextLink
        )
        let target = String(link.dropFirst("https://localhost:8443".count))
        #expect(try get(target, in: harness).status == 200)
        let other = try get(target.replacing("UserMailbox", with: "SharedMailbox"), in: harness)
        #expect(other.status == 400 && other.errorText.hasPrefix("Expired or Invalid pagination request."))
        let foreign = try harness.send("GET", target, headers: ["X-AnchorMailbox": "UPN:other@contoso.com"])
        #expect(foreign.status == 400)
    }

    // MARK: Every set

    @Test(arguments: EntitySet.all)
    func everySetAnswersInTheTypesOfTheModelOrSaysWhyNot(_ set: EntitySet) throws {
        let reply = try get("\(set.name)?$top=5&PropertySet=All")
        if set.cmdlet == nil
            || CmdletTable.emulated.facts(named: set.cmdlet ?? "").flatMap(CmdletTable.emulated.handler) == nil
        {
            #expect(reply.status == 501)
            return
        }
        // A cmdlet may want to know whose.
        guard reply.status == 200 else {
            #expect([400, 401, 404].contains(reply.status), "\(reply.status) \(reply.errorText)")
            return
        }
        let type = EntityType.named(set.type)
        for row in reply.rows {
            for member in row.objectValue?.members ?? [] where member.name != "ObjectKey" {
                let property = type.properties[try #require(type.place(of: member.name))]
                #expect(property.isCollection == (member.value.arrayValue != nil), "\(member.name): \(member.value)")
                if case .object = member.value { Issue.record("\(member.name): \(member.value)") }
                if property.type == "Boolean" { #expect(member.value.isNull || member.value.boolValue != nil) }
            }
        }
    }

    @Test func aPatternNamesAThousandAtMost() throws {
        let harness = try ExchangeHarness(mailboxes: 1001)
        let all = try get("Mailbox('\(key("bulk*"))')?isEncoded=true&$select=Alias", in: harness)
        #expect(all.status == 400 && all.errorText.contains("More than 1000 objects"), "\(all.errorText)")
        let header = ["XParameter-Identity": key("bulk*")]
        let named = try get("Mailbox?ReadIdsAndParamsFromHeaders=true&isEncoded=true", headers: header, in: harness)
        #expect(named.status == 400 && named.errorText.contains("More than 1000 objects"), "\(named.errorText)")
        let most = try get("Mailbox('\(key("bulk0*"))')?isEncoded=true&$select=Alias", in: harness)
        #expect(most.rows.count == 999)
        // A filter has pages.
        let page = try get("Mailbox?$filter=startswith(Alias,'bulk')&$top=1001&$select=Alias", in: harness)
        #expect(page.status == 200 && page.rows.count == 100 && page.nextLink != nil)
    }
}
