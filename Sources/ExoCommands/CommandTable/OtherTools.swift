/// What people know from other tools, and the words that lead on here.
enum OtherTools {
    /// The way on for a command that another tool has.
    static func hint(command word: String) -> String? {
        switch word.lowercased() {
        case "login", "signin", "auth", "logon":
            "the command is: exo connect --device; all ways to sign in: exo help sign-in"
        case "logout", "signout", "logoff": "the command is: exo disconnect"
        case "whoami", "account", "status", "context": "the command is: exo connection show"
        case "ls", "list": "connections: exo connection list; cmdlets: exo cmdlet list"
        case "man", "?": "the command is: exo help"
        case "update", "upgrade": "exo comes with your package manager or 'make install', and is updated there"
        default: nil
        }
    }

    /// The way on for an option that another tool has.
    static func hint(option name: String) -> String? {
        switch name.lowercased() {
        case "json", "csv", "table", "list", "ndjson", "raw":
            "the form of the output is written: -o \(name.lowercased())"
        case "jsonl", "json-lines": "one JSON object a line is written: -o ndjson"
        case "format", "out", "fmt": "the form of the output is written: -o json"
        case "select", "fields", "properties", "property": "properties are chosen by --columns Name,Alias"
        case "verbose", "debug": "more is logged by --log-level info or --log-level debug"
        case "har": "an HTTP archive is written by --trace FILE"
        case "silent", "no-progress": "the option is --quiet"
        case "token", "bearer": "a token is no argument; it comes by --access-token-stdin or --access-token-file"
        case "tenant", "tenant-id": "the organization is named by --organization"
        case "user", "username", "upn": "the user is named by --user-principal-name"
        case "context": "a stored connection is named by --connection"
        case "no-prompt", "assume-yes", "force": "the option is --yes"
        case "dry-run", "what-if", "whatif": "the cmdlet's own parameter is -WhatIf"
        case "cacert", "ca-bundle", "cafile": "the option is --ca-file"
        case "insecure", "no-verify": "certificates are always verified; name your own authority by --ca-file"
        default: nil
        }
    }
}
