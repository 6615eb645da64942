internal import CmdletCatalogue

/// Where in a command line the cursor stands, and what may come there.
struct CompletionPlace {
    /// A word that may come next, and what it is.
    struct Candidate {
        var word: String
        var help = ""
    }

    private var command = CommandTable.root
    private var cmdlet: CmdletFacts?
    private var option: OptionSpec?
    private var parameter: ParameterFacts?
    private var arguments = 0
    private var lastArgument = ""
    private var given: Set<String> = []

    /// Goes on behind a word that is complete.
    mutating func pass(_ word: String) {
        if option != nil {
            option = nil
        } else if let spec = options.first(where: { $0.isWritten(word) }) {
            option = spec.kind == .flag ? nil : spec
        } else if word.hasPrefix("--") {
            return
        } else if word.hasPrefix("-"), let cmdlet {
            take(parameter: word, of: cmdlet)
        } else if parameter != nil {
            // Some shells make a word of the colon.
            parameter = word == ":" || word.hasSuffix(",") ? parameter : nil
        } else if let next = command.subcommand(named: word) {
            command = next
            if next.words == .parameters { cmdlet = CmdletCatalogue.cmdlet(named: next.name) }
        } else if cmdlet == nil,
            command.words == .cmdlet || (command.name == CommandTable.root.name && word.contains("-"))
        {
            // Commands that run a cmdlet many times have options of their own.
            if command.words != .cmdlet { command = CommandTable.root.subcommand(named: "run") ?? command }
            cmdlet = CmdletCatalogue.cmdlet(named: word)
        } else {
            arguments += 1
            lastArgument = word
        }
    }

    private mutating func take(parameter word: String, of cmdlet: CmdletFacts) {
        let name = word.dropFirst().prefix { $0 != ":" }.lowercased()
        let matches = cmdlet.parameters.filter { $0.name.lowercased().hasPrefix(name) }
        parameter = cmdlet.parameter(named: name) ?? (matches.count == 1 ? matches[0] : nil)
        if let parameter { given.insert(parameter.name) }
        if parameter?.kind == "switch" || (word.contains(":") && !word.hasSuffix(":")) { parameter = nil }
    }

    /// What may stand where the last word begins.
    func candidates(for last: String, _ context: CommandContext) -> [Candidate] {
        if let option { return values(option.completion, last, context) }
        if last.hasPrefix("--") {
            return matching(options.map { Candidate(word: "--\($0.name)", help: $0.help) }, last)
        }
        if let parameter, !last.hasPrefix("-") {
            return parameter.kind == "identity" ? identities(last, context) : values(of: parameter, last)
        }
        if let cmdlet {
            if last.hasPrefix("-"), let colon = last.firstIndex(of: ":") {
                return values(behind: last[...colon], of: cmdlet, String(last[last.index(after: colon)...]))
            }
            if !last.hasPrefix("-"), takesIdentityNext(cmdlet) { return identities(last, context) }
            return parameters(of: cmdlet, last)
        }
        let commands = matching(
            command.subcommands.filter { !$0.isHidden }.map { Candidate(word: $0.name, help: $0.summary) },
            last
        )
        if command.words == .cmdlet { return cmdlets(last) }
        if command.isGroup {
            return command.name == CommandTable.root.name && !last.isEmpty ? commands + cmdlets(last) : commands
        }
        guard command.arguments.indices.contains(arguments) else { return [] }
        return values(command.arguments[arguments].completion, last, context)
    }

    private var options: [OptionSpec] {
        (command.isGroup ? command.allOptions : command.options).filter { $0.refusal == nil }
    }

    // MARK: Cmdlets

    private func cmdlets(_ last: String) -> [Candidate] {
        CmdletCatalogue.names(startingWith: last).map { Candidate(word: $0) }
    }

    private func parameters(of cmdlet: CmdletFacts, _ last: String) -> [Candidate] {
        guard last.isEmpty || last.hasPrefix("-") else { return [] }
        var found = cmdlet.parameters.filter {
            !$0.isInternal && !ParameterText.isShellsOwn($0) && !given.contains($0.name)
        }
        .map { Candidate(word: "-\($0.name)", help: ParameterText.value(of: $0)) }
        if cmdlet.whatIf { found.append(Candidate(word: "-WhatIf", help: "say what would happen")) }
        if cmdlet.confirm { found.append(Candidate(word: "-Confirm", help: "ask first")) }
        return matching(found, last)
    }

