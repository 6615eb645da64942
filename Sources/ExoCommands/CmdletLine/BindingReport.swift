internal import ExchangeOnline

/// Says what is wrong with a cmdlet's words, and how they should have been written for the shell.
struct BindingReport {
    /// The cmdlet's name and the words behind it; empty where they are not known.
    var words: [String] = []

    func commandError(_ error: BindingError) -> CommandError {
        if let name = words.first, let filter = SplitFilter(of: name, in: Array(words.dropFirst())) {
            var parts = words.dropFirst().map(ShellQuotes.word)
            parts.replaceSubrange(filter.range, with: ["-\(filter.parameter)", ShellQuotes.word(filter.text)])
            let line = (["exo", ShellQuotes.word(name)] + parts).joined(separator: " ")
            let isTold = holdsNoSecret(besides: filter.range, of: name)
            return CommandError(
                .usage,
                filter.message + ": its quotes are missing",
                repair: isTold ? line : "-\(filter.parameter) \(ShellQuotes.word(filter.text))"
            )
        }
        var details = DidYouMean.lines(error.nearestNames)
        if let repair = error.repair { details.append(repair) }
        var repair = error.correction.map { line($0, error) }
        switch error.code {
        case .missingArgument, .emptiedArgument:
            let example = example(error)
            details += example.reason
            repair = example.correction.map { line($0, error) }
        case .unexpectedArgument:
            let isOfSwitch = error.parameter?.isSwitch == true
            details.append(
                isOfSwitch
                    ? "a switch stands alone or has its value behind a colon"
                    : "name its parameter, or put a text with blanks in quotes"
            )
            if repair == nil, let name = words.first { repair = "exo cmdlet show \(ShellQuotes.word(name))" }
        case .repeatedParameter:
            details.append("several values of one parameter have commas between them")
        case .emptyArgument where error.parameter?.isFilterOrIdentity == true:
            details.append("an empty variable of the shell leaves such an empty text")
        case .exposedSecret: (details, repair) = fileAdvice(error, details)
        case .parameterSet, .missingMandatory, .ambiguousParameter, .unknownParameter:
            details += options(namedLikeIn: error.message)
            if let name = words.first { repair = "exo cmdlet show \(ShellQuotes.word(name))" }
        case .unknownCmdlet where repair == nil:
            repair = error.nearestNames.first.map { "exo cmdlet show \($0)" } ?? "exo cmdlet list"
        default: break
        }
        return CommandError(.usage, Self.sentence(error.message), details: details.map(Self.sentence), repair: repair)
    }

    /// What to write where a word with one dash is named like an option.
    private func options(namedLikeIn message: String) -> [String] {
        let options = CommandTable.root.subcommand(named: "run")?.options ?? []
        return words.dropFirst().filter { $0.hasPrefix("-") && message.contains($0) }.compactMap { word in
            let name = word.dropFirst().lowercased()
            if options.contains(where: { $0.name == name }) { return "options of exo have two dashes: --\(name)" }
            let form = name.drop { $0 == "o" || $0 == "=" }
            return OutputForm(rawValue: String(form)) == nil ? nil : "a letter stands apart from its value: -o \(form)"
        }
    }

    /// Messages of errors end without a full stop.
    private static func sentence(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

    /// Whether the words may be repeated.
    private func holdsNoSecret(besides range: Range<Int>, of name: String) -> Bool {
        do {
            let cmdlet = try BindableCmdlet(named: name)
            return try words.dropFirst().enumerated().allSatisfy { place, word in
                guard !range.contains(place), word.hasPrefix("-") else { return true }
                return try !cmdlet.parameter(String(word.dropFirst().prefix { $0 != ":" })).isSecret
            }
        } catch { return false }  // What is not known is not repeated.
    }

    private func example(_ error: BindingError) -> (reason: [String], correction: String?) {
        guard let parameter = error.parameter else { return ([], nil) }
        let separator = error.code == .emptiedArgument ? ":" : " "
        switch parameter.form {
        case .switch: return (["a shell leaves nothing of $true and $false"], "-\(parameter.name):false")
        case .boolean:
            return (
                ["it takes true or false; a shell leaves nothing of $true and $false"],
                "-\(parameter.name)\(separator)true"
            )
        default:
            let clears = words.first?.lowercased().hasPrefix("set-") == true && !parameter.isIdentity
            return (
                ["it takes \(parameter.form.inWords); an empty variable leaves nothing"]
                    + (clears ? ["to clear it write -\(parameter.name) '$null', in single quotes"] : []),
                error.code == .emptiedArgument ? "-\(parameter.name) ''" : nil
            )
        }
    }

    private func fileAdvice(_ error: BindingError, _ details: [String]) -> ([String], String?) {
        guard let parameter = error.parameter else { return (details, nil) }
        let advice = "put {\"\(parameter.name)\": \"…\"} into a file that only you can read, or on standard input"
        return (details + [advice], line("--parameters secret.json", error))
    }

    /// The command line with a parameter written anew, or only the parameter where the rest is not to be repeated.
    private func line(_ correction: String, _ error: BindingError) -> String {
        do {
            return try corrected(correction, error) ?? correction
        } catch {
            // Another word is wrong too, so the rest would not do either.
            return correction
        }
    }

    /// The whole line; `nil` where a word of it is a secret, or where the parameter has no name in it.
    private func corrected(_ correction: String, _ error: BindingError) throws -> String? {
        guard let name = words.first, let parameter = error.parameter else { return nil }
        let cmdlet = try BindableCmdlet(named: name)
        let behind = Array(words.dropFirst())
        var parts = ["exo", ShellQuotes.word(name)]
        var isPlaced = false
        var takesValue = false
        for (argument, range) in ArgumentWords(behind).arguments {
            if let written = argument.name {
                let found = try cmdlet.parameter(written)
                guard found.name == parameter.name else {
                    guard !found.isSecret else { return nil }
                    takesValue = false
                    parts += behind[range].map(ShellQuotes.word)
                    continue
                }
                takesValue = argument.value == nil && (!found.isSwitch || error.code == .unexpectedArgument)
                if !isPlaced { parts.append(correction) }
                isPlaced = true
            } else if takesValue {
                takesValue = false
            } else if !isPlaced, correction == "-\(parameter.name) \(behind[range].joined(separator: " "))" {
                // The value that had no name is the one that gets it.
                parts.append(correction)
                isPlaced = true
            } else {
                parts += behind[range].map(ShellQuotes.word)
            }
        }
        return isPlaced ? parts.joined(separator: " ") : nil
    }
}

extension BoundCmdlet {
    /// Why the service will hardly take some of the values, a line each.
    var doubtLines: [String] {
        doubts.map { doubt in
            let told = BindingReport().commandError(doubt)
            return ([told.message] + told.details).joined(separator: "; ")
        }
    }
}
