internal import EntraTokens

/// What to type or do to mend a failure: the libraries' repairs in the words of this program.
enum RepairText {
    /// The step, in one line.
    static func text(_ repair: Repair) -> String {
        switch repair {
        case .trustAuthority:
            "if the server is the right one, add --ca-file FILE with the authority that issued its certificate"
        case .checkProxy:
            "check --proxy or the variable https_proxy, and the proxy's user name and password; "
                + "no_proxy names hosts that need none"
        case .checkNetwork: "check the cloud of the connection, the network, a firewall and the variable https_proxy"
        case .startEmulator: "start the emulator: exo-emulator"
        case .inspectToken:
            "the token may have been revoked, or the account blocked: get a new one; "
                + "'exo token check' compares it with the connection"
        case .findRoles(let cmdlet): "'exo cmdlet show \(cmdlet)' names the roles that grant it"
        default: repair.description
        }
    }
}
