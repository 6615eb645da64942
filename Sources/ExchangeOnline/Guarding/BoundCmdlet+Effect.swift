internal import CmdletCatalogue
internal import ExoJSON

extension BoundCmdlet {
    /// What it does to the tenant; with `WhatIf`, where the cmdlet is known to take it, nothing.
    package var effect: CmdletEffect {
        let effect = CmdletEffect(of: name, parameters)
        guard effect != .reads, isWhatIf, CmdletCatalogue.cmdlet(named: name)?.whatIf == true else { return effect }
        return .reads
    }
}
