import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Store
import Testing
import Web

struct NotificationsTests {
    private let path = "/api/notifications/"

    private func add(_ app: TestApp, _ user: TestUser, _ title: String, priority: String = "high") throws -> Int64 {
        let new = NewNotification(
            userID: user.id,
            type: "interview_scheduled",
            title: title,
            message: "Tomorrow",
            priority: priority,
            metadata: [:],
            isMailed: false
        )
        try NotificationStore(app.db).insert(new, at: app.now)
        return Int64(try app.db.count("SELECT MAX(id) FROM notification"))
    }

    @Test func `each user sees the own notifications, the newest first`() throws {
        let app = try TestApp()
        let user = try app.addUser(.recruiter, company: try app.addCompany())
        let other = try app.addUser(.admin)
        let first = try add(app, user, "One")
        let second = try add(app, user, "Two")
        let foreign = try add(app, other, "Other")

        let list = try app.send("GET", path, as: user)

        #expect(list.json.array?.map { $0["id"] } == [.int(second), .int(first)])
        #expect(
            list.json[1] == [
                "id": .int(first), "notification_type": "interview_scheduled",
                "notification_type_display": "Interview Scheduled", "title": "One", "priority": "high",
                "priority_display": "High", "created_at": "2026-11-22T09:00:00Z", "is_read": false,
            ]
        )
        #expect(
            try app.send("GET", path + "\(foreign)/", as: user).outcome
                == "404 No Notification matches the given query."
        )
        let mark = try app.send("POST", path + "mark-read/", ["notification_id": .int(foreign)], as: user)
        #expect(mark.status == .notFound)
        #expect(try app.send("POST", path + "\(foreign)/mark_read/", as: user).status == .notFound)
        #expect(try app.send("GET", path + "unread-count/", as: other).json == ["unread_count": 1])
    }

    @Test func `a notification that is shown or marked is read`() throws {
        let app = try TestApp()
        let user = try app.addUser(.admin)
        let ids = try (1...4).map { try add(app, user, "N\($0)") }
        func unread() throws -> JSON? { try app.send("GET", path + "unread-count/", as: user).json["unread_count"] }

        #expect(try unread() == 4)
        let shown = try app.send("GET", path + "\(ids[0])/", as: user)
        #expect(shown.json["message"] == "Tomorrow")
        #expect(shown.json["is_read"] == true)
        #expect(try unread() == 3)
        let marked = try app.send("POST", path + "mark-read/", ["notification_id": .int(ids[1])], as: user)
        #expect(marked.json == ["message": "Notification marked as read"])
        #expect(try unread() == 2)
        let many = try app.send("POST", path + "bulk-mark-read/", ["notification_ids": [.int(ids[2])]], as: user)
        #expect(many.json["updated_count"] == 1)
        #expect(try app.send("POST", path + "bulk-mark-read/", ["mark_all": true], as: user).status == .ok)
        #expect(try unread() == 0)
        #expect(try app.send("POST", path + "bulk-mark-read/", [:], as: user).status == .badRequest)
    }

    @Test func `the list is filtered`() throws {
        let app = try TestApp()
        let user = try app.addUser(.admin)
        _ = try add(app, user, "Old", priority: "low")
        app.now = app.now.adding(seconds: 43_200)
        let read = try add(app, user, "New")
        _ = try app.send("POST", path + "\(read)/mark_read/", as: user)
        func titles(_ query: String) throws -> [String?]? {
            try app.send("GET", path + query, as: user).json.array?.map { $0["title"]?.string }
        }

        #expect(try titles("?is_read=true") == ["New"])
        #expect(try titles("?is_read=false") == ["Old"])
        #expect(try titles("?priority=low") == ["Old"])
        #expect(try titles("?status=read") == ["New"])
        #expect(try titles("?search=ew") == ["New"])
        #expect(try titles("?notification_type=job_created") == [])
        // 21:00 UTC is the next day in India.
        #expect(try titles("?date_from=2026-11-23") == ["New"])
        #expect(try titles("?date_to=2026-11-22") == ["Old"])
        #expect(try app.send("GET", path + "?date_to=x", as: user).status == .badRequest)
    }

    @Test func `the summary counts by state, subject and priority`() throws {
        let app = try TestApp()
        let user = try app.addUser(.admin)
        let id = try add(app, user, "A")
        _ = try add(app, user, "B", priority: "urgent")
        _ = try app.send("POST", path + "\(id)/mark_read/", as: user)

        #expect(
            try app.send("GET", path + "summary/", as: user).json == [
                "total_notifications": 2, "unread_count": 1, "read_count": 1, "failed_count": 0,
                "interview_notifications": 2, "resume_notifications": 0, "system_notifications": 0,
                "urgent_count": 1, "high_count": 1, "medium_count": 0, "low_count": 0,
            ]
        )
    }

    @Test func `preferences begin with the defaults and keep what is not named`() throws {
        let app = try TestApp()
        let user = try app.addUser(.admin)

        let first = try app.send("GET", path + "preferences/", as: user)
        let changed = try app.send("PATCH", path + "preferences/", ["email_enabled": false], as: user)
        let again = try app.send("PUT", path + "preferences/", ["daily_digest": true], as: user)

        #expect(
            first.json.object?.keys == [
                "id", "email_enabled", "in_app_enabled", "sms_enabled", "interview_notifications",
                "resume_notifications", "system_notifications", "daily_digest", "weekly_summary", "created_at",
                "updated_at",
            ]
        )
        #expect(first.json["email_enabled"] == true)
        #expect(changed.json["email_enabled"] == false)
        #expect(again.json["email_enabled"] == false)
        #expect(again.json["daily_digest"] == true)
        #expect(again.json["id"] == first.json["id"])
        #expect(
            try app.send("PATCH", path + "preferences/", ["sms_enabled": "maybe"], as: user).outcome
                == "400 sms_enabled: Must be a valid boolean."
        )
    }

    @Test func `only administrators send notifications and see the templates`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)
        let user = try app.addUser(.company, company: try app.addCompany())
        let body: JSON = [
            "recipient": .int(user.id), "notification_type": "system_alert", "title": "T", "message": "M",
        ]

        #expect(try app.send("POST", path + "create/", body, as: user).status == .forbidden)
        #expect(try app.send("GET", path + "templates/", as: user).status == .forbidden)
        #expect(try app.send("POST", path + "create/", body, as: admin).status == .created)
        #expect(try app.send("POST", path + "create/", ["recipient": 999], as: admin).status == .badRequest)
        #expect(try app.send("GET", path, as: user).json[0]?["priority"] == "medium")
        #expect(try app.send("GET", path + "templates/", as: admin).json.array?.count == 9)
    }
}
