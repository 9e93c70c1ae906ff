public import CivilTime

/// A position that a company wants to fill.
public struct Job: Equatable, Sendable {
    public static let positionLevels = ["IC", "Manager"]
    public static let codingLanguages = [
        "PYTHON", "JAVASCRIPT", "C", "CPP", "JAVA", "GO", "HTML", "PHP", "RUBY", "CSHARP", "SQL",
    ]

    /// What is written of a job.
    public struct Fields: Equatable, Sendable {
        public var title = ""
        /// The company's name as the frontend keeps it; access goes by `companyID`.
        public var companyName = ""
        public var companyID: Int64?
        public var domainID: Int64?
        public var spocEmail = ""
        public var hiringManagerEmail = ""
        public var teamSizeInfo = ""
        public var numberToHire = 1
        public var positionLevel = "IC"
        public var currentProcess = ""
        public var techStackDetails = ""
        public var codingLanguage = "PYTHON"
        public var description = ""
        public var link: String?

        public init() {}
    }

    public let id: Int64
    public let fields: Fields
    public let domainName: String?
    public let file: String?
    public let createdAt: Instant

    public init(id: Int64, fields: Fields, domainName: String?, file: String?, createdAt: Instant) {
        self.id = id
        self.fields = fields
        self.domainName = domainName
        self.file = file
        self.createdAt = createdAt
    }
}
