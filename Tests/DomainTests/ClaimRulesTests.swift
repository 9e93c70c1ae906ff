import CivilTime
import Domain
import Testing

/// The rules of a claim: each by itself, and all of them together.
@Suite struct ClaimRulesTests {
    private static let now = Instant(seconds: 1_795_338_000)

    private static let free = ClaimFacts(
        slotStatus: .available,
        startsAt: now.adding(seconds: 1),
        maxCandidates: 2,
        otherBookings: 1,
        otherHolds: 0
    )

    /// What makes each rule refuse a seat that was free.
    private static func breaking(_ rule: ClaimRefusal, _ facts: inout ClaimFacts) {
        switch rule {
        case .slotCancelled: facts.slotStatus = .cancelled
        case .slotCompleted: facts.slotStatus = .completed
        case .slotClosed: facts.slotStatus = .booked
        case .slotInPast: facts.startsAt = now
        case .slotFull: facts.otherHolds = 1
        case .candidateOverlap: facts.candidateOverlaps = true
        case .interviewCompleted: facts.interviewIsCompleted = true
        case .foreignCompany: facts.companiesDiffer = true
        }
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

    @Test func `of every set of broken rules all are named, and the refusal is the first`() {
        let statuses: Set<ClaimRefusal> = [.slotCancelled, .slotCompleted, .slotClosed]
        let rules = ClaimRefusal.allCases
        for set in 0..<(1 << rules.count) {
            let broken = Set(rules.enumerated().filter { set & (1 << $0.offset) != 0 }.map(\.element))
            // A slot has one status.
            guard broken.intersection(statuses).count <= 1 else { continue }
            var facts = ClaimRulesTests.free
            for rule in rules where broken.contains(rule) { ClaimRulesTests.breaking(rule, &facts) }

            let refusals = ClaimRules.refusals(facts, at: ClaimRulesTests.now)

            #expect(Set(refusals) == broken)
            #expect(refusals.count == broken.count)
            #expect(ClaimRules.refusal(facts, at: ClaimRulesTests.now) == refusals.first)
        }
    }
}
