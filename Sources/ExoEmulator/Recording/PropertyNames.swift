/// What the names of properties say of their values, in small letters.
enum PropertyNames {
    /// Properties whose values are the names of somebody or something.
    private static let names: Set = [
        "name", "displayname", "givenname", "firstname", "surname", "lastname", "family_name", "given_name", "initials",
        "alias", "mailnickname", "samaccountname", "identity", "id", "user", "trustee", "owner", "managedby", "members",
        "office", "officelocation", "title", "jobtitle", "department", "company", "companyname", "streetaddress",
        "street", "city", "stateorprovince", "state", "postalcode", "phone", "mobilephone", "businessphones",
        "homephone", "fax", "otherhomephone", "othertelephone", "pager", "notes", "description", "subject",
        "grantsendonbehalfto", "manager", "simpledisplayname", "webpage", "forwardingaddress", "linkedmasteraccount",
        "domainname", "organizationname", "technicalnotificationmails", "assistantname", "app_displayname",
        "unique_name", "preferred_username", "filter", "recipientfilter", "homephonenumber", "phonenumber",
        "telephonenumber", "objectid", "actor", "actors", "sender", "recipient", "recipients", "organizer", "attendees",
        "delegates", "requestor", "requester", "approver", "approvers", "author", "member", "owners", "users", "userid",
        "userids", "caller", "createduser", "logonuser", "mailboxowner", "mailboxname", "deviceuserdisplayname",
        "friendlyname", "devicefriendlyname", "directreports", "subjectcontainswords", "ownerupn",
    ]

    /// How others end that are called after what they tell of: CreatedBy, UserDisplayName, MailboxOwnerUPN.
    private static let endings = [
        "createdby", "modifiedby", "changedby", "deletedby", "closedby", "runby", "startedby", "assignedby",
        "approvedby",
        "requestedby", "submittedby", "releasedby", "initiatedby", "performedby", "updatedby", "addedby", "grantedby",
        "moderatedby", "ownedby", "sentby", "displayname", "username", "ownername", "fullname", "firstname", "lastname",
        "upn", "mailboxowner",
    ]

    /// Properties that hold what somebody wrote to others.
    private static let messages: Set = [
        "internalmessage", "externalmessage", "mailtip", "mailtiptranslations", "retentioncomment", "retentionurl",
        "welcomemessage", "additionalresponse", "rejectmessage", "rejectmessagereasontext", "messagebody",
        "bodypreview",
        "autoreplymessage", "automaticreplymessage", "signaturehtml", "signaturetext", "signaturetextonmobile",
        "applyhtmldisclaimertext", "prependsubject", "customnotifytext", "comment", "comments", "customalertbody",
        "customfrombody", "custominternalbody", "customexternalbody", "enduserspamnotificationcustomfromname",
    ]

    static func isName(_ name: String) -> Bool { names.contains(name) || endings.contains(where: name.hasSuffix) }

    /// Whether a property holds what an organization wants it to.
    static func isCustom(_ name: String) -> Bool {
        !name.contains("@")
            && ["customattribute", "extensioncustomattribute", "extensionattribute"].contains(where: name.hasPrefix)
    }

    /// Whether a property holds a message, of which nobody can say whom it names.
    static func isMessage(_ name: String) -> Bool { messages.contains(name) }
}
