/// Template ids of directory roles on which rules of the service depend, or which the seed hands out.
package enum DirectoryRoleID {
    package static let globalAdministrator = "62e90394-69f5-4237-9190-012177145e10"
    package static let exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de"
    package static let exchangeRecipientAdministrator = "31392ffb-586c-42d1-9346-e59415a2cc4e"
    package static let globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
    package static let helpdeskAdministrator = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
}
