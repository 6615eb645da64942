internal import EntraTokens

extension HelpTopic {
    static let tokens = HelpTopic(
        "tokens",
        "Access tokens: which one is needed, how it comes here, how long it lasts.",
        """
        A request carries one access token of Entra ID. It is for one service, one tenant,
        and one user or application, and lives an hour or so. Ask for it with the scope

          Exchange Online          \(Cloud.commercial.exchange.scope)
          Security & Compliance    \(Cloud.commercial.compliance.scope)

        A user needs a role in Exchange and a client with Exchange.Manage; an application
        needs Exchange.ManageAsApp and a directory role, such as Exchange Administrator.

        A token is never an argument, where everybody on this machine could read it:

          get-my-token | exo connect --organization contoso.com --access-token-stdin
          exo connect --organization contoso.com --access-token-file token.txt
          EXO_ACCESS_TOKEN=... exo Get-Mailbox --organization contoso.com

        Such a token ends and is not renewed. A way to sign in renews: exo help sign-in.

        exo token show     what a token says, in plain words
        exo token check    every contradiction between a token and what you want of it
        exo doctor         the first thing that is wrong, and what repairs it
        """
    )

    static let quoting = HelpTopic(
        "quoting",
        "Quotes: how to write PowerShell's values in another shell.",
        """
        Your shell takes its own quotes away and puts variables in before exo sees a word.
        Each word is then read by the type of its parameter.

          a text           -DisplayName Vance,Adele      -MailTip "Back soon"
          true, false      -AuditEnabled true            or '$true' in single quotes
          nothing          -CustomAttribute1 '$null'     in single quotes
          a switch         -Archive                      -Confirm:false with a colon
          a list           -AcceptMessagesOnlyFrom megan,lee
          with commas      -AcceptMessagesOnlyFrom "'Vance, Adele','lee'"
          a table          -EmailAddresses "@{Add='smtp:a@contoso.com'}"
          a dash first     -CustomAttribute1:-x
          a filter         -Filter "Alias -like 'a*'"

        In a double-quoted word of bash, zsh and fish '$' and '`' still count; single quotes
        keep everything. To write one single quote in a PowerShell text, write two: 'O''Neil'.
        Behind '--' all words belong to the cmdlet.

        Long or secret values come as JSON, with no shell in between:

          echo '{"Identity": "adele", "MailTip": "Hi"}' | exo Set-Mailbox --parameters -
        """
    )

    static let filters = HelpTopic(
        "filters",
        "Filters: what -Filter takes, and what it does not.",
        """
        -Filter is one word in the language OPATH, and the service looks through its objects
        with it, so that only what fits comes over the network.

          exo Get-User -Filter "Department -eq 'Sales' -and Title -ne 'Engineer'"
          exo Get-Recipient -Filter "RecipientTypeDetails -eq 'SharedMailbox'"
          exo Get-Mailbox -Filter "EmailAddresses -like 'smtp:a*'"
          exo Get-Mailbox -Filter "WhenCreated -gt '2026-01-31'"

          operators   -eq -ne -gt -ge -lt -le -like -notlike, -and -or -not, ( )
          values      'text', $true, $false, $null, 'date'; a quote in a text is doubled
          wildcards   * at the end with -like; at the beginning it is slow or refused

        Not every property can be filtered by: 'exo cmdlet show Get-Mailbox' and the service's
        message say which. -Anr finds by the beginning of names. What the service cannot
        filter is filtered here:

          exo Get-Mailbox -ResultSize Unlimited --jq 'select(.ArchiveQuota == null)'
        """
    )

    static let paging = HelpTopic(
        "paging",
        "Pages: how much a listing gives, and when it ends.",
        """
        Without -ResultSize a listing ends after 1,000 rows and a warning says that there is
        more. -ResultSize 5000 asks for so many, -ResultSize Unlimited for all.

          exo Get-Mailbox -ResultSize Unlimited -o csv --columns DisplayName,Alias

        The service sends pages of up to 1,000 rows (--page-size makes them smaller). Rows are
        written as they arrive, so memory stays the same however long a listing is.

        A page that fails is asked for again where that is safe. What cannot be mended ends in
        an error after the rows that came, with exit code 2: a listing is never silently short.
        The token is renewed between two pages where the connection can do so.

        A call may take 15 minutes at the service. Where it would be longer, ask for less at
        a time: by a filter, by --columns, or one mailbox a call.
        """
    )

