internal import CmdletCatalogue
public import ExoJSON

extension Cmdlet {
    /// The cmdlet with what it takes from an object that another one gave, as the pipeline of PowerShell hands it on.
    ///
    /// An object gives the properties that the cmdlet takes by name, such as `Identity`, and where it takes none so, its identity
    /// for the object itself; a text is what the cmdlet takes first.
    /// A parameter that has a value already keeps it.
    ///
    /// ```swift
    /// for try await row in connection.rows(of: "Get-Mailbox", ["RecipientTypeDetails": "SharedMailbox"]) {
    ///     try await connection.run(Cmdlet("Set-Mailbox", parameters: ["MaxSendSize": "50MB"]).taking(row))
    /// }
    /// ```
    ///
    /// - Parameter value: The object or text.
    /// - Returns: The cmdlet with more parameters.
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when the cmdlet takes nothing of it.
    public func taking(_ value: JSONValue) throws -> Cmdlet {
        do { return try fed(value) } catch let error as BindingError { throw ExchangeError(error) }
    }

    /// The cmdlet with what it takes from a row that another one gave; see ``taking(_:)-(JSONValue)``.
    ///
    /// - Parameter row: The row.
    /// - Returns: The cmdlet with more parameters.
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when the cmdlet takes nothing of it.
    public func taking(_ row: CmdletRow) throws -> Cmdlet { try taking(.object(try row.object)) }

    /// The same, as the binder reports what is wrong.
    ///
    /// - Throws: ``BindingError``.
    package func fed(_ value: JSONValue) throws -> Cmdlet {
        let cmdlet = try BindableCmdlet(named: name)
        let binder = try ParameterBinder(cmdlet, parameters.arguments, localTime: .system)
        let free = cmdlet.pipelined.filter { parameter in
            !binder.bound.contains(parameter.name) && binder.sets.contains(where: parameter.belongs)
        }
        var fed = self
        switch value {
        case .object(let object):
            for parameter in free where parameter.takesPropertyFromPipeline {
                guard let found = parameter.property(of: object), !found.isNull, found != "" else { continue }
                fed.parameters.arguments.append(CmdletArgument(parameter.name, CmdletValue(found).content))
            }
            let isFed = fed.parameters.arguments.count > parameters.arguments.count
            // Where no property is taken by its name the object itself is, which its identity stands for.
            guard !isFed, let taker = free.first(where: \.takesObjectFromPipeline),
                let identity = object.value(ignoringCase: "Identity"), !identity.isNull, identity != ""
            else { break }
            fed.parameters.arguments.append(CmdletArgument(taker.name, CmdletValue(identity).content))
        default:
            if let first = free.first(where: \.takesValueFromPipeline), !value.isNull {
                fed.parameters.arguments.append(CmdletArgument(first.name, CmdletValue(value).content))
            }
        }
        guard fed.parameters.arguments.count > parameters.arguments.count else {
            let names = cmdlet.pipelined.map { "-\($0.name)" }
            throw BindingError(
                .missingArgument,
                "\(cmdlet.name) takes nothing of what is handed to it.",
                repair: names.isEmpty ? nil : "It would take \(names.joined(separator: ", "))."
            )
        }
        return fed
    }
}

extension BindableParameter {
    var takesPropertyFromPipeline: Bool { pipeline == .byPropertyName || pipeline == .both || pipeline == .unspecified }
    var takesValueFromPipeline: Bool { pipeline == .byValue || pipeline == .both || pipeline == .unspecified }

    /// Whether it takes an object as what names one.
    fileprivate var takesObjectFromPipeline: Bool { takesValueFromPipeline && documentedType?.kind == "identity" }

    /// The property that has its name or one of its aliases; an object's text is what counts of a value with one.
    fileprivate func property(of object: JSONObject) -> JSONValue? {
        spellings.lazy.compactMap { object.value(ignoringCase: $0) }.first
    }
}

extension BindableCmdlet {
    /// The parameters that take something from a pipeline.
    var pipelined: [BindableParameter] { all.filter { $0.takesPropertyFromPipeline || $0.takesValueFromPipeline } }
}
