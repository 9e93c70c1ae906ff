import Dispatch
import Foundation
import Synchronization

/// What the threads brought back.
private final class Results<Value: Sendable>: Sendable {
    let values = Mutex<[Int: Result<Value, any Error>]>([:])
}

/// Runs `body` on so many threads of its own at once, and gives the results in the threads' order.
public func concurrently<Result: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (Int) throws -> Result
) throws -> [Result] {
    let results = Results<Result>()
    let done = DispatchSemaphore(value: 0)
    for index in 0..<count {
        Thread {
            let result = Swift.Result { try body(index) }
            results.values.withLock { $0[index] = result }
            done.signal()
        }
        .start()
    }
    for _ in 0..<count { done.wait() }
    return try results.values.withLock { values in try values.sorted { $0.key < $1.key }.map { try $0.value.get() } }
}
