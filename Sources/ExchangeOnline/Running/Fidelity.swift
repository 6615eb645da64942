/// How much of the .NET objects that a cmdlet gives comes over.
@nonexhaustive
public enum Fidelity: Sendable, Hashable {
    /// Values as JSON has them; an object inside of another is its text. What is quick, and enough for most.
    case json
    /// What PowerShell itself would get (CLIXML): objects inside of others with their properties, and beside each value its .NET
    /// type as the annotation `Name@data.type`, with the number of an enumeration's member as `Name@data.value`.
    case clixml
}
