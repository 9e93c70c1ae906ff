import Notifications

extension Settings {
    /// How mail is tried, deferred and given up.
    struct Delivery: Sendable {
        /// Connections to the relay at a time, of all `deliver` processes together.
        let connections: Int
        /// Messages a minute, of all `deliver` processes together; 0 for no limit.
        let perMinute: Int
        let retrySeconds: Int
        let unknownRetrySeconds: Int
        let pauseSeconds: Int
        let rescueSeconds: Int
        let giveUpHours: Int

        init(_ reader: inout SettingsReader) {
            connections = reader.int("EMAIL_CONNECTIONS", default: 2, in: 1...20)
            perMinute = reader.int("EMAIL_PER_MINUTE", default: 0, in: 0...100_000)
            retrySeconds = reader.int("EMAIL_RETRY_SECONDS", default: 30, in: 1...3600)
            unknownRetrySeconds = reader.int("EMAIL_UNKNOWN_RETRY_SECONDS", default: 300, in: 1...86_400)
            pauseSeconds = reader.int("EMAIL_PAUSE_SECONDS", default: 5, in: 1...300)
            rescueSeconds = reader.int("EMAIL_RESCUE_SECONDS", default: 15, in: 1...3600)
            giveUpHours = reader.int("EMAIL_GIVE_UP_HOURS", default: 48, in: 1...720)
        }

        var giveUpAfter: Duration { .seconds(giveUpHours * 3600) }

        var options: DeliveryLoop.Options {
            DeliveryLoop.Options(
                orphanAge: .seconds(rescueSeconds),
                shortestPause: .seconds(pauseSeconds),
                connections: connections,
                perMinute: perMinute == 0 ? nil : perMinute,
                policy: DeliveryPolicy(
                    shortestDelay: .seconds(retrySeconds),
                    ambiguousDelay: .seconds(unknownRetrySeconds)
                )
            )
        }
    }
}
