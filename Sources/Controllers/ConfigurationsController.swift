import CivilTime
import Domain
import JSON
import MariaDB
import Store
import Web

/// A company's weekly rules for interviews, and the slots made from them.
struct ConfigurationsController {
    static let model = "AIInterviewConfiguration"

    var routes: [Route<Work>] {
        [
            .get("/api/interviews/configurations/", list),
            .post("/api/interviews/configurations/", create),
            .get("/api/interviews/configurations/:id/", show),
            .put("/api/interviews/configurations/:id/", update),
            .patch("/api/interviews/configurations/:id/", update),
            .delete("/api/interviews/configurations/:id/", delete),
            .post("/api/interviews/configurations/:id/generate_slots/", generate),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .configuration)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let scope = Access.scope(of: caller)
        let store = ConfigurationStore(work.db)
        let rules = try store.configurations(in: scope, limit: page.limit, offset: page.offset)
        return try page.response(rules, count: { try store.count(in: scope) }) {
            .object(ConfigurationsController.json($0))
        }
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        return ETag.response(.object(ConfigurationsController.json(try rule(request, work, .read, caller))), request)
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .configuration)
        var reader = FieldReader(try request.object())
        let input = ConfigurationInput(&reader, isNew: true)
        let company = try reader.company(of: caller, ReferenceStore(work.db))
        try reader.check()
        guard let company else { throw HTTPError.forbidden }
        let rule = input.applied(to: nil, company: company, at: work.now)
        let id = try ConfigurationsController.unique { try ConfigurationStore(work.db).add(rule) }
        return try answer(id, work, status: .created)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let current = try rule(request, work, .update, caller)
        var reader = FieldReader(try request.object())
        let input = ConfigurationInput(&reader, isNew: false)
        let edited = input.applied(to: current, company: current.companyID, at: work.now)
        ConfigurationInput.check(edited, &reader.errors)
        try reader.check()
        try changing(current.id, request, work) { rules in
            try ConfigurationsController.unique { try rules.update(edited) }
        }
        return try answer(current.id, work, status: .ok)
    }

    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let rule = try rule(request, work, .delete, caller)
        try changing(rule.id, request, work) { try $0.delete(rule.id) }
        return .noContent
    }

    private func changing(
        _ id: Int64,
        _ request: Request,
        _ work: Work,
        _ change: (ConfigurationStore) throws -> Void
    ) throws {
        let rules = ConfigurationStore(work.db)
        let shown = { try rules.configuration(id).map { JSON.object(ConfigurationsController.json($0)) } }
        try work.changing(request, .configuration(id), shown: shown) { try change(rules) }
    }

    /// Makes the rule's slots between two days, no further than the rule is valid.
    private func generate(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let rule = try rule(request, work, .update, caller)
        var reader = FieldReader(try request.object())
        let input = GenerationInput(&reader)
        try reader.check()
        guard let from = input.from.value, let to = input.to.value else { throw HTTPError.notFound }
        let first = max(from, rule.validFrom)
        let last = min(to, rule.validUntil ?? to)
        let days = last < first ? [] : (0...first.days(until: last)).map { first.adding(days: $0) }
        let series = RecurringSlots(
            start: rule.start,
            end: rule.end,
            slotDuration: rule.slotDuration,
            breakDuration: rule.breakDuration,
            zoneName: nil
        )
        let template = SlotSeries.Template(
            companyID: rule.companyID,
            jobID: nil,
            interviewType: rule.interviewType,
            aiConfiguration: rule.aiSettings,
            pattern: [
                "configuration": .int(rule.id), "days_of_week": [.int(Int64(rule.dayOfWeek))],
                "start_time": .string(rule.start.description), "end_time": .string(rule.end.description),
                "slot_duration": .int(Int64(rule.slotDuration)), "break_duration": .int(Int64(rule.breakDuration)),
            ],
            notes: "",
            maxCandidates: input.seats.value ?? 1
        )
        let zone = try work.zone(named: rule.companyZone)
        return try SlotSeries.make(
            series,
            on: days.filter { $0.weekday == rule.dayOfWeek },
            as: template,
            in: zone,
            work
        )
    }

    private func rule(
        _ request: Request,
        _ work: Work,
        _ operation: Access.Operation,
        _ caller: Caller
    ) throws -> InterviewConfiguration {
        let id = try request.number()
        guard let rule = try ConfigurationStore(work.db).configuration(id) else {
            throw HTTPError.noMatch(ConfigurationsController.model)
        }
        try work.require(
            operation,
            .configuration,
            of: .company(rule.companyID),
            by: caller,
            model: ConfigurationsController.model
        )
        return rule
    }

    private func answer(_ id: Int64, _ work: Work, status: Status) throws -> Response {
        guard let rule = try ConfigurationStore(work.db).configuration(id) else {
            throw HTTPError.noMatch(ConfigurationsController.model)
        }
        return ETag.written(.object(ConfigurationsController.json(rule)), status: status)
    }

    private static func unique<Result>(_ write: () throws -> Result) throws -> Result {
        do {
            return try write()
        } catch let error as DatabaseError where error.kind == .duplicateKey(key: "interview_configuration_rule") {
            throw FieldErrors(
                FieldErrors.general,
                "The fields company, interview_type, day_of_week, valid_from must make a unique set."
            )
        }
    }

    private static func json(_ rule: InterviewConfiguration) -> JSON.Object {
        [
            "id": .int(rule.id),
            "company": .int(rule.companyID),
            "company_name": .string(rule.companyName),
            "interview_type": .string(rule.interviewType.rawValue),
            "day_of_week": .int(Int64(rule.dayOfWeek)),
            "start_time": .string(rule.start.description),
            "end_time": .string(rule.end.description),
            "slot_duration": .int(Int64(rule.slotDuration)),
            "break_duration": .int(Int64(rule.breakDuration)),
            "ai_settings": .object(rule.aiSettings),
            "valid_from": .string(rule.validFrom.description),
            "valid_until": JSON(rule.validUntil?.description),
            "created_at": .string(rule.createdAt.iso8601),
            "updated_at": .string(rule.updatedAt.iso8601),
        ]
    }
}
