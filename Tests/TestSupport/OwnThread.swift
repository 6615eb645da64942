import Foundation

/// Runs what blocks on a thread of its own.
///
/// The threads that tasks share are as few as the processors: a test that blocks one until another task has done something can wait for ever.
///
/// - Parameter work: What blocks.
/// - Returns: What it gives.
/// - Throws: What it throws.
package func onOwnThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
    }
}
