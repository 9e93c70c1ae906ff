extension JSON {
    /// The members of a JSON object, in the order they were written.
    ///
    /// Of two members with one key the last one's value counts, at the first one's place. Equality ignores the order.
    public struct Object: Sendable {
        private var members: [Member] = []
        /// Where each key stands, kept only once scanning the members would be the slower way.
        private var positions: [String: Int] = [:]

        private static let scanLimit = 32

        public init() {}

        public init(_ pairs: KeyValuePairs<String, JSON>) {
            for (key, value) in pairs { self[key] = value }
        }

        public init(_ pairs: some Sequence<(String, JSON)>) {
            members.reserveCapacity(pairs.underestimatedCount)
            for (key, value) in pairs { self[key] = value }
        }

        /// The value of `key`; assigning `nil` removes it, assigning `JSON.null` stores a `null`.
        public subscript(key: String) -> JSON? {
            get { position(of: key).map { members[$0].value } }
            set {
                switch (position(of: key), newValue) {
                case (let position?, let value?): members[position].value = value
                case (let position?, nil): remove(at: position)
                case (nil, let value?): append(key, value)
                case (nil, nil): break
                }
            }
        }

        /// The keys in order.
        public var keys: [String] { members.map(\.key) }

        /// How many members there are.
        public var count: Int { members.count }

        /// Whether there is no member.
        public var isEmpty: Bool { members.isEmpty }

        /// These members without those called `key`.
        public func removing(_ key: String) -> Object {
            var rest = self
            rest[key] = nil
            return rest
        }

        private func position(of key: String) -> Int? {
            if members.count > Self.scanLimit { return positions[key] }
            // By index, so that no member is copied to be looked at.
            for position in members.indices where members[position].key == key { return position }
            return nil
        }

        private mutating func append(_ key: String, _ value: JSON) {
            members.append((key, value))
            if members.count == Self.scanLimit + 1 {
                indexMembers()
            } else if members.count > Self.scanLimit {
                positions[key] = members.count - 1
            }
        }

        private mutating func remove(at position: Int) {
            members.remove(at: position)
            indexMembers()
        }

        private mutating func indexMembers() {
            positions.removeAll()
            guard members.count > Self.scanLimit else { return }
            for (position, member) in members.enumerated() { positions[member.key] = position }
        }
    }
}

extension JSON.Object: Sequence {
    public typealias Member = (key: String, value: JSON)

    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSON.Object: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}
