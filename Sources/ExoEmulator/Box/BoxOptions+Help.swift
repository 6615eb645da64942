extension BoxOptions {
    /// The help text.
    static let help = """
        USAGE: exo-emulator run [options] [--] COMMAND [argument ...]

        Runs COMMAND in a box: login.microsoftonline.com, outlook.office365.com,
        graph.microsoft.com, management.azure.com and the other clouds' names lead to an
        emulator of its own, whose authority is trusted; nothing else can be reached,
        and nothing stays behind. The exit code is COMMAND's: 127 not found, 126 cannot
        be started, 128+N ended by signal N; 125 where there is no box.

          --home FOLDER    keep certificates and store there (default: nothing is kept)
          --seed N         N more people with mailboxes
          --import FILE    what 'exo-emulator export' wrote, in the place of the seed
          --expose PORT    reach PORT of the box on this machine; also OUTSIDE:INSIDE
          --host NAME      a further name that leads to the emulator
          --log FILE       a line per request

        EXAMPLES
          exo-emulator run -- pwsh -File report.ps1
          exo-emulator run --seed 500 -- python3 -m pytest
          exo-emulator run --expose 3000 -- npm start
          exo-emulator run -- sh -c 'exo-emulator control GET clock && ./check.sh'

        """
}
