/// One of the ways a zone has set its clocks.
struct LocalType: Equatable, Sendable {
    /// Seconds east of UTC.
    let offset: Int
    let name: String
    let isDaylight: Bool
}

/// When a zone changed the setting of its clocks, and the rule by which it goes on doing so.
struct TransitionTable: Sendable {
    /// Ascending, in seconds since 1970.
    let times: [Int64]
    /// What holds from each of `times` on.
    let types: [LocalType]
    /// What held before the first of `times`.
    let initial: LocalType
    /// What holds from the last of `times` on.
    let rule: PosixRule?

    static func fixed(_ type: LocalType) -> TransitionTable {
        TransitionTable(times: [], types: [], initial: type, rule: nil)
    }

    func type(at seconds: Int64) -> LocalType {
        let index = firstIndex(after: seconds)
        if index == times.count, let rule { return rule.type(at: seconds) }
        return index == 0 ? initial : types[index - 1]
    }

    /// The times in `start..<end` at which the setting may change, ascending.
    func changes(from start: Int64, to end: Int64) -> [Int64] {
        guard start < end else { return [] }
        let listed = times[firstIndex(after: start - 1)..<firstIndex(after: end - 1)]
        guard let rule, times.last.map({ $0 < end }) ?? true else { return Array(listed) }
        let ruled = rule.changes(from: max(start, times.last.map { $0 + 1 } ?? start), to: end)
        return listed + ruled
    }

    private func firstIndex(after seconds: Int64) -> Int {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
