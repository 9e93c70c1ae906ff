import Domain
import Web

/// For each path of the API, what it is about: the resource of the access rules, and the object that the path names.
struct EndpointTable {
    /// What the variable of a path is the id of.
    enum Object {
        case company, domain, job, candidate, slot, interview, schedule, completedInterview, conflict, message
        case evaluation, configuration, contact, recruiter, questionSet

        /// Domains are shared by all companies.
        var isShared: Bool { self == .domain }
    }

    struct Row {
        let resource: Access.Resource
        var object: Object?
        /// Where the method does not tell it: a POST that only reads, or a history that only managers see.
        var means: Access.Operation?
        /// Where the object may lack what the path asks for, such as a candidate's file.
        var mayLack = false

        func operation(_ method: Request.Method) -> Access.Operation {
            if let means { return means }
            return switch method {
            case .post: object == nil ? .create : .update
            case .put, .patch: .update
            case .delete: .delete
            default: .read
            }
        }
    }

    static let rows: [String: Row] = [
        "/api/auth/admins/": Row(resource: .user),
        "/api/companies/": Row(resource: .company),
        "/api/companies/:id/": Row(resource: .company, object: .company),
        "/api/companies/:id/booking-rules/": Row(resource: .bookingRules, object: .company),
        "/api/companies/recruiters/": Row(resource: .recruiter),
        "/api/companies/recruiters/create/": Row(resource: .recruiter),
        "/api/companies/recruiters/:id/": Row(resource: .recruiter, object: .recruiter),
        "/api/hiring_agency/": Row(resource: .agencyContact),
        "/api/hiring_agency/add_user/": Row(resource: .agencyContact),
        "/api/hiring_agency/:id/": Row(resource: .agencyContact, object: .contact),
        "/api/jobs/": Row(resource: .job),
        "/api/jobs/titles/": Row(resource: .job),
        "/api/jobs/by-domain/:id/": Row(resource: .job, object: .domain),
        "/api/jobs/:id/": Row(resource: .job, object: .job),
        "/api/jobs/domains/": Row(resource: .domain),
        "/api/jobs/domains/:id/": Row(resource: .domain, object: .domain),
        "/api/interviews/": Row(resource: .interview),
        "/api/interviews/summary/": Row(resource: .interview),
        "/api/interviews/history/": Row(resource: .interview, means: .update, mayLack: true),
        "/api/interviews/:id/": Row(resource: .interview, object: .interview),
        "/api/interviews/:id/feedback/": Row(resource: .interview, object: .interview),
        "/api/interviews/:id/generate-link/": Row(resource: .interview, object: .interview),
        "/api/interviews/:id/invite/": Row(resource: .interview, object: .interview, mayLack: true),
        "/api/interviews/:id/history/": Row(resource: .interview, object: .interview),
        "/api/interviews/:id/window/": Row(resource: .interview, object: .interview),
        "/api/interviews/:id/recordings/": Row(resource: .recording, object: .interview),
        "/api/interviews/:id/recordings/:recording/": recording,
        "/api/interviews/:id/recordings/:recording/media/": recording,
        "/api/interviews/:id/recordings/:recording/poster/": recording,
        "/api/interviews/:id/recordings/:recording/waveform/": recording,
        "/api/interviews/question-sets/": Row(resource: .questionSet),
        "/api/interviews/question-sets/:id/": Row(resource: .questionSet, object: .questionSet),
        "/api/interviews/slots/": Row(resource: .slot),
        "/api/interviews/slots/search_available/": Row(resource: .slot, means: .read),
        "/api/interviews/slots/create_recurring/": Row(resource: .slot),
        "/api/interviews/slots/:id/": Row(resource: .slot, object: .slot),
        "/api/interviews/slots/:id/availability/": Row(resource: .slot, object: .slot),
        "/api/interviews/slots/:id/book_slot/": Row(resource: .slot, object: .slot),
        "/api/interviews/slots/:id/release_slot/": Row(resource: .slot, object: .slot),
        "/api/interviews/available-slots/": Row(resource: .slot),
        "/api/interviews/schedules/": Row(resource: .schedule),
        "/api/interviews/schedules/book_interview/": Row(resource: .schedule),
        "/api/interviews/schedules/bulk/": Row(resource: .schedule),
        "/api/interviews/schedules/create_interview_session/": Row(resource: .interview, means: .update),
        "/api/interviews/schedules/:id/": Row(resource: .schedule, object: .schedule),
        "/api/interviews/schedules/:id/confirm_schedule/": Row(resource: .schedule, object: .schedule),
        "/api/interviews/schedules/:id/cancel_schedule/": Row(resource: .schedule, object: .schedule),
        "/api/interviews/calendar/": Row(resource: .schedule),
        "/api/interviews/configurations/": Row(resource: .configuration),
        "/api/interviews/configurations/:id/": Row(resource: .configuration, object: .configuration),
        "/api/interviews/configurations/:id/generate_slots/": Row(resource: .configuration, object: .configuration),
        "/api/interviews/conflicts/": Row(resource: .conflict),
        "/api/interviews/conflicts/:id/": Row(resource: .conflict, object: .conflict),
        "/api/interviews/conflicts/:id/resolve_conflict/": Row(resource: .conflict, object: .conflict),
        "/api/evaluation/crud/": Row(resource: .evaluation),
        "/api/evaluation/crud/:id/": Row(resource: .evaluation, object: .evaluation),
        "/api/evaluation/summary/:id/": Row(resource: .evaluation, object: .completedInterview),
        "/api/evaluation/report/:id/": Row(resource: .evaluation, object: .completedInterview),
        "/api/evaluation/feedback/manual/": Row(resource: .evaluation),
        "/api/evaluation/feedback/all/:id/": Row(resource: .evaluation, object: .candidate),
        "/api/notifications/create/": Row(resource: .administration),
        "/api/notifications/templates/": Row(resource: .administration),
        "/api/notifications/messages/": Row(resource: .message),
        "/api/notifications/messages/:id/": Row(resource: .message, object: .message),
        "/api/notifications/messages/:id/resend/": Row(resource: .message, object: .message),
        "/api/notifications/messages/:id/cancel/": Row(resource: .message, object: .message),
        "/api/notifications/messages/:id/confirm_address/": Row(resource: .message, object: .message),
        "/api/dashboard/": Row(resource: .dashboard),
        "/api/candidates/:id/accommodation/": Row(resource: .candidate, object: .candidate),
    ].merging(candidates("/api/candidates/")) { $1 }.merging(candidates("/api/requests/")) { $1 }

