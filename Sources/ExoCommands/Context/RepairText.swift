internal import EntraTokens
internal import ExoTransport

/// What to type or do to mend a failure: the libraries' repairs in the words of this program.
enum RepairText {
    /// The step, in one line.
    static func text(_ repair: Repair) -> String {
        switch repair {
        case .advice(let text): text
        case .getToken(let wanted): TokenRecipe.text(for: wanted)
        case .inspectToken:
            "the token may have been revoked, or the account blocked: get a new one; "
                + "'exo token check' compares it with the connection"
        case .inspectRoles: "'exo token show' names the roles that the token carries"
        case .connectAsApplication(let organization):
            "connect as the application: --organization \(organization ?? "DOMAIN") instead of --user-principal-name"
        case .connectAsUser(let name):
            "connect as the user: --user-principal-name \(name ?? "NAME@DOMAIN") instead of --organization"
        case .signInAgain(let expected, let found):
            "sign in as \(expected) and get a new token, "
                + "or connect with --user-principal-name \(found ?? "NAME@DOMAIN")"
        case .chooseTenant(let tenant, let wanted):
            """
            as a partner who administers the token's tenant, connect with --delegated-organization \(tenant)
            as a guest of it, add --tenant \(tenant)
            else \(text(.getToken(wanted)))
            """
        case .nameTenant(let tenant):
            "check the spelling of the user's domain; for a guest add --tenant \(tenant ?? "DOMAIN")"
        case .connectAgain: "connect again: exo connect"
        case .trustAuthority:
            "if the server is the right one, add --ca-file FILE with the authority that issued its certificate"
        case .checkProxy:
            "check --proxy or the variables https_proxy and all_proxy, and the proxy's user name and password; "
                + "no_proxy names hosts that need none"
        case .checkNetwork:
            "check the cloud of the connection, the network, a firewall and the variables https_proxy and all_proxy"
        case .startEmulator: "start the emulator: exo-emulator"
        case .findRoles(let cmdlet, let subject):
            CmdletRoles(cmdlet).repair(for: subject)
        case .inspectObject: "look at the object before running it again"
        case .wait(let span): "wait \(SpanText.text(span)), as the service asks, and run fewer commands at once"
        case .repeatTenant(let name): "add --repeat-tenant \(name)"
        case .chooseService: "add --service exchange or --service compliance, or name a connection with --connection"
        case .listEmulated: "'exo-emulator cmdlets' lists what is emulated"
        }
    }

    /// The steps, each once and in a line of its own; `nil` where there are none.
    static func lines(of repairs: [Repair]) -> String? {
        let texts = repairs.map(text).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }
}
