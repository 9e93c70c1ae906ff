import Booking
import CivilTime
import Domain
import JSON
import MariaDB
import Secrets
import Store

/// Books an interview that has just begun, through the code that books every interview.
struct DemoSession {
    /// The candidate who is always there to be interviewed.
    private static let candidate = DemoCandidate(name: "Demo Candidate", job: 0, years: 5)
    private static let company = DemoCompany.acme
    private static let minutes = 60

    /// What was opened.
    struct Opened {
        let url: String
        let interview: InterviewID
        let window: PortalPolicy.Window

        var json: JSON {
            [
                "open_portal_url": .string(url), "interview_id": .string(interview.text),
                "starts_at": .string(window.startsAt.iso8601), "entry_until": .string(window.entryUntil.iso8601),
            ]
        }
    }

    private let settings: Settings
    private let db: Connection
    /// When the interview begins: the minute that is now, unless the door closes too soon for that.
    private let start: Instant
    private let context: BookingService.Context

    init(_ settings: Settings, _ db: Connection, at now: Instant) throws {
        self.settings = settings
        self.db = db
        let isPatient = settings.portal.graceSeconds >= 120
        start = Instant(seconds: isPatient ? now.seconds / 60 * 60 : now.seconds)
        context = try settings.bookingContext()
    }

    /// A seat is booked before its slot begins, so this is done as of a second before; the window is open from then on.
    func open() throws -> Opened {
        let before = start.adding(seconds: -1)
        let loader = DemoLoader(db, zone: settings.timeZone, at: before)
        guard let company = try CompanyStore(db).find(name: DemoSession.company.name) else {
            throw Refusal("The demonstration is not loaded. Run: interviews demo load")
        }
        let jobs = try DemoSession.company.jobs.map { try loader.job($0, of: DemoSession.company, company.id) }
        let candidate = try loader.candidate(DemoSession.candidate, of: DemoSession.company, company.id, jobs)
        let bookings = BookingService(
            db,
            at: before,
            context: context,
            origin: .init(actor: .system, requestID: "")
        )
        try endEarlier(of: candidate, bookings)
        let slots = DemoSlots(company: company.id, jobs: jobs, zone: settings.timeZone, at: before)
        guard let slot = slots.slot(from: start, minutes: DemoSession.minutes, seats: 1, .technical, job: 0) else {
            throw Refusal("The day is about to end: try again in a minute.")
        }
        try SlotStore(db).add(slot)
        let interview = newInterview(candidate, company.id, jobs[DemoSession.candidate.job], at: before)
        guard case .created = try bookings.create(interview, choosing: .none),
            case .booked = try bookings.book(slot.id, for: interview.id, notes: "Demonstration"),
            let session = try BookingStore(db).sessionID(of: interview.id)
        else { throw Refusal("The demonstration's interview could not be booked; try again.") }
        return Opened(
            url: PortalLink.address(of: session, backendURL: settings.backendURL, keys: context.keys),
            interview: interview.id,
            window: settings.portal.window(startsAt: slot.time.startsAt, endsAt: slot.time.endsAt)
        )
    }

    /// An earlier demonstration that was left in the middle would overlap the new one.
    private func endEarlier(of candidate: Int64, _ bookings: BookingService) throws {
        var filter = InterviewStore.Filter()
        filter.candidateID = candidate
        filter.status = .scheduled
        for interview in try InterviewStore(db).interviews(filter, in: .everything, limit: 100, offset: 0) {
            try bookings.setStatus(of: interview.id, .completed)
        }
    }

    private func newInterview(_ candidate: Int64, _ company: Int64, _ job: Int64, at now: Instant) -> Interview {
        Interview(
            id: InterviewID(trusted: UUIDText.v7(at: now.microseconds / 1000)),
            candidateID: candidate,
            candidateName: DemoSession.candidate.name,
            companyID: company,
            jobID: job,
            jobTitle: nil,
            status: .scheduled,
            round: "AI Interview",
            feedback: "",
            startedAt: nil,
            endedAt: nil,
            videoURL: "",
            version: 1,
            createdAt: now,
            updatedAt: now,
            booking: nil
        )
    }
}
