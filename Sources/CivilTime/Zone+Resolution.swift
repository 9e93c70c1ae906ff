extension Zone {
    /// Which instants a wall clock's reading can mean.
    public enum Resolution: Equatable, Sendable {
        case unique(Instant)
        /// The clock is put forward past this reading.
        ///
        /// `before` is the reading by the offset in force afterwards and lies before the change; `after` is the
        /// reading by the old offset and lies after it.
        case gap(before: Instant, after: Instant)
        /// The clock is put back and shows this twice.
        case overlap(first: Instant, second: Instant)
    }

    /// A moment at which the clocks of a zone are put forward or back.
    public struct Transition: Equatable, Sendable {
        public let instant: Instant
        /// Seconds east of UTC until then.
        public let offsetBefore: Int
        /// Seconds east of UTC from then on.
        public let offsetAfter: Int
    }

    /// The instants at which this zone's clocks show `local`.
    public func resolve(_ local: LocalDateTime) -> Resolution {
        // No offset is further from UTC than 26 hours (RFC 9636), so nothing outside this window matters.
        let reading = Instant(seconds: local.secondsSinceEpoch)
        let changes = transitions(from: reading - .seconds(26 * 3600), to: reading + .seconds(26 * 3600))
        let offsets = changes.isEmpty ? [offset(at: reading)] : [changes[0].offsetBefore] + changes.map(\.offsetAfter)
        let instants = Set(offsets.map { local.instant(offset: $0) }).filter { self.local($0) == local }.sorted()
        switch instants.count {
        case 0: return gap(at: local, among: changes)
        case 1: return .unique(instants[0])
        default: return .overlap(first: instants[0], second: instants[1])
        }
    }

    /// The instant at which this zone's clocks show `local`: in a gap none, in an overlap the first.
    public func instant(of local: LocalDateTime) -> Instant? {
        switch resolve(local) {
        case .unique(let instant), .overlap(first: let instant, second: _): instant
        case .gap: nil
        }
    }

    /// The changes of the offset from `start` until before `end`, in order.
    public func transitions(from start: Instant, to end: Instant) -> [Transition] {
        table.changes(from: start.seconds, to: end.seconds).map { seconds in
            Transition(
                instant: Instant(seconds: seconds),
                offsetBefore: table.type(at: seconds - 1).offset,
                offsetAfter: table.type(at: seconds).offset
            )
        }
        .filter { $0.offsetBefore != $0.offsetAfter }
    }

    private func gap(at local: LocalDateTime, among changes: [Transition]) -> Resolution {
        let change = changes.first { change in
            local.instant(offset: change.offsetAfter) < change.instant
                && local.instant(offset: change.offsetBefore) >= change.instant
        }
        // A reading that no offset explains lies between two of them, so there is such a change; were the data so
        // strange that there is none, the present offset makes a gap of no width.
        let before = change?.offsetAfter ?? offset(at: local.instant(offset: 0))
        let after = change?.offsetBefore ?? offset(at: local.instant(offset: 0))
        return .gap(before: local.instant(offset: before), after: local.instant(offset: after))
    }
}
