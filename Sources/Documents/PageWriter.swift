internal import CPango

/// Sets paragraphs on pages with Pango and cairo.
///
/// Used by one thread; Pango keeps its fonts for each thread (PangoCairo, `pango_cairo_font_map_get_default`).
@safe
final class PageWriter {
    /// Points, of which an inch has 72: A4 with a margin of 2 cm.
    private static let (width, height, margin) = (595.28, 841.89, 56.7)
    private static let fonts = "Noto Sans, DejaVu Sans"
    private static let grey = 0.35

    private let sink = Sink()
    private let surface: OpaquePointer
    private let context: OpaquePointer
    /// How far down the page is written.
    private var y = PageWriter.margin
    private var page = 1

    init(title: String, author: String, date: String) throws(PDFError) {
        // cairo calls back until the surface is finished, which `finish` does; `sink` lives as long as this object.
        let receiver = unsafe Unmanaged.passUnretained(sink).toOpaque()
        let surface = unsafe cairo_pdf_surface_create_for_stream(
            { receiver, bytes, count in
                guard let receiver = unsafe receiver, let bytes = unsafe bytes else { return CAIRO_STATUS_WRITE_ERROR }
                let sink = unsafe Unmanaged<Sink>.fromOpaque(receiver).takeUnretainedValue()
                unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
                return CAIRO_STATUS_SUCCESS
            },
            receiver,
            PageWriter.width,
            PageWriter.height
        )
        guard let surface = unsafe surface, let context = unsafe cairo_create(surface) else {
            throw PDFError(description: "cairo has no memory")
        }
        unsafe self.surface = surface
        unsafe self.context = context
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, author)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date)
    }

    deinit {
        unsafe cairo_destroy(context)
        unsafe cairo_surface_destroy(surface)
    }

    func add(_ paragraph: Paragraph) {
        let look = Look(paragraph.style)
        if y > PageWriter.margin { y += look.before }
        guard let layout = unsafe layout(paragraph.text, look.font) else { return }
        defer { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) }
        guard let lines = unsafe pango_layout_get_iter(layout) else { return }
        defer { unsafe pango_layout_iter_free(lines) }
        let tag = look.tag
        unsafe cairo_tag_begin(context, tag, nil)
        var isAlone = look.staysWithNext
        repeat {
            var (top, bottom): (Int32, Int32) = (0, 0)
            unsafe pango_layout_iter_get_line_yrange(lines, &top, &bottom)
            let height = Double(bottom - top) / Double(PANGO_SCALE)
            // A heading takes some lines of its text with it to the next page.
            let needed = isAlone ? height * 4 : height
            if y + needed > PageWriter.height - PageWriter.margin {
                unsafe cairo_tag_end(context, tag)
                turnPage()
                unsafe cairo_tag_begin(context, tag, nil)
            }
            isAlone = false
            let baseline = unsafe Double(pango_layout_iter_get_baseline(lines) - top) / Double(PANGO_SCALE)
            unsafe cairo_set_source_rgb(context, look.grey, look.grey, look.grey)
            unsafe cairo_move_to(context, PageWriter.margin, y + baseline)
            unsafe pango_cairo_show_layout_line(context, pango_layout_iter_get_line_readonly(lines))
            y += height
        } while unsafe pango_layout_iter_next_line(lines) != 0
        unsafe cairo_tag_end(context, tag)
    }

    /// Ends the last page and gives the file's bytes.
    func finish() throws(PDFError) -> [UInt8] {
        number()
        unsafe cairo_show_page(context)
        unsafe cairo_surface_finish(surface)
        let status = unsafe cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw PDFError(description: unsafe String(cString: cairo_status_to_string(status)))
        }
        return sink.bytes
    }

    private func turnPage() {
        number()
        unsafe cairo_show_page(context)
        page += 1
        y = PageWriter.margin
    }

    /// Writes the page's number below its text.
    private func number() {
        guard let layout = unsafe layout("\(page)", "\(PageWriter.fonts) 8") else { return }
        defer { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) }
        unsafe pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        unsafe cairo_set_source_rgb(context, PageWriter.grey, PageWriter.grey, PageWriter.grey)
        unsafe cairo_move_to(context, PageWriter.margin, PageWriter.height - PageWriter.margin * 0.7)
        unsafe pango_cairo_show_layout(context, layout)
    }

    /// Text that is broken into lines; the caller frees it.
    private func layout(_ text: String, _ font: String) -> OpaquePointer? {
        guard let layout = unsafe pango_cairo_create_layout(context) else { return nil }
        let description = unsafe pango_font_description_from_string(font)
        defer { unsafe pango_font_description_free(description) }
        unsafe pango_layout_set_font_description(layout, description)
        unsafe pango_layout_set_width(layout, Int32((PageWriter.width - 2 * PageWriter.margin) * Double(PANGO_SCALE)))
        unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        unsafe pango_layout_set_line_spacing(layout, 1.2)
        // A NUL would end the text; other control characters have no picture.
        let shown = text.unicodeScalars.filter {
            $0 == "\n" || $0 == "\t" || !(0...0x1F ~= $0.value || $0.value == 0x7F)
        }
        let string = String(String.UnicodeScalarView(shown))
        unsafe pango_layout_set_text(layout, string, Int32(string.utf8.count))
        return unsafe layout
    }

    /// How a style looks.
    private struct Look {
        let font: String
        let before: Double
        let grey: Double
        let tag: String
        let staysWithNext: Bool

        init(_ style: Paragraph.Style) {
            let fonts = PageWriter.fonts
            switch style {
            case .title: (font, before, grey, tag, staysWithNext) = ("\(fonts) Bold 20", 0, 0.1, "H1", true)
            case .heading:
                (font, before, grey, tag, staysWithNext) = ("\(fonts) Bold 9", 22, PageWriter.grey, "H2", true)
            case .strong: (font, before, grey, tag, staysWithNext) = ("\(fonts) Bold 11", 4, 0.1, "P", true)
            case .text: (font, before, grey, tag, staysWithNext) = ("\(fonts) 11", 6, 0.1, "P", false)
            case .note: (font, before, grey, tag, staysWithNext) = ("\(fonts) 9", 4, PageWriter.grey, "P", false)
            }
        }
    }
}

/// What cairo has written.
private final class Sink {
    var bytes: [UInt8] = []
}