    static let exitCodes = HelpTopic(
        "exit-codes",
        "Exit codes: what a script can rely on.",
        """
          0    done
          1    the service refused or failed, or nobody knows what became of a change
          2    not all was done: of many some or all failed, or a listing broke off
          3    not connected: no connection, or no token that is good
          4    not authorised: 401 or 403 of the service
          5    interrupted: Ctrl-C, a signal to end, or a no to a question
          64   usage: an unknown word, a bad value, or nobody to answer a question
          70   a fault of exo; please report it

        Data goes to standard output and everything else to standard error, so that

          exo Get-Mailbox adele -o json > adele.json || echo "failed with $?"

        leaves either whole JSON or nothing, unless the code is 2 or 5.
        """
    )

    static let environment = HelpTopic(
        "environment",
        "Environment: the variables that exo reads.",
        """
        An option counts more than a variable, a variable more than a file of settings, and
        that more than what a connection remembers. An empty variable counts as absent.

          EXO_ACCESS_TOKEN         the access token, for one run with nothing stored
          EXO_ORGANIZATION         whose token it is: an application's tenant
          EXO_USER_PRINCIPAL_NAME  or the user; one of the two
          EXO_TENANT               the tenant of that user, as --tenant
          EXO_GRAPH_TOKEN          the token for Microsoft Graph, of 'exo app'
          EXO_CONNECTION           the stored connection, as --connection
          EXO_CLOUD, EXO_CA_FILE   --cloud, --ca-file
          EXO_OUTPUT, EXO_LOG_LEVEL, EXO_PAGE_SIZE, EXO_TIMEOUT
                                   the options of those names
          EXO_PROFILE              the profile of settings: exo help configuration
          https_proxy, all_proxy, no_proxy
                                   the proxy, where --proxy names none
          XDG_CONFIG_HOME          the folder above exo's (default: ~/.config)
          NO_COLOR, TERM           no colours; no status line with TERM=dumb
          EXO_EMULATOR_HOME, EXO_EMULATOR_PORT, EXO_EMULATOR_REGIONAL_PORT
                                   where the cloud 'emulator' is
        """
    )

    static let clouds = HelpTopic(
        "clouds",
        "Clouds: where Microsoft 365 is, and how another one is named.",
        """
        --cloud and EXO_CLOUD say in which cloud a tenant is; a connection remembers it.

        \([Cloud.commercial, .gccHigh, .dod, .china].map(entry).joined(separator: "\n"))
          emulator
              the local tenant of 'exo-emulator start', found by itself

        GCC is part of the commercial cloud. A token of one cloud is refused by the others,
        and exo says so before anything is sent.
        """
    )

    private static func entry(_ cloud: Cloud) -> String {
        """
          \(cloud.name)
              sign-in     \(cloud.authority)
              Exchange    \(cloud.exchange.base)
              compliance  \(cloud.compliance.base)
        """
    }

    static let configuration = HelpTopic(
        "configuration",
        "Configuration: where a setting comes from.",
        """
        The first of these that says something counts:

          1. an option                       --output csv
          2. a variable                      EXO_OUTPUT=csv
          3. the project's file              .exo.json, here or in a folder above
          4. the user's file                 $XDG_CONFIG_HOME/exo/config.json
          5. the connection, the default

        A file is one JSON object. A profile is a set of settings under a name, which
        --profile or EXO_PROFILE chooses:

          {"output": "csv", "profiles": {"audit": {"connection": "contoso-audit"}}}

        exo config explain           each setting, its value, and where that came from
        exo config set output csv    writes the user's file
        exo config path              where the files are

        A project's file may come with somebody else's code, so it says how to write and how
        long to wait, never where a token goes. Nothing secret belongs in either.
        """
    )
}
