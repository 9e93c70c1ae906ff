import Domain
import JSON
import Store
import Views
import Web

/// What users are told in the frontend: everyone's own and no other's.
struct NotificationsController {
    private let model = "Notification"

    var routes: [Route<Work>] {
        let path = "/api/notifications/"
        return [
            .get(path, list),
            .get(path + "unread-count/", unreadCount),
            .get(path + "summary/", summary),
            .get(path + "preferences/", preferences),
            .put(path + "preferences/", updatePreferences),
            .patch(path + "preferences/", updatePreferences),
            .get(path + "templates/", templates),
            .post(path + "create/", create),
            .post(path + "mark-read/", markNamedRead),
            .post(path + "bulk-mark-read/", markManyRead),
            .post(path + "mark_all_read/", markAllRead),
            .get(path + ":id/", show),
            .post(path + ":id/mark_read/", markRead),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let own = UserNotificationStore(work.db, user: try work.caller(request).id)
        let filter = try UserNotificationStore.Filter(request, zone: work.configuration.timeZone)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let rows = try own.list(filter, page: page.sql)
        return try page.response(rows, count: { try own.count(filter) }, NotificationJSON.row)
    }

    private func unreadCount(_ request: Request, _ work: Work) throws -> Response {
        let own = UserNotificationStore(work.db, user: try work.caller(request).id)
        return .json(["unread_count": JSON(try own.unreadCount())])
    }

    private func summary(_ request: Request, _ work: Work) throws -> Response {
        let own = UserNotificationStore(work.db, user: try work.caller(request).id)
        return .json(NotificationJSON.summary(try own.counts()))
    }

    /// Shows one, and takes it as read: the frontend asks for it to show it.
    private func show(_ request: Request, _ work: Work) throws -> Response {
        let own = UserNotificationStore(work.db, user: try work.caller(request).id)
        let id = try request.number()
        _ = try own.markRead([id], at: work.now)
        guard let notification = try own.find(id) else { throw HTTPError.noMatch(model) }
        return ETag.response(NotificationJSON.detail(notification), request)
    }

    private func markRead(_ request: Request, _ work: Work) throws -> Response {
        try markRead(try request.number(), request, work)
    }

    private func markNamedRead(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request)
        var reader = FieldReader(try request.object())
        let id = reader.key("notification_id", .required)
        try reader.check()
        return try markRead(id.or(0), request, work)
    }

    private func markRead(_ id: Int64, _ request: Request, _ work: Work) throws -> Response {
        let own = UserNotificationStore(work.db, user: try work.caller(request).id)
        guard try own.find(id) != nil else { throw HTTPError.noMatch(model) }
        _ = try own.markRead([id], at: work.now)
        return .json(["message": "Notification marked as read"])
    }

    private func markManyRead(_ request: Request, _ work: Work) throws -> Response {
        let own = UserNotificationStore(work.db, user: try work.caller(request).id)
        let body = try request.object()
        if body["mark_all"] == true { return try answer(marked: try own.markAllRead(at: work.now)) }
        guard let list = body["notification_ids"]?.array, !list.isEmpty else {
            throw FieldErrors("notification_ids", "This field is required.")
        }
        let ids = list.compactMap(\.int)
        guard ids.count == list.count, ids.count <= 1000 else {
            throw FieldErrors("notification_ids", "A list of at most 1000 integers is required.")
        }
        return try answer(marked: try own.markRead(ids, at: work.now))
    }

    private func markAllRead(_ request: Request, _ work: Work) throws -> Response {
        let own = UserNotificationStore(work.db, user: try work.caller(request).id)
        return try answer(marked: try own.markAllRead(at: work.now))
    }

    private func answer(marked count: Int) throws -> Response {
        .json(["message": .string("\(count) notifications marked as read"), "updated_count": JSON(count)])
    }

    private func preferences(_ request: Request, _ work: Work) throws -> Response {
        let own = NotificationPreferenceStore(work.db, user: try work.caller(request).id)
        return ETag.response(NotificationJSON.preferences(try own.find(at: work.now)), request)
    }

    private func updatePreferences(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let own = NotificationPreferenceStore(work.db, user: caller.id)
        let input = try NotificationPreferencesInput(json: request.object())
        let shown = { NotificationJSON.preferences(try own.find(at: work.now)) }
        let written = try work.changing(request, .preferences(user: caller.id), shown: shown) {
            try own.update(at: work.now, input.apply)
        }
        return ETag.written(NotificationJSON.preferences(written))
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request, may: .create, .administration)
        let input = try NotificationInput(json: request.object())
        guard try UserStore(work.db).find(input.recipient) != nil else {
            throw FieldErrors("recipient", "Invalid pk \"\(input.recipient)\" - object does not exist.")
        }
        let new = NewNotification(
            userID: input.recipient,
            type: input.kind,
            title: input.title,
            message: input.message,
            priority: input.priority,
            metadata: [:],
            isMailed: false
        )
        try NotificationStore(work.db).insert(new, at: work.now)
        return .json(["message": "Notification created"], status: .created)
    }

    private func templates(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request, may: .read, .administration)
        return .json(.array(UserNotification.Kind.allCases.map(NotificationJSON.template)))
    }
}
