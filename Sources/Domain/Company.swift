/// A client whose jobs, slots and candidates belong together.
public struct Company: Equatable, Sendable {
    /// What is written of a company.
    public struct Fields: Equatable, Sendable {
        public var name: String
        public var email: String?
        public var description = ""
        public var isActive = true
        /// The IANA name of its zone; `nil` stands for the server's.
        public var timeZone: String?
        /// Whom a candidate asks, as mails print it.
        public var contact = ""
        /// What its mails end with; empty for the usual.
        public var signature = ""

        public init(name: String) { self.name = name }
    }

    public let id: Int64
    public let fields: Fields

    public init(id: Int64, fields: Fields) {
        self.id = id
        self.fields = fields
    }
}
