import Booking
import Domain
import JSON
import Store
import Views
import Web

/// The mail of a company's interviews: what became of each message, and what people may do about it.
struct MessagesController {
    private static let model = "Message"

    var routes: [Route<Work>] {
        let path = "/api/notifications/messages/"
        return [
            .get(path, list),
            .get(path + ":id/", show),
            .post(path + ":id/resend/", resend),
            .post(path + ":id/cancel/", cancel),
            .post(path + ":id/confirm_address/", confirmAddress),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .message)
        var query = QueryReader(request)
        let interview = query.choice("interview", InterviewID.init(_:))
        let state = query.choice("state", MailState.init(rawValue:))
        try query.check()
        let page = try Page(request, maximum: 500)
        if let interview { _ = try work.interview(interview, .read, by: caller) }
        let filter = MailMessageStore.Filter(interview: interview, state: state)
        let scope = Access.scope(of: caller)
        let store = MailMessageStore(work.db)
        let messages = try store.list(filter, in: scope, page: page.sql)
        let total = page.isWhole(messages.count) ? messages.count : try store.count(filter, in: scope)
        return page.response(try json(messages, work), total: total)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let message = try message(request, .read, by: try work.caller(request), work)
        guard let json = try json([message], work).first else { throw HTTPError.noMatch(MessagesController.model) }
        return ETag.response(json, request)
    }

    private func resend(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let message = try message(request, .update, by: caller, work)
        var reader = FieldReader(try request.object())
        let isConfirmed = reader.boolean("confirm_address", .nullable)
        try reader.check()
        switch try work.bookings(request, by: caller).resend(message, isAddressConfirmed: isConfirmed.value ?? false) {
        case .queued(let id): return try answer(id, status: .created, work)
        case .underway(let id): return try answer(id, work)
        case .outdated:
            throw conflict("outdated", "The booking is not as this message says any more, so it is not sent again.")
        case .addressDead:
            throw conflict(
                "address_dead",
                "Mail to this address came back. Correct it, or confirm it with \"confirm_address\": true."
            )
        case .impossible(let reason): throw conflict("impossible", reason)
        }
    }

    /// Withdraws a message that waits; one that is withdrawn already stays so.
    private func cancel(_ request: Request, _ work: Work) throws -> Response {
        let message = try message(request, .update, by: try work.caller(request), work)
        let store = MailMessageStore(work.db)
        let isDone =
            try message.state == .cancelled
            || store.cancel(message.id, reason: "It was cancelled by hand.", at: work.now)
        guard isDone else {
            throw conflict("not_waiting", "This message does not wait to be sent, so it cannot be cancelled.")
        }
        return try answer(message.id, work)
    }

    private func confirmAddress(_ request: Request, _ work: Work) throws -> Response {
        let message = try message(request, .update, by: try work.caller(request), work)
        _ = try DeadAddressStore(work.db, company: message.companyID).remove(message.recipient)
        return try answer(message.id, work)
    }

    private func message(
        _ request: Request,
        _ operation: Access.Operation,
        by caller: Caller,
        _ work: Work
    ) throws -> MailMessage {
        guard let message = try MailMessageStore(work.db).find(try request.number()) else {
            throw HTTPError.noMatch(MessagesController.model)
        }
        let owner = Access.Owner(message.companyID)
        try work.require(operation, .message, of: owner, by: caller, model: MessagesController.model)
        return message
    }

    private func answer(_ id: Int64, status: Status = .ok, _ work: Work) throws -> Response {
        guard let message = try MailMessageStore(work.db).find(id), let json = try json([message], work).first else {
            throw HTTPError.noMatch(MessagesController.model)
        }
        return .json(json, status: status)
    }

    private func json(_ messages: [MailMessage], _ work: Work) throws -> [JSON] {
        let store = MailMessageStore(work.db)
        let ids = messages.map(\.id)
        let attempts = try store.attempts(ofEach: ids)
        let reports = try store.reports(ofEach: ids)
        return messages.map {
            MailMessageJSON.object($0, attempts: attempts[$0.id] ?? [], reports: reports[$0.id] ?? [])
        }
    }

    private func conflict(_ code: String, _ sentence: String) -> HTTPError {
        .error(.conflict, sentence, adding: ["code": .string(code)])
    }
}
