/// Answers what the service asks before a change is made.
///
/// Given to a run, it is asked for every cmdlet of high impact, such as `Remove-Mailbox`, and for those that carry `Confirm`.
///
/// - Parameter question: What the service says it would do; empty where it does not say.
/// - Returns: Whether it is to be done.
public typealias Confirmation = @Sendable (_ question: String) async throws -> Bool
