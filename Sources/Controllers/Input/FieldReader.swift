import CivilTime
import Domain
import JSON
import Web

/// Reads a body's fields and collects every error, in the reference's words, before anything is done.
struct FieldReader {
    /// Whether a key must be there, may be null, or may be blank.
    struct Rule: OptionSet {
        let rawValue: Int
        static let required = Rule(rawValue: 1)
        static let nullable = Rule(rawValue: 2)
        static let blank = Rule(rawValue: 4)
    }

    /// What a TEXT column of the database takes, whatever the characters.
    private static let mostBytes = 65_535

    let object: JSON.Object
    var errors = FieldErrors()

    /// Texts that may not be longer than this are one line: names, titles, addresses.
    private static let longestLine = 500

    init(_ object: JSON.Object) { self.object = object }

    /// Throws the 400 if any field was wrong.
    func check() throws(HTTPError) { try errors.check() }

    mutating func text(_ key: String, max: Int = 65_535, _ rule: Rule = []) -> Field<String> {
        read(key, rule) { value, reader in
            let text: String
            switch value {
            case .string(let string): text = string
            case .int, .double: text = value.text
            default: return reader.fail(key, "Not a valid string.")
            }
            if text.utf8.contains(0) { return reader.fail(key, "Null characters are not allowed.") }
            let trimmed = String(text.trimmingWhitespace)
            if max <= FieldReader.longestLine, OneLineText.hasControls(trimmed) {
                return reader.fail(key, "Line breaks and control characters are not allowed.")
            }
            if trimmed.isEmpty, !rule.contains(.blank) { return reader.fail(key, "This field may not be blank.") }
            guard trimmed.unicodeScalars.count <= max else {
                return reader.fail(key, "Ensure this field has no more than \(max) characters.")
            }
            guard trimmed.utf8.count <= FieldReader.mostBytes else {
                return reader.fail(key, "Ensure this field has no more than \(FieldReader.mostBytes) bytes in UTF-8.")
            }
            return trimmed
        }
    }

    /// A password: kept as it was typed, blanks included.
    mutating func secret(_ key: String, _ rule: Rule = []) -> Field<String> {
        read(key, rule) { value, reader in
            guard let text = value.string else { return reader.fail(key, "Not a valid string.") }
            if text.isEmpty { return reader.fail(key, "This field may not be blank.") }
            guard text.utf8.count <= 4096, !text.utf8.contains(0) else {
                return reader.fail(key, "Ensure this field has no more than 128 characters.")
            }
            return text
        }
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int> = 0...2_147_483_647, _ rule: Rule = []) -> Field<
        Int
    > {
        read(key, rule) { value, reader in
            let number: Int64?
            switch value {
            case .int(let int): number = int
            case .double(let double): number = Int64(exactly: double)
            case .string(let string):
                if string.isEmpty, rule.contains(.nullable) { return nil }
                number = Int64(string.trimmingWhitespace)
            default: number = nil
            }
            guard let number else { return reader.fail(key, "A valid integer is required.") }
            guard number >= range.lowerBound else {
                return reader.fail(key, "Ensure this value is greater than or equal to \(range.lowerBound).")
            }
            guard number <= range.upperBound else {
                return reader.fail(key, "Ensure this value is less than or equal to \(range.upperBound).")
            }
            return Int(number)
        }
    }

    mutating func number(_ key: String, _ rule: Rule = []) -> Field<Double> {
        read(key, rule) { value, reader in
            guard let number = value.double ?? value.string.flatMap({ Double($0.trimmingWhitespace) }), number.isFinite
            else {
                return reader.fail(key, "A valid number is required.")
            }
            return number
        }
    }

    mutating func boolean(_ key: String, _ rule: Rule = []) -> Field<Bool> {
        read(key, rule) { value, reader in
            switch value {
            case .bool(let bool): return bool
            case .int(0), .string("false"), .string("False"), .string("0"): return false
            case .int(1), .string("true"), .string("True"), .string("1"): return true
            default: return reader.fail(key, "Must be a valid boolean.")
            }
        }
    }

