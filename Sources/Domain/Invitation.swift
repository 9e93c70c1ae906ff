public import CivilTime

/// A candidate's leave to choose a time for one interview, with what the page and the mail say of the interview.
public struct Invitation: Equatable, Sendable {
    /// The interview's present booking.
    public struct Booking: Equatable, Sendable {
        public let slotID: SlotID
        public let startsAt: Instant
        public let endsAt: Instant
        public let isActive: Bool
        /// The booking's step in the candidate's calendar.
        public let sequence: Int

        public init(slotID: SlotID, startsAt: Instant, endsAt: Instant, isActive: Bool, sequence: Int) {
            self.slotID = slotID
            self.startsAt = startsAt
            self.endsAt = endsAt
            self.isActive = isActive
            self.sequence = sequence
        }
    }

    public var id: InvitationID
    public var interviewID: InterviewID
    public var interviewIsOpen: Bool
    public var candidateID: Int64
    public var candidateName: String
    public var candidateEmail: String
    public var candidateZoneName: String?
    public var locale: String
    public var companyID: Int64
    public var companyName: String
    /// The company's zone.
    public var zoneName: String?
    /// The job whose slots are offered beside those of no job.
    public var jobID: Int64?
    public var jobTitle: String?
    /// Whom the candidate may ask; empty when nobody is named.
    public var contact: String
    /// What the company's mails end with; empty for the usual.
    public var signature: String
    public var terms: Terms
    public var booking: Booking?
    /// The number of the interview's newest mail about a booking: one of an older number counts as overtaken by it.
    ///
    /// Of a booking that went with its slot only the mail is left.
    public var mailVersion: Int
    /// What the company asks of every booking, and of candidates' own.
    public var rules: BookingRules
    public var selfBooking: SelfBookingTerms

    /// What was granted, and what the candidate has done with it.
    public struct Terms: Equatable, Sendable {
        /// The days of the slots offered, both included.
        public var firstDay: LocalDate?
        public var lastDay: LocalDate?
        public var expiresAt: Instant
        public var isRevoked: Bool
        /// Bookings after the first.
        public var moves: Int
        /// Bookings and cancellations: a form is made for one number and obeyed once.
        public var changes: Int
        /// Mails of this invitation.
        public var mails: Int

        public init(
            firstDay: LocalDate?,
            lastDay: LocalDate?,
            expiresAt: Instant,
            isRevoked: Bool,
            moves: Int,
            changes: Int,
            mails: Int
        ) {
            self.firstDay = firstDay
            self.lastDay = lastDay
            self.expiresAt = expiresAt
            self.isRevoked = isRevoked
            self.moves = moves
            self.changes = changes
            self.mails = mails
        }

        public func isOpen(at now: Instant) -> Bool { !isRevoked && now < expiresAt }
    }

    public init(
        id: InvitationID,
        interviewID: InterviewID,
        interviewIsOpen: Bool,
        candidateID: Int64,
        candidateName: String,
        candidateEmail: String,
        candidateZoneName: String?,
        locale: String,
        companyID: Int64,
        companyName: String,
        zoneName: String?,
        jobID: Int64?,
        jobTitle: String?,
        contact: String,
        signature: String = "",
        terms: Terms,
        booking: Booking?,
        mailVersion: Int = 0,
        rules: BookingRules = .none,
        selfBooking: SelfBookingTerms = SelfBookingTerms()
    ) {
        self.id = id
        self.interviewID = interviewID
        self.interviewIsOpen = interviewIsOpen
        self.candidateID = candidateID
        self.candidateName = candidateName
        self.candidateEmail = candidateEmail
        self.candidateZoneName = candidateZoneName
        self.locale = locale
        self.companyID = companyID
        self.companyName = companyName
        self.zoneName = zoneName
        self.jobID = jobID
        self.jobTitle = jobTitle
        self.contact = contact
        self.signature = signature
        self.terms = terms
        self.booking = booking
        self.mailVersion = mailVersion
        self.rules = rules
        self.selfBooking = selfBooking
    }

    /// The booking that stands.
    public var standing: Booking? { booking.flatMap { $0.isActive ? $0 : nil } }

    public var expiresAt: Instant { terms.expiresAt }

    /// Where the candidate stands, as far as the invitation knows.
    public var state: SelfBookingState {
        SelfBookingState(bookedStart: standing?.startsAt, hasHadBooking: booking != nil, moves: terms.moves)
    }

    /// What is asked of a choice by this invitation.
    public func choice(
        of company: Int64,
        job: Int64?,
        on day: LocalDate,
        _ state: SelfBookingState,
        _ settings: SelfBookingPolicy
    ) -> ClaimFacts.Choice {
        ClaimFacts.Choice(
            policy: selfBooking.policy(else: settings),
            state: state,
            isOffered: offers(company: company, job: job, on: day)
        )
    }

    /// Whether a slot of that company, job and day is among those offered.
    public func offers(company: Int64, job: Int64?, on day: LocalDate) -> Bool {
        company == companyID && (job == nil || job == jobID)
            && terms.firstDay.map { $0 <= day } ?? true && terms.lastDay.map { day <= $0 } ?? true
    }
}
