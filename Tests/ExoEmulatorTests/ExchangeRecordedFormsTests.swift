import ExoJSON
import Testing

@testable import EmulatorExchange

/// Bodies as the official module was seen to send them.
struct ExchangeRecordedFormsTests {
    struct Case: CustomTestStringConvertible {
        var status: Int
        var input: String
        var testDescription: String { input }
    }

    static let cases = [
        Case(
            status: 200,
            input: #"{"CmdletName":"Set-Mailbox","Parameters":{"MailTip":"a\tb\r\nc\u0007\u2028","Identity":"adele"}}"#
        ),
        Case(status: 200, input: #"{"CmdletName":"Set-Mailbox","Parameters":{"MailTip":"","Identity":"adele"}}"#),
        Case(
            status: 200,
            input: #"{"CmdletName":"Set-Mailbox","Parameters":{"ForwardingAddress":null,"Identity":"adele"}}"#
        ),
        Case(
            status: 200,
            input: #"{"CmdletName":"Set-Mailbox","Parameters":{"RecipientLimits":500,"Identity":"adele"}}"#
        ),
        Case(
            status: 400,
            input: #"{"CmdletName":"Set-Mailbox","Parameters":{"RecipientLimits":1.5,"Identity":"adele"}}"#
        ),
        Case(
            status: 400,
            input:
                #"{"CmdletName":"Set-Mailbox","Parameters":{"RecipientLimits":18446744073709551615,"Identity":"adele"}}"#
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Set-Mailbox","Parameters":{"Identity":"adele","StartDateForRetentionHold":"01/02/2026"}}"#
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Set-Mailbox","Parameters":{"RetainDeletedItemsFor":"14.01:02:03.5000000","Identity":"adele"}}"#
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Set-Mailbox","Parameters":{"LitigationHoldDuration":"365.00:00:00","Identity":"adele"}}"#
        ),
        Case(status: 200, input: #"{"Parameters":{"Identity":"adele","Type":1},"CmdletName":"Set-Mailbox"}"#),
        Case(
            status: 200,
            input: #"{"CmdletName":"Set-Mailbox","Parameters":{"Identity":"adele","EmailAddresses":[]}}"#
        ),
        Case(
            status: 400,
            input: #"{"CmdletName":"Set-Mailbox","Parameters":{"Identity":"adele","EmailAddresses":"a,b"}}"#
        ),
        Case(
            status: 400,
            input: #"{"CmdletName":"Set-Mailbox","Parameters":{"Identity":"adele","EmailAddresses":[["a","b"],["c"]]}}"#
        ),
        Case(
            status: 400,
            input:
                ##"{"CmdletName":"Set-Mailbox","Parameters":{"Identity":"adele","EmailAddresses":[{"a":1},{"b":2}],"EmailAddresses@odata.type":"#Collection(Exchange.GenericHashTable)"}}"##
        ),
        Case(
            status: 200,
            input:
                ##"{"CmdletName":"Set-Mailbox","Parameters":{"GrantSendOnBehalfTo":{"@odata.type":"#Exchange.GenericHashTable","add":"alex"},"Identity":"adele"}}"##
        ),
        Case(
            status: 200,
            input:
                ##"{"CmdletName":"Set-Mailbox","Parameters":{"Identity":"adele","EmailAddresses":{"Remove":[],"Add":null,"@odata.type":"#Exchange.GenericHashTable"}}}"##
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Set-Mailbox","Parameters":{"IssueWarningQuota":10737418240,"ProhibitSendQuota":"49.5 GB (53,150,220,288 bytes)","ProhibitSendReceiveQuota":"Unlimited","Identity":"adele"}}"#
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Set-Mailbox","Parameters":{"CustomAttribute2":"true","MailTip":"{\"a\":1}","CustomAttribute3":"  sp  ","CustomAttribute1":"null","Identity":"adele"}}"#
        ),
        Case(
            status: 404,
            input:
                #"{"CmdletName":"Set-Mailbox","Parameters":{"MailTip":"5","DisplayName":"True","Identity":5,"CustomAttribute1":"01/02/2026 00:00:00"}}"#
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Get-Mailbox","Parameters":{"PipelineVariable":"pv","Identity":"adele","ErrorAction":"SilentlyContinue","ErrorVariable":"ev","OutVariable":"ov","OutBuffer":"5","Verbose":false,"Debug":false}}"#
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Get-Mailbox","Parameters":{"Filter":"DisplayName -eq 'x' -and HiddenFromAddressListsEnabled -eq 'True'"}}"#
        ),
        Case(
            status: 400,
            input: #"{"CmdletName":"Get-Mailbox","Parameters":{"Filter":"Alias -eq ''True'' -and Name -eq 'True'ish"}}"#
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Get-Recipient","Parameters":{"Properties":["Name","Alias"],"Filter":" Name -eq \"x\" "}}"#
        ),
        Case(
            status: 200,
            input:
                #"{"CmdletName":"Get-Recipient","Parameters":{"ResultSize":3,"RecipientPreviewFilter":"HiddenFromAddressListsEnabled -eq 'True'"}}"#
        ),
        Case(status: 200, input: #"{"CmdletName":"get-User","Parameters":{"Identity":"adele@contoso.com"}}"#),
        Case(status: 200, input: #"{"CmdletName":"Get-Mailbox","Parameters":{"MailboxPlan":""}}"#),
        Case(status: 200, input: #"{"CmdletName":"Get-Mailbox","Parameters":{"Identity":""}}"#),
        Case(
            status: 200,
            input: #"{"CmdletName":"Get-Mailbox","Parameters":{"Identity":"adele","WarningAction":"Ignore"}}"#
        ),
        Case(
            status: 404,
            input: #"{"CmdletName":"Get-Mailbox","Parameters":{"Identity":"00000000-0000-0000-0000-0000000000ab"}}"#
        ),
        Case(status: 400, input: #"{"CmdletName":"Get-Mailbox","Parameters":{"Identity":["n1","n2"]}}"#),
    ]

    @Test(arguments: cases)
    func answersWithTheStatusThatTheFormDeserves(_ testCase: Case) throws {
        let input = try JSONValue(parsing: testCase.input)
        let name = try #require(input["CmdletName"]?.stringValue)
        let parameters = try #require(input["Parameters"]?.objectValue)
        let reply = try ExchangeHarness().run(name, parameters)
        #expect(reply.status == testCase.status, "\(reply.errorText)")
    }
}