    /// One of `choices`, compared exactly.
    mutating func choice(_ key: String, among choices: [String], _ rule: Rule = []) -> Field<String> {
        read(key, rule) { value, reader in
            let text = value.string ?? value.text
            guard choices.contains(text) else {
                return reader.fail(key, "\"\(text.prefix(100))\" is not a valid choice.")
            }
            return text
        }
    }

    /// The integer key of another object; whether it exists is for the caller to find out.
    mutating func key(_ key: String, _ rule: Rule = []) -> Field<Int64> {
        read(key, rule) { value, reader in
            guard let id = value.int ?? value.string.flatMap({ Int64($0.trimmingWhitespace) }) else {
                return reader.fail(key, "Incorrect type. Expected pk value, received \(value.pythonType).")
            }
            return id
        }
    }

    mutating func id<Record>(_ key: String, of: EntityID<Record>.Type = EntityID<Record>.self, _ rule: Rule = [])
        -> Field<EntityID<Record>>
    {
        read(key, rule) { value, reader in
            guard let text = value.string, let id = EntityID<Record>(text) else {
                return reader.fail(key, "Must be a valid UUID.")
            }
            return id
        }
    }

    mutating func date(_ key: String, _ rule: Rule = []) -> Field<LocalDate> {
        read(key, rule) { value, reader in
            guard let date = value.string.flatMap({ LocalDate($0) }) else {
                return reader.fail(key, "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.")
            }
            return date
        }
    }

    mutating func time(_ key: String, _ rule: Rule = []) -> Field<LocalTime> {
        read(key, rule) { value, reader in
            guard let time = value.string.flatMap({ LocalTime($0) }) else {
                return reader.fail(key, "Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]].")
            }
            return time
        }
    }

    /// A moment: with an offset an instant, without one the wall clock of a zone that the caller knows.
    mutating func moment(_ key: String, _ rule: Rule = []) -> Field<Moment> {
        read(key, rule) { value, reader in
            guard let text = value.string, let moment = Moment(text) else {
                return reader.fail(
                    key,
                    "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."
                )
            }
            return moment
        }
    }

    mutating func email(_ key: String, _ rule: Rule = []) -> Field<String> {
        let field = text(key, max: 254, rule)
        guard let address = field.value, !address.isEmpty else { return field }
        guard EmailSyntax.isValid(address) else {
            errors.add(key, "Enter a valid email address.")
            return .absent
        }
        return field
    }

    /// A JSON object kept as it is.
    mutating func jsonObject(_ key: String, _ rule: Rule = []) -> Field<JSON.Object> {
        read(key, rule) { value, reader in
            guard case .object(let object) = value else { return reader.fail(key, "Value must be a JSON object.") }
            return object
        }
    }

    mutating func fail<Value>(_ key: String, _ sentence: String) -> Value? {
        errors.add(key, sentence)
        return nil
    }

    private mutating func read<Value>(
        _ key: String,
        _ rule: Rule,
        _ parse: (JSON, inout FieldReader) -> Value?
    ) -> Field<Value> {
        guard let value = object[key] else {
            if rule.contains(.required) { errors.add(key, "This field is required.") }
            return .absent
        }
        guard !value.isNull else {
            if !rule.contains(.nullable) { errors.add(key, "This field may not be null.") }
            return .null
        }
        // Forms know no null: they send an empty text.
        if value == "", rule.contains(.nullable), !rule.contains(.blank) { return .null }
        return parse(value, &self).map(Field.value) ?? .absent
    }
}

/// A date and time of a body: an instant, or a wall clock without a zone.
enum Moment: Equatable {
    case instant(Instant)
    case local(LocalDateTime)

    init?(_ text: String) {
        if let instant = Instant(iso8601: text) {
            self = .instant(instant)
        } else if let local = LocalDateTime(iso8601: text) {
            self = .local(local)
        } else {
            return nil
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends, as the reference trims text.
    var trimmingWhitespace: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return self[endIndex..<endIndex]
        }
        return self[first...last]
    }
}
