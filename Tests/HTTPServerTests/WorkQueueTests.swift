@testable import HTTPServer
import Testing

struct WorkQueueTests {
    @Test func keepsTheOrder() {
        var ring = Ring<Int>()
        var taken: [Int] = []
        for number in 0..<100 {
            ring.append(number)
            if number % 3 == 0, let first = ring.popFirst() { taken.append(first) }
        }
        taken += ring.removeAll()
        #expect(taken == Array(0..<100))
        #expect(ring.popFirst() == nil)
    }

    /// Under steady load there is always something in it, and still it does not grow.
    @Test func takesNoMoreRoomThanWaitedAtOnce() {
        var ring = Ring<Int>()
        ring.append(-1)
        for number in 0..<100_000 {
            ring.append(number)
            #expect(ring.popFirst() == number - 1)
        }
        #expect(ring.capacity <= 16)
    }

    @Test func dropsAndCountsWhatIsTooMuch() throws {
        let queue = WorkQueue<Int>(limit: 3)
        #expect((0..<5).map { queue.put($0) } == [true, true, true, false, false])
        let (items, dropped) = try #require(queue.takeAll())
        #expect(items == [0, 1, 2] && dropped == 2)
        queue.put(9)
        queue.close()
        #expect(!queue.put(10))
        #expect(try #require(queue.takeAll()).items == [9])
        #expect(queue.takeAll() == nil && queue.take() == nil)
    }
}
