public import CivilTime
public import Domain
public import Mustache

/// The page on which a candidate chooses a time, every text ready; of other people it knows nothing.
public struct ChoicePage: MustacheParent, Sendable {
    public static let template = "choose"

    /// A time that is offered.
    public struct Offer: Equatable, Sendable {
        public let id: SlotID
        public let startsAt: Instant
        public let endsAt: Instant

        public init(id: SlotID, startsAt: Instant, endsAt: Instant) {
            self.id = id
            self.startsAt = startsAt
            self.endsAt = endsAt
        }
    }

    /// What the page's forms send back.
    public struct FormKeys: Equatable, Sendable {
        public let csrf: String
        public let idempotency: String

        public init(csrf: String, idempotency: String) {
            self.csrf = csrf
            self.idempotency = idempotency
        }
    }

    private let fields: [String: String]
    private let days: [ChoiceDay]
    private let canCancel: Bool
    private let canChoose: Bool

    /// `companyZone` is the zone of those who ask, `zone` the candidate's; `refusal` says what could not be done.
    public init(
        _ invitation: Invitation,
        offers: [Offer],
        forms: FormKeys,
        refusal: String?,
        policy: SelfBookingPolicy,
        zone: Zone,
        companyZone: Zone,
        at now: Instant
    ) {
        let times = ChoiceTimes(zone: zone, companyZone: companyZone)
        let standing = invitation.standing
        let policy = invitation.selfBooking.policy(else: policy)
        let blocked = ChoicePage.blocked(invitation, policy, now)
        canChoose = blocked == nil
        canCancel =
            standing.map { policy.refusalToCancel($0.startsAt, at: now) == nil } ?? false
            && invitation.interviewIsOpen
        days = times.days(offers, isMove: standing != nil)
        let name = invitation.candidateName.split(whereSeparator: \.isWhitespace).first.map(String.init)
        var fields = [
            "page_title": standing == nil ? "Choose a Time for Your Interview" : "Your Interview Is Booked",
            "state": standing == nil ? "open" : "booked",
            "greeting": name.map { "Hello \($0)" } ?? "Hello",
            "company_name": invitation.companyName,
            "job_title": invitation.jobTitle ?? "Open position",
            "csrf": forms.csrf,
            "idempotency": forms.idempotency,
            "choose_label": standing == nil ? "Book this time" : "Move to this time",
            "zone_text": times.zoneText(at: now),
            "contact_text": ChoiceTexts.contact(invitation),
            "rules_text": ChoiceTexts.rules(policy),
        ]
        fields["notice"] = refusal
        fields["blocked_text"] = blocked.map { ChoiceTexts.sentence(.rule($0), isMove: standing != nil, policy) }
        fields["booked_text"] = standing.map { times.full($0.startsAt, $0.endsAt) }
        fields["booked_company_text"] = standing.flatMap { times.atCompany($0.startsAt) }
        self.fields = fields
    }

    public func child(named name: String) -> Any? {
        switch name {
        case "days": days
        case "has_days": !days.isEmpty
        case "can_choose": canChoose
        case "can_cancel": canCancel
        default: fields[name]
        }
    }

    /// Why no time can be chosen at all.
    private static func blocked(
        _ invitation: Invitation,
        _ policy: SelfBookingPolicy,
        _ now: Instant
    ) -> ClaimRefusal? {
        guard invitation.interviewIsOpen else { return .interviewCompleted }
        return policy.refusalsToChoose(invitation.state, at: now).first
    }
}

/// The times of one day.
struct ChoiceDay: MustacheParent, Sendable {
    let name: String
    let times: [ChoiceTime]

    func child(named name: String) -> Any? {
        switch name {
        case "day": self.name
        case "times": times
        default: nil
        }
    }
}

/// One time, with a label that says everything even when it is read alone.
struct ChoiceTime: MustacheParent, Sendable {
    let fields: [String: String]

    func child(named name: String) -> Any? { fields[name] }
}
