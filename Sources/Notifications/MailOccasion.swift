/// What happened to a booking, as far as mail is concerned.
enum MailOccasion: String, CaseIterable {
    case scheduled, rescheduled, cancelled

    /// The name in the outbox.
    var kind: String { "interview_\(rawValue)" }

    var title: String { "Interview \(rawValue.prefix(1).uppercased())\(rawValue.dropFirst())" }

    /// The folder of the candidate's templates.
    var candidateTemplate: String { rawValue }

    var recruiterTemplate: String { "recruiter-\(rawValue)" }
}
