import CivilTime
import Domain
import Testing

struct ActiveDeviceTests {
    private let now = Instant(seconds: 1_795_338_000)
    private let device = ActiveDevice(hash: [1], seenAt: Instant(seconds: 1_795_338_000))

    @Test(arguments: [
        (DeviceClaim(device: [1]), true), (DeviceClaim(device: [2]), false),
        (DeviceClaim(device: [2], predecessor: [1]), true), (DeviceClaim(device: [2], predecessor: [3]), false),
        (DeviceClaim(device: [2], takesOver: true), true), (DeviceClaim(device: nil), false),
    ])
    func `a device gives way to itself, its successor and a take-over`(claim: DeviceClaim, yields: Bool) {
        #expect(device.yields(to: claim, at: now.adding(seconds: 44)) == yields)
    }

    @Test func `a silent device gives way to any`() {
        #expect(device.yields(to: DeviceClaim(device: [2]), at: now.adding(seconds: 45)))
    }
}
