import CivilTime
public import Domain
public import JSON

/// Candidates as the frontend reads them; each answer has its own set of keys, as of old.
public enum CandidateJSON {
    /// A row of the list.
    ///
    /// `resumeURL` is where the resume can be had, if a file was kept.
    public static func row(_ candidate: Candidate, resumeURL: String?) -> JSON {
        let fields = candidate.fields
        return [
            "id": .int(candidate.id),
            "full_name": .string(fields.fullName),
            "email": JSON(fields.email),
            "phone": .string(fields.phone),
            "status": .string(fields.status.rawValue),
            "domain": .string(fields.domain),
            "poc_email": JSON(fields.pocEmail),
            "job_title": JSON(candidate.jobTitle),
            "last_updated": .string(candidate.lastUpdated.iso8601),
            "resume_url": JSON(resumeURL),
            "job_matching": nil,
        ]
    }

    public static func detail(_ candidate: Candidate, resumeURL: String?) -> JSON {
        let fields = candidate.fields
        return [
            "id": .int(candidate.id),
            "recruiter": JSON(candidate.recruiterID),
            "full_name": .string(fields.fullName),
            "email": JSON(fields.email),
            "phone": .string(fields.phone),
            "work_experience": JSON(fields.workExperience),
            "domain": .string(fields.domain),
            "poc_email": JSON(fields.pocEmail),
            "resume": JSON(candidate.resume?.id.text),
            "resume_file_url": JSON(resumeURL),
            "created_at": .string(candidate.createdAt.iso8601),
            "status": .string(fields.status.rawValue),
            "job_title": JSON(candidate.jobTitle),
            "locale": .string(fields.locale),
            "time_zone": JSON(fields.timeZone),
        ]
    }

    /// The answer to a change.
    public static func changed(_ candidate: Candidate) -> JSON {
        let fields = candidate.fields
        return [
            "id": .int(candidate.id),
            "full_name": .string(fields.fullName),
            "email": JSON(fields.email),
            "phone": .string(fields.phone),
            "work_experience": JSON(fields.workExperience),
            "domain": .string(fields.domain),
            "poc_email": JSON(fields.pocEmail),
            "status": .string(fields.status.rawValue),
        ]
    }

    /// A row of the pending requests, whose time has an offset in place of the `Z`.
    public static func pending(_ candidate: Candidate) -> JSON {
        [
            "id": .int(candidate.id),
            "full_name": .string(candidate.fields.fullName),
            "email": JSON(candidate.fields.email),
            "status": .string(candidate.fields.status.rawValue),
            "job_title": JSON(candidate.jobTitle),
            "created_at": .string(candidate.createdAt.iso8601WithOffset),
        ]
    }

    public static func summary(byStatus: [CandidateStatus: Int], byJob: [(title: String, count: Int)]) -> JSON {
        let statuses = JSON.Object(CandidateStatus.allCases.map { ($0.rawValue, JSON(byStatus[$0] ?? 0)) })
        return [
            "total": JSON(byStatus.values.reduce(0, +)),
            "by_status": .object(statuses),
            "by_job": .object(JSON.Object(byJob.map { ($0.title, JSON($0.count)) })),
        ]
    }

    public static func draft(_ draft: CandidateDraft) -> JSON {
        [
            "id": .int(draft.id),
            "domain": .string(draft.domain),
            "role": .string(draft.role),
            "resume_file": JSON(draft.resume?.originalName),
            "extracted_data": .object(draft.extracted),
            "verified_data": .object(draft.verified),
            "status": .string(draft.status.rawValue),
            "created_at": .string(draft.createdAt.iso8601),
            "updated_at": .string(draft.updatedAt.iso8601),
        ]
    }

    /// What a person fills in, since resumes are not read by this server.
    public static let emptyRecord: JSON.Object = [
        "name": "",
        "email": "",
        "phone": "",
        "work_experience": "",
        "current_company": "",
        "current_role": "",
        "expected_salary": "",
        "notice_period": "",
    ]
}
