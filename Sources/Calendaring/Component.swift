import CIcal

/// An iCalendar component being put together, used by the thread that made it.
@safe struct Component: ~Copyable {
    private let handle: OpaquePointer

    init(_ kind: icalcomponent_kind) {
        guard let handle = unsafe icalcomponent_new(kind) else { fatalError("icalcomponent_new: out of memory") }
        unsafe self.handle = handle
    }

    deinit { unsafe icalcomponent_free(handle) }

    /// Adds a property, which from now on belongs to this component.
    func add(_ property: consuming Property) {
        unsafe icalcomponent_add_property(handle, property.release())
    }

    /// Adds a component, which from now on belongs to this one.
    func add(_ component: consuming Component) {
        unsafe icalcomponent_add_component(handle, component.release())
    }

    /// The component's text, with CRLF line ends and lines folded at 75 octets.
    var text: String {
        guard let text = unsafe icalcomponent_as_ical_string_r(handle) else {
            fatalError("icalcomponent_as_ical_string_r: out of memory")
        }
        defer { unsafe icalmemory_free_buffer(text) }
        return unsafe String(cString: text)
    }

    private consuming func release() -> OpaquePointer {
        let handle = unsafe self.handle
        discard self
        return unsafe handle
    }
}

/// A property of a component, used by the thread that made it.
@safe struct Property: ~Copyable {
    private let handle: OpaquePointer

    /// Takes what one of the functions `icalproperty_new_…` returned.
    @unsafe init(_ handle: OpaquePointer?) {
        guard let handle = unsafe handle else { fatalError("icalproperty_new: out of memory") }
        unsafe self.handle = handle
    }

    deinit { unsafe icalproperty_free(handle) }

    /// Adds what one of the functions `icalparameter_new_…` returned; from now on it belongs to this property.
    @unsafe func add(_ parameter: OpaquePointer?) {
        guard let parameter = unsafe parameter else { fatalError("icalparameter_new: out of memory") }
        unsafe icalproperty_add_parameter(handle, parameter)
    }

    /// The property, to be freed by whoever takes it.
    @unsafe consuming func release() -> OpaquePointer {
        let handle = unsafe self.handle
        discard self
        return unsafe handle
    }
}