    /// The values of a parameter that is written with a colon behind it.
    private func values(behind word: Substring, of cmdlet: CmdletFacts, _ last: String) -> [Candidate] {
        let name = word.dropFirst().dropLast().lowercased()
        let isSwitch = ["whatif", "confirm"].contains(name)
        guard let facts = cmdlet.parameter(named: String(name)), facts.kind != "switch", !isSwitch else {
            let isKnown = isSwitch || cmdlet.parameter(named: String(name)) != nil
            return isKnown ? matching(["true", "false"].map { Candidate(word: word + $0) }, word + last) : []
        }
        return values(of: facts, last).map { Candidate(word: word + $0.word, help: $0.help) }
    }

    /// The values of a parameter; of a list the one behind the last comma.
    private func values(of parameter: ParameterFacts, _ last: String) -> [Candidate] {
        if parameter.kind == "bool" { return matching(["true", "false"].map { Candidate(word: $0) }, last) }
        let before = last.lastIndex(of: ",").map { String(last[...$0]) } ?? ""
        // Of addresses the kinds alone are known, which are no values.
        let suggested = parameter.name.hasSuffix("Addresses") ? [] : parameter.suggestedValues
        let values = parameter.values.isEmpty ? suggested : parameter.values
        if values.isEmpty, parameter.kind == "unlimited" { return matching([Candidate(word: "Unlimited")], last) }
        if values.isEmpty, parameter.name.hasSuffix("Path") { return [Candidate(word: ":files")] }
        return matching(values.map { Candidate(word: before + $0) }, last)
    }

    /// Whether a word without a name is the identity.
    private func takesIdentityNext(_ cmdlet: CmdletFacts) -> Bool {
        guard arguments == 0, let first = cmdlet.parameters.first(where: { $0.position == 0 }) else { return false }
        return first.kind == "identity" && !given.contains(first.name)
    }

    /// What was typed before for the current connection.
    private func identities(_ last: String, _ context: CommandContext) -> [Candidate] {
        do {
            guard let name = try ConnectionChoice.find(nil, ConnectionStore(context), context),
                let index = IdentityIndex(name, context)
            else { return [] }
            return matching(index.identities.map { Candidate(word: $0) }, last)
        } catch {
            return []  // A completion has no place for an error.
        }
    }

    // MARK: Options

    private func values(_ completion: OptionSpec.Completion, _ last: String, _ context: CommandContext) -> [Candidate] {
        switch completion {
        case .none: return []
        case .files: return [Candidate(word: ":files")]
        case .words(let words): return matching(words.map { Candidate(word: $0) }, last)
        case .cmdlets: return cmdlets(last)
        case .commands:
            let commands = CommandTable.root.subcommands.filter { !$0.isHidden }
            return matching(commands.map { Candidate(word: $0.name, help: $0.summary) }, last)
                + (command.isHelp ? topics(last) : []) + (last.isEmpty ? [] : cmdlets(last))
        case .columns:
            // Behind a comma, behind the name that a column is given, and behind the dash of what is sorted downwards.
            let cut = last.lastIndex { ",=".contains($0) }.map { last.index(after: $0) } ?? last.startIndex
            let before = last[..<cut] + (last[cut...].hasPrefix("-") ? "-" : "")
            let properties = cmdlet.flatMap { CmdletCatalogue.object(ofNoun: $0.noun) }?.properties ?? []
            return matching(properties.filter { !$0.isWriteOnly }.map { Candidate(word: before + $0.name) }, last)
        case .parameters:
            let cut = last.lastIndex(of: ",").map { last.index(after: $0) } ?? last.startIndex
            let names = cmdlet?.parameters.filter { !$0.isInternal }.map(\.name) ?? []
            return matching(names.map { Candidate(word: "\(last[..<cut])\($0)=") }, last)
        case .settingValues:
            guard let setting = Setting.named(lastArgument) else { return [] }
            return setting.name == "connection"
                ? values(.connections, last, context) : matching(setting.values.map { Candidate(word: $0) }, last)
        case .connections:
            do {
                let before = last.lastIndex(of: ",").map { String(last[...$0]) } ?? ""
                return matching(try ConnectionStore(context).names().map { Candidate(word: before + $0.text) }, last)
            } catch {
                return []  // A completion has no place for an error.
            }
        }
    }

    /// The pages of help on what concerns many commands.
    private func topics(_ last: String) -> [Candidate] {
        let pages = HelpTopic.all.map { Candidate(word: $0.name, help: $0.summary) }
        let others = HelpTopic.pages.map { Candidate(word: $0.0, help: $0.1) }
        return matching(pages + others + [Candidate(word: "topics", help: "the list of them")], last)
    }

    /// Those that begin with a word, in any letter case.
    private func matching(_ candidates: [Candidate], _ last: String) -> [Candidate] {
        candidates.filter { $0.word.lowercased().hasPrefix(last.lowercased()) }
    }
}
