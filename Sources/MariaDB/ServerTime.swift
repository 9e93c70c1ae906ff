internal import CMariaDB

/// Conversion between `MYSQL_TIME` in UTC and microseconds since 1970, by the proleptic Gregorian calendar.
///
/// The algorithm is Howard Hinnant's `days_from_civil` and `civil_from_days`.
enum ServerTime {
    static func encode(_ microseconds: Int64) -> MYSQL_TIME {
        let days = floorDivide(microseconds, 86_400_000_000)
        let rest = microseconds - days * 86_400_000_000
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        var time = MYSQL_TIME()
        time.year = UInt32(clamping: yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
        time.month = UInt32(month)
        time.day = UInt32(dayOfYear - (153 * monthIndex + 2) / 5 + 1)
        time.hour = UInt32(rest / 3_600_000_000)
        time.minute = UInt32(rest / 60_000_000 % 60)
        time.second = UInt32(rest / 1_000_000 % 60)
        time.second_part = UInt(rest % 1_000_000)
        time.time_type = MYSQL_TIMESTAMP_DATETIME
        return time
    }

    static func microseconds(_ time: MYSQL_TIME) -> Int64 {
        let seconds = Int64(time.hour) * 3600 + Int64(time.minute) * 60 + Int64(time.second)
        return (days(time) * 86_400 + seconds) * 1_000_000 + Int64(time.second_part)
    }

    private static func days(_ time: MYSQL_TIME) -> Int64 {
        let month = Int64(time.month)
        let year = Int64(time.year) - (month <= 2 ? 1 : 0)
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + Int64(time.day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func floorDivide(_ left: Int64, _ right: Int64) -> Int64 {
        left >= 0 ? left / right : (left - right + 1) / right
    }
}
