import Domain

/// A company of the demonstration and what it has.
enum DemoCompany: CaseIterable {
    case acme, bharat

    var name: String {
        switch self {
        case .acme: "Acme Talent"
        case .bharat: "Bharat Systems"
        }
    }

    var mailDomain: String {
        switch self {
        case .acme: "acme.example"
        case .bharat: "bharat.example"
        }
    }

    var recruiterEmail: String { "recruiter@\(mailDomain)" }

    var jobs: [DemoJob] {
        switch self {
        case .acme:
            [
                DemoJob(title: "Backend Engineer", domain: "Software Engineering", language: "GO", level: "IC"),
                DemoJob(title: "Data Analyst", domain: "Data Science", language: "SQL", level: "IC"),
                DemoJob(
                    title: "Engineering Manager",
                    domain: "Software Engineering",
                    language: "PYTHON",
                    level: "Manager"
                ),
            ]
        case .bharat:
            [
                DemoJob(title: "Java Developer", domain: "Software Engineering", language: "JAVA", level: "IC"),
                DemoJob(title: "Machine Learning Engineer", domain: "Data Science", language: "PYTHON", level: "IC"),
            ]
        }
    }

    var candidates: [DemoCandidate] {
        switch self {
        case .acme:
            [
                DemoCandidate(name: "Asha Verma", job: 0, years: 4),
                DemoCandidate(name: "Rahul Nair", job: 0, years: 7),
                DemoCandidate(name: "Meera Iyer", job: 1, years: 3),
                DemoCandidate(name: "Imran Khan", job: 1, years: 2),
                DemoCandidate(name: "Lakshmi Rao", job: 2, years: 11),
            ]
        case .bharat:
            [
                DemoCandidate(name: "Karan Singh", job: 0, years: 5),
                DemoCandidate(name: "Divya Menon", job: 0, years: 1),
                DemoCandidate(name: "Arjun Patel", job: 1, years: 6),
                DemoCandidate(name: "Sneha Joshi", job: 1, years: 3),
            ]
        }
    }
}

struct DemoJob {
    let title: String
    let domain: String
    let language: String
    let level: String
}

struct DemoCandidate {
    let name: String
    /// The place of the job among the company's.
    let job: Int
    let years: Int

    /// `asha.verma@mail.example`: a domain that no mail ever reaches.
    var email: String { name.lowercased().split(separator: " ").joined(separator: ".") + "@mail.example" }
}

/// An account with a password that everybody may know.
struct DemoAccount {
    let email: String
    let password: String
    let fullName: String
    let role: Role
    let company: DemoCompany?

    static let all: [DemoAccount] =
        [
            DemoAccount(
                email: "admin@interviews.example",
                password: "demo-admin",
                fullName: "Demo Administrator",
                role: .admin,
                company: nil
            )
        ]
        + DemoCompany.allCases.flatMap { company in
            [
                DemoAccount(
                    email: "company@\(company.mailDomain)",
                    password: "demo-company",
                    fullName: "\(company.name) Office",
                    role: .company,
                    company: company
                ),
                DemoAccount(
                    email: company.recruiterEmail,
                    password: "demo-recruiter",
                    fullName: "\(company.name) Recruiter",
                    role: .recruiter,
                    company: company
                ),
                DemoAccount(
                    email: "hr@\(company.mailDomain)",
                    password: "demo-hr-team",
                    fullName: "\(company.name) HR",
                    role: .hr,
                    company: company
                ),
            ]
        }
}