    private static let recording = Row(resource: .recording, object: .interview, mayLack: true)

    private static func candidates(_ path: String) -> [String: Row] {
        [
            path: Row(resource: .candidate),
            path + "summary/": Row(resource: .candidate),
            path + "pending/": Row(resource: .candidate),
            path + "bulk-create/": Row(resource: .candidate),
            path + "select-domain/": Row(resource: .candidate),
            path + "extract-data/": Row(resource: .candidate),
            path + ":id/": Row(resource: .candidate, object: .candidate),
            path + ":id/resume/": Row(resource: .candidate, object: .candidate, mayLack: true),
        ]
    }

    /// Paths that are no company's: everyone's own account, drafts and notifications, and what needs no account.
    static let others: Set<String> = [
        "/api/auth/login/", "/api/auth/logout/", "/api/auth/register/", "/api/auth/profile/", "/api/schema/",
        "/api/docs/", "/api/health/", "/api/interviews/public/:token/", "/api/candidates/verify/:id/",
        "/api/candidates/submit/:id/",
        "/api/requests/verify/:id/", "/api/requests/submit/:id/", "/api/notifications/",
        "/api/notifications/unread-count/", "/api/notifications/summary/", "/api/notifications/preferences/",
        "/api/notifications/mark-read/", "/api/notifications/bulk-mark-read/", "/api/notifications/mark_all_read/",
        "/api/notifications/:id/", "/api/notifications/:id/mark_read/",
    ]
}
