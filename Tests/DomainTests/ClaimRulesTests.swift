import CivilTime
import Domain
import Testing

/// The rules of a claim: each by itself, and all of them together.
@Suite struct ClaimRulesTests {
    private static let now = Instant(seconds: 1_795_338_000)

    private static let free: ClaimFacts = {
        let time = TimeSpan(now.adding(seconds: 1), now.adding(seconds: 601))
        return ClaimFacts(slotStatus: .available, time: time, maxCandidates: 2, otherBookings: 1, otherHolds: 0)
    }()

    /// A candidate's choice that nothing speaks against.
    private static let choice = ClaimFacts.Choice(
        policy: SelfBookingPolicy(noticeMinutes: 0, horizonDays: nil, moveCutoffMinutes: 1, moveLimit: 1),
        state: SelfBookingState(),
        isOffered: true
    )

    /// What makes each rule refuse a seat that was free.
    private static func breaking(_ rule: ClaimRefusal, _ facts: inout ClaimFacts) {
        var choice = facts.choice ?? ClaimRulesTests.choice
        switch rule {
        case .slotCancelled: facts.slotStatus = .cancelled
        case .slotCompleted: facts.slotStatus = .completed
        case .slotClosed: facts.slotStatus = .booked
        case .slotInPast: facts.time = TimeSpan(now, facts.time.end)
        case .slotFull: facts.otherHolds = 1
        case .shortNotice: facts.rules.noticeMinutes = 1
        case .beyondHorizon: facts.rules.horizonDays = 0
        case .blackoutDate: facts.isBlackedOut = true
        case .candidateOverlap: facts.candidateTimes.append(facts.time)
        case .buffer:
            facts.rules.bufferMinutes = 1
            facts.candidateTimes.append(TimeSpan(facts.time.end, facts.time.end.adding(seconds: 60)))
        case .interviewCompleted: facts.interviewIsCompleted = true
        case .foreignCompany: facts.companiesDiffer = true
        case .holdQuota: facts.exceedsHoldQuota = true
        case .cutoffPassed: choice.state.bookedStart = now.adding(seconds: 59)
        case .moveLimit: (choice.state.hasHadBooking, choice.state.moves) = (true, 1)
        case .notOffered: choice.isOffered = false
        }
        if [.cutoffPassed, .moveLimit, .notOffered].contains(rule) { facts.choice = choice }
    }

    @Test func `what no rule refuses may be had`() {
        #expect(ClaimRules.refusals(ClaimRulesTests.free, at: ClaimRulesTests.now) == [])
        #expect(ClaimRules.refusal(ClaimRulesTests.free, at: ClaimRulesTests.now) == nil)
    }

    @Test(arguments: ClaimRefusal.allCases)
    func `each rule broken alone is the one that is named`(rule: ClaimRefusal) {
        var facts = ClaimRulesTests.free
        ClaimRulesTests.breaking(rule, &facts)

        #expect(ClaimRules.refusals(facts, at: ClaimRulesTests.now) == [rule])
        #expect(ClaimRules.refusal(facts, at: ClaimRulesTests.now) == rule)
    }

    @Test func `of every set of broken rules all are named, the refusal is the first, and staff's choices come last`() {
        // A slot has one status, and what has begun is not far ahead.
        let exclusive: [Set<ClaimRefusal>] = [
            [.slotCancelled, .slotCompleted, .slotClosed], [.slotInPast, .beyondHorizon],
        ]
        let rules = ClaimRefusal.allCases
        for set in 0..<(1 << rules.count) {
            let broken = Set(rules.enumerated().filter { set & (1 << $0.offset) != 0 }.map(\.element))
            guard exclusive.allSatisfy({ broken.intersection($0).count <= 1 }) else { continue }
            var facts = ClaimRulesTests.free
            for rule in rules where broken.contains(rule) { ClaimRulesTests.breaking(rule, &facts) }

            let refusals = ClaimRules.refusals(facts, at: ClaimRulesTests.now)

            guard
                Set(refusals) == broken, refusals.count == broken.count,
                ClaimRules.refusal(facts, at: ClaimRulesTests.now) == refusals.first,
                refusals.drop(while: { !$0.mayBeOverridden }).allSatisfy(\.mayBeOverridden)
            else {
                Issue.record("\(broken) gave \(refusals)")
                return
            }
        }
    }

    @Test(arguments: [(-1, true), (0, false), (1, false)] as [(Int64, Bool)])
    func `notice and horizon are kept to the second`(seconds: Int64, isShort: Bool) {
        var facts = ClaimRulesTests.free
        let start = ClaimRulesTests.now.adding(seconds: 7200 + seconds)
        facts.time = TimeSpan(start, start.adding(seconds: 600))
        facts.rules.noticeMinutes = 120
        #expect(ClaimRules.refusals(facts, at: ClaimRulesTests.now) == (isShort ? [.shortNotice] : []))
        let far = ClaimRulesTests.now.adding(seconds: 86_400 - seconds)
        facts.time = TimeSpan(far, far.adding(seconds: 600))
        facts.rules.horizonDays = 1
        #expect(ClaimRules.refusals(facts, at: ClaimRulesTests.now) == (isShort ? [.beyondHorizon] : []))
    }

    @Test func `a candidate is bound by the stricter of company and policy`() {
        let policy = SelfBookingPolicy(noticeMinutes: 60, horizonDays: 10)
        let strict = BookingRules(noticeMinutes: 90, horizonDays: 5, bufferMinutes: 3)

        #expect(BookingRules.none.and(policy) == BookingRules(noticeMinutes: 60, horizonDays: 10))
        #expect(strict.and(policy) == strict)
        #expect(SelfBookingTerms(moveLimit: 0).policy(else: policy).moveLimit == 0)
        #expect(SelfBookingTerms(moveLimit: 0).policy(else: policy).noticeMinutes == 60)
    }

    @Test(arguments: [(0, 0, 1), (10, 599, 1), (10, 600, 0), (10, -1, 1)] as [(Int, Int64, Int)])
    func `a buffer lies on either side`(minutes: Int, gap: Int64, refused: Int) {
        var facts = ClaimRulesTests.free
        facts.rules.bufferMinutes = minutes
        let (start, end) = (facts.time.start, facts.time.end)
        let after = TimeSpan(end.adding(seconds: gap), end.adding(seconds: gap + 60))
        let before = TimeSpan(start.adding(seconds: -gap - 60), start.adding(seconds: -gap))
        for other in [before, after] {
            facts.candidateTimes = [other]
            let expected: [ClaimRefusal] =
                gap < 0 ? [.candidateOverlap] : refused == 1 && minutes > 0 ? [.buffer] : []
            #expect(ClaimRules.refusals(facts, at: ClaimRulesTests.now) == expected)
        }
    }
}
