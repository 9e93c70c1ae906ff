import CivilTime
import Domain
import JSON
import Secrets

/// The times that a company of the demonstration offers.
struct DemoSlots {
    private static let plan: [(start: Int, end: Int, seats: Int, type: InterviewType)] = [
        (600, 660, 1, .technical), (690, 750, 2, .behavioral), (840, 900, 3, .coding), (930, 960, 1, .systemDesign),
        (960, 1020, 2, .general),
    ]

    private let company: Int64
    private let jobs: [Int64]
    private let zone: Zone
    private let now: Instant

    init(company: Int64, jobs: [Int64], zone: Zone, at now: Instant) {
        self.company = company
        self.jobs = jobs
        self.zone = zone
        self.now = now
    }

    /// The slots of a day, from 10:00 to 17:00, with one, two and three seats.
    func day(_ date: LocalDate) -> [Slot] {
        DemoSlots.plan.enumerated().compactMap { index, entry in
            guard let start = LocalTime(secondsFromMidnight: entry.start * 60),
                let end = LocalTime(secondsFromMidnight: entry.end * 60)
            else { return nil }
            return slot(date, start, end, seats: entry.seats, entry.type, job: index)
        }
    }

    /// Two slots that begin within the next minutes, unless the day ends before.
    func soon() -> [Slot] {
        // The next full five minutes that leave time to book.
        let first = Instant(seconds: (now.seconds + 180 + 299) / 300 * 300)
        return [first, first.adding(seconds: 600)].enumerated().compactMap { index, start in
            slot(from: start, minutes: 30, seats: index + 1, .technical, job: index)
        }
    }

    /// A slot from `start` on, shorter where the day ends; `nil` when it is over.
    func slot(from start: Instant, minutes: Int, seats: Int, _ type: InterviewType, job: Int) -> Slot? {
        let local = zone.local(start)
        let lastSecond = 86_399
        guard
            let end = LocalTime(secondsFromMidnight: min(local.time.secondsFromMidnight + minutes * 60, lastSecond))
        else { return nil }
        return slot(local.date, local.time, end, seats: seats, type, job: job)
    }

    private func slot(
        _ date: LocalDate,
        _ start: LocalTime,
        _ end: LocalTime,
        seats: Int,
        _ type: InterviewType,
        job: Int
    ) -> Slot? {
        let made = SlotTime.make(date: date, start: start, end: end, zoneName: nil, in: zone)
        guard case .success(let time) = made else { return nil }
        return Slot(
            id: SlotID(trusted: UUIDText.v7(at: now.microseconds / 1000)),
            type: .fixed,
            status: .available,
            time: time,
            interviewType: type,
            aiConfiguration: [:],
            companyID: company,
            companyName: "",
            jobID: jobs[job % jobs.count],
            jobTitle: nil,
            isRecurring: false,
            recurringPattern: [:],
            notes: "",
            maxCandidates: seats,
            currentBookings: 0,
            liveHolds: 0,
            version: 1,
            createdAt: now,
            updatedAt: now
        )
    }
}
