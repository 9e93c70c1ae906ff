import CivilTime
public import Domain
public import JSON

/// Jobs and their domains as the frontend reads them.
public enum JobJSON {
    /// `domain_name` is left out where there is no domain.
    public static func job(_ job: Job) -> JSON {
        let fields = job.fields
        var object: JSON.Object = [
            "id": .int(job.id),
            "job_title": .string(fields.title),
            "company_name": .string(fields.companyName),
            "domain": JSON(fields.domainID),
        ]
        if let name = job.domainName { object["domain_name"] = .string(name) }
        let rest: JSON.Object = [
            "spoc_email": .string(fields.spocEmail),
            "hiring_manager_email": .string(fields.hiringManagerEmail),
            "current_team_size_info": .string(fields.teamSizeInfo),
            "number_to_hire": JSON(fields.numberToHire),
            "position_level": .string(fields.positionLevel),
            "current_process": .string(fields.currentProcess),
            "tech_stack_details": .string(fields.techStackDetails),
            "coding_language": .string(fields.codingLanguage),
            "job_description": .string(fields.description),
            "jd_file": JSON(job.file),
            "jd_link": JSON(fields.link),
            "created_at": .string(job.createdAt.iso8601),
        ]
        for (key, value) in rest { object[key] = value }
        return .object(object)
    }

    public static func title(_ job: Job) -> JSON {
        var object: JSON.Object = ["id": .int(job.id), "job_title": .string(job.fields.title)]
        if let name = job.domainName { object["domain_name"] = .string(name) }
        return .object(object)
    }

    /// A domain in a list.
    public static func domainRow(_ domain: JobDomain) -> JSON { .object(common(domain)) }

    public static func domain(_ domain: JobDomain) -> JSON {
        var object = common(domain)
        object["created_at"] = .string(domain.createdAt.iso8601)
        object["updated_at"] = .string(domain.updatedAt.iso8601)
        return .object(object)
    }

    private static func common(_ domain: JobDomain) -> JSON.Object {
        [
            "id": .int(domain.id),
            "name": .string(domain.name),
            "description": .string(domain.description),
            "is_active": .bool(domain.isActive),
        ]
    }
}
