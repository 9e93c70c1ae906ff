public import CivilTime
import JSON
public import Logging
public import MariaDB
public import Web

/// Everything the server answers: the routes of every controller, and what is common to all answers.
public struct Application: Sendable {
    private let configuration: Configuration
    private let router: Router<Work>
    private let cors: CORS

    public init(_ configuration: Configuration) {
        self.configuration = configuration
        cors = CORS(origins: configuration.corsOrigins)
        router = Router(Application.routes)
    }

    /// The whole route table.
    ///
    /// A controller is one line here; its paths are in its own `routes`.
    public static var routes: [Route<Work>] {
        [
            HealthController().routes,
            MetricsController().routes,
            DocumentationController().routes,
            ConfigurationsController().routes,
            ConflictsController().routes,
            AuthController().routes,
            ConversationController().routes,
            TranscriptController().routes,
            RehearsalController().routes,
            BookingHistoryController().routes,
            InterviewLinksController().routes,
            InvitationsController().routes,
            ChoiceController().routes,
            UnsubscribeController().routes,
            InterviewsController().routes,
            PortalController().routes,
            RecordingsController().routes,
            ReviewController().routes,
            QuestionSetsController().routes,
            PortalWindowController().routes,
            AccommodationController().routes,
            RecurringSlotsController().routes,
            SchedulesController().routes,
            SlotAvailabilityController().routes,
            SlotBookingController().routes,
            SlotsController().routes,
            CompaniesController().routes,
            BookingRulesController().routes,
            BulkBookingController().routes,
            RecruitersController().routes,
            AgencyContactsController().routes,
            JobDomainsController().routes,
            JobsController().routes,
            CandidatesController().routes,
            CandidateImportController().routes,
            CandidateDraftsController().routes,
            EvaluationsController().routes,
            NotificationsController().routes,
            MessagesController().routes,
            DashboardController().routes,
        ].flatMap { $0 }
    }

    /// Where the request leads: its pattern is for logs, since the path may hold a key.
    public func match(_ request: Request) -> Router<Work>.Match? { router.find(request.path) }

    /// Answers `request`, which leads to `match`.
    ///
    /// Ordinary refusals are responses too; what is thrown is a failure of ours.
    public func respond(
        to request: Request,
        at match: Router<Work>.Match?,
        db: Connection,
        now: Instant,
        log: Logger
    ) throws -> Response {
        let work = Work(db: db, now: now, configuration: configuration, log: log)
        let response: Response
        if let preflight = cors.preflight(request) {
            response = preflight
        } else {
            response = try Application.answering {
                guard let once = try Idempotency(request, route: { match?.pattern }, work) else {
                    return try router.respond(to: request, at: match, in: work)
                }
                return try once.respond {
                    try Application.answering { try router.respond(to: request, at: match, in: work) }
                }
            }
        }
        return cors.decorate(response, for: request)
    }

    /// What `body` answers; refusals that it throws are answers too.
    private static func answering(_ body: () throws -> Response) throws -> Response {
        do {
            return try body()
        } catch let error as HTTPError {
            return error.response
        } catch let errors as FieldErrors {
            return errors.error.response
        }
    }
}
