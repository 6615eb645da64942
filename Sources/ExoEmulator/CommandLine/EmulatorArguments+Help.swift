extension EmulatorArguments {
    /// The help text.
    static let help = """
        USAGE: exo-emulator [start] [options]
               exo-emulator run [options] -- COMMAND (see 'exo-emulator run --help')
               exo-emulator status | stop | fault (see 'exo-emulator fault --help')
               exo-emulator ca | cmdlets [NAME] | export F | import F | reset | seed
               exo-emulator record FILE --to URL [--limit MB] | replay FILE
               exo-emulator control METHOD CALL [JSON|-] (see 'control --help')
        A local Microsoft 365 tenant: Entra ID and the Exchange admin API over TLS.
        'start' (the default) listens until Ctrl-C or 'stop'; 'run' runs a program that
        reaches nothing else; 'cmdlets' tells how far cmdlets are emulated (Get-*);
        'record' keeps what passes to a real endpoint, 'replay' answers from that.
          --port PORT           front door, also --https-port (default: 8443, 0: any)
          --regional-port PORT  regional backend (default: 8444, 0: any)
          --identity-port PORT  managed identities, plain HTTP (default: none, 0: any)
          --identity-address IP, --arc-folder FOLDER   where those and Arc's files are
          --home FOLDER         certificates and store (~/.local/share/exo-emulator)
          --database FILE, --memory     the store (HOME/tenant.sqlite); none on disk
          --address ADDRESS     address to listen on (default: 127.0.0.1)
          --host NAME           a further name for the certificate; repeatable
          --url URL             the emulator that status, stop, fault, control call
          --mailboxes, --groups, --seed, --users, --apps, --number N  what 'seed' adds
          --quiet, --version, --help
        ENVIRONMENT: EXO_EMULATOR_HOME, _PORT, _REGIONAL_PORT, _ALLOW_REMOTE=1
        Ready, it prints one line: ready URL regional URL ca FILE [identity URL]

        """
}

extension EmulatorArguments.Command {
    /// Whether it works on the store's file.
    var isAboutFile: Bool {
        switch self {
        case .export, .import, .reset, .seed: true
        default: false
        }
    }

    /// Whether it calls the emulator that runs.
    var isAboutRunning: Bool {
        switch self {
        case .status, .stop, .fault, .control, .controlHelp: true
        default: false
        }
    }

    /// Whether it calls the control API, or tells how.
    var isControl: Bool {
        switch self {
        case .control, .controlHelp: true
        default: false
        }
    }
}
