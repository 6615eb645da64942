/// One cmdlet to run, with its parameters.
///
/// ```swift
/// var cmdlet = Cmdlet("Get-Mailbox", parameters: ["Filter": "RecipientTypeDetails -eq 'SharedMailbox'"])
/// cmdlet.properties = ["DisplayName", "PrimarySmtpAddress"]
/// ```
public struct Cmdlet: Sendable {
    /// The name, such as `Get-Mailbox`, in any letter case.
    public var name: String
    /// The parameters.
    public var parameters: CmdletParameters
    /// The most rows of one page, 1 to 1,000; `nil` takes that of the connection.
    public var pageSize: Int?
    /// The only properties the rows are to have; empty means all.
    public var properties: [String]
    /// How long to wait until the service begins to answer a request; `nil` takes the time it allows itself for the cmdlet.
    ///
    /// A listing may take as long as its rows keep coming.
    public var timeout: Duration?
    /// How much of the objects comes over.
    public var fidelity: Fidelity
    /// Whether names, parameter sets and types are looked up in the catalogue before anything is sent.
    ///
    /// Without it a cmdlet goes out that the catalogue does not know yet: its parameters must be named in full, and their
    /// values travel by their own types.
    public var isChecked: Bool
    /// Which mailbox the front door is told; `nil` takes the rule of the connection.
    public var anchor: AnchorRule?

    /// Makes a cmdlet.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - parameters: The parameters.
    ///   - resultSize: How many rows are wanted, as the parameter `ResultSize`; `nil` leaves that as it is.
    ///   - pageSize: The most rows of one page.
    ///   - properties: The only properties the rows are to have.
    ///   - timeout: How long to wait until the service begins to answer.
    ///   - fidelity: How much of the objects comes over.
    ///   - isChecked: Whether the catalogue is asked.
    ///   - anchor: Which mailbox the front door is told.
    public init(
        _ name: String,
        parameters: CmdletParameters = [:],
        resultSize: ResultSize? = nil,
        pageSize: Int? = nil,
        properties: [String] = [],
        timeout: Duration? = nil,
        fidelity: Fidelity = .json,
        isChecked: Bool = true,
        anchor: AnchorRule? = nil
    ) {
        self.name = name
        self.parameters = parameters
        if let resultSize { self.parameters["ResultSize"] = CmdletValue(resultSize.parameter) }
        self.pageSize = pageSize
        self.properties = properties
        self.timeout = timeout
        self.fidelity = fidelity
        self.isChecked = isChecked
        self.anchor = anchor
    }
}
