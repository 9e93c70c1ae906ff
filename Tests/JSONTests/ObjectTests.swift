import JSON
import Testing

@Suite struct ObjectTests {
    @Test func `the last of two values counts at the first one's place`() {
        let object: JSON.Object = ["a": 1, "b": 2, "a": 3]

        #expect(object.keys == ["a", "b"])
        #expect(object["a"] == 3)
    }

    @Test func `null is a value and nil is none`() {
        var object: JSON.Object = ["a": 1, "b": 2]

        object["a"] = .some(.null)
        object["b"] = Optional.none

        #expect(object.keys == ["a"])
        #expect(object["a"]?.isNull == true)
        #expect(object["b"] == Optional.none)
    }

    @Test(arguments: [3, 16, 17, 18, 200])
    func `members are found, replaced and removed at every size`(count: Int) {
        var object = JSON.Object((0..<count).map { ("k\($0)", JSON($0)) })

        object["k1"] = "new"
        let rest = object.removing("k0")

        #expect(rest.keys == (1..<count).map { "k\($0)" })
        #expect(rest["k0"] == Optional.none)
        #expect(rest["k1"] == "new")
        #expect(rest["k\(count - 1)"] == JSON(count - 1))
        #expect(object.count == count)
    }

    @Test func `equality ignores the order but not the values`() {
        let object: JSON = ["a": 1, "b": 2]

        #expect(object == ["b": 2, "a": 1])
        #expect(object != ["a": 1, "b": 3])
        #expect(object != ["a": 1])
        #expect(object != ["a": 1, "c": 2])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a hundred thousand keys are read in reasonable time`() throws {
        let keys = (0..<100_000).map { "\"key\($0)\":\($0)" }.joined(separator: ",")

        let value = try JSON.parse("{\(keys)}")

        #expect(value.object?.count == 100_000)
        #expect(value["key99999"] == 99_999)
    }
}
