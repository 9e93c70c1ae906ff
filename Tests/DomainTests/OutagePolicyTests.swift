import CivilTime
import Domain
import Testing

/// What an outage of ours gives back to a candidate: a door from 09:59:30 to 10:10, the interview until 10:30.
@Suite struct OutagePolicyTests {
    private let start = Instant(seconds: 1_795_410_000)
    private let policy = OutagePolicy(leastSeconds: 60, mostSeconds: 3600)

    private func moment(_ minutes: Double) -> Instant { start.adding(seconds: Int64(minutes * 60)) }

    /// Minutes after the start until which one may come in; `nil` where nothing is given.
    private func entry(_ from: Double, _ to: Double, hasEntered: Bool = false) -> Double? {
        let portal = PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800)
        let window = portal.window(startsAt: start, endsAt: moment(30))
        let outage = Outage(from: moment(from), to: moment(to))
        let until = policy.entry(after: outage, in: window, hasEntered: hasEntered, graceSeconds: 600)
        return until.map { Double(start.seconds(until: $0)) / 60 }
    }

    @Test(arguments: [
        // The whole door: what is left is counted from its opening.
        (-60.0, 20.0, 30.5),
        // It began in the middle: four minutes were left, the usual grace is more.
        (6, 15, 25),
        // Within the door.
        (2, 4, 14),
        // It ended as the door opened.
        (-60, 0, 10.5),
        // It began at the last moment.
        (9.9, 30, 40),
    ])
    func `who was kept out gets the time back, and the usual grace at least`(from: Double, to: Double, until: Double) {
        #expect(entry(from, to) == until)
    }

    @Test(arguments: [(-60.0, -0.5), (10, 20), (11, 90)])
    func `an outage before the door opens or after it closes gives nothing`(from: Double, to: Double) {
        #expect(entry(from, to) == nil)
    }

    @Test func `one who had come in gets time until the door closes for good`() {
        #expect(entry(20, 40) == nil)
        #expect(entry(20, 40, hasEntered: true) == 50)
        #expect(entry(61, 70, hasEntered: true) == nil)
    }

    @Test func `it ends so long after the usual end at most`() {
        #expect(entry(0, 65) == 70)
        #expect(entry(0, 71) == nil)
    }
}
