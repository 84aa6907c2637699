#include "figure/svg.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "figure/drawing.h"
#include "figure/png.h"
#include "figure/text.h"
#include "figure/xml.h"

namespace seglab::figure {

namespace {

std::string hex(Color c) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text = "#";
    for (const std::uint8_t channel : {c.r, c.g, c.b}) {
        text += kDigits[channel >> 4];
        text += kDigits[channel & 15];
    }
    return text;
}

std::string attribute(const char* name, const std::string& value) {
    return std::string(" ") + name + "=\"" + value + "\"";
}
std::string attribute(const char* name, float value) {
    return attribute(name, decimal(value));
}

/// fill="…" or stroke="…", with its opacity where it is not opaque.
std::string paint(const char* what, Color c) {
    if (c.a == 0) return attribute(what, "none");
    std::string text = attribute(what, hex(c));
    if (c.a != 255) text += attribute((std::string(what) + "-opacity").c_str(), float(c.a) / 255);
    return text;
}

std::string position(const Box& box) {
    return attribute("x", box.x) + attribute("y", box.y) + attribute("width", box.width) +
           attribute("height", box.height);
}

std::string stroke(Color color, float width, const DashPattern& dash) {
    std::string text = paint("stroke", color);
    if (width != 1) text += attribute("stroke-width", width);
    if (dash.period() > 0) text += attribute("stroke-dasharray", decimal(dash.mark) + " " + decimal(dash.gap));
    if (dash.round) text += attribute("stroke-linecap", "round");
    return text;
}

float lengthOf(const Path& path) {
    float length = 0;
    const std::size_t count = path.points.size();
    for (std::size_t i = path.closed ? 0 : 1; i < count; ++i) {
        const Point a = path.points[(i + count - 1) % count], b = path.points[i];
        length += std::hypot(b.x - a.x, b.y - a.y);
    }
    return length;
}

/// A map with every cell repeated to nearly its size on the page: readers that do not know image-rendering, and
/// printers, then keep its cells sharp as well.
Pixels magnified(const Image& image) {
    constexpr int kLargestSide = 1024;
    const Pixels& cells = *image.pixels;
    const int larger = std::max(cells.width, cells.height);
    const float fit = std::min(image.box.width / float(cells.width), image.box.height / float(cells.height));
    const int times = std::clamp(int(std::min(fit, float(kLargestSide) / float(larger))), 1, kLargestSide);
    Pixels large{.width = cells.width * times, .height = cells.height * times};
    large.rgba.reserve(std::size_t(large.width) * std::size_t(large.height) * 4);
    for (int y = 0; y < large.height; ++y)
        for (int x = 0; x < large.width; ++x) {
            const std::size_t from = (std::size_t(y / times) * std::size_t(cells.width) + std::size_t(x / times)) * 4;
            large.rgba.insert(large.rgba.end(), &cells.rgba[from], &cells.rgba[from] + 4);
        }
    return large;
}

/// What stands in <defs>. An id says what it holds, so that pages with several figures need no ids of their own.
class Definitions {
public:
    std::string hatch(const Rectangle& r) {
        static constexpr const char* kNames[] = {"", "forward", "backward", "cross", "dots", "horizontal", "vertical"};
        const std::string s = decimal(r.hatchSpacing);
        const std::string id = std::string("hatch-") + kNames[std::size_t(r.hatch)] + "-" + s + "-" +
                               hex(r.hatchColor).substr(1) + "-" + std::to_string(r.hatchColor.a);
        const bool slanted = r.hatch == Hatch::Forward || r.hatch == Hatch::Backward || r.hatch == Hatch::Cross;
        const bool along = r.hatch == Hatch::Forward || r.hatch == Hatch::Vertical || r.hatch == Hatch::Cross;
        const bool across = r.hatch == Hatch::Backward || r.hatch == Hatch::Horizontal || r.hatch == Hatch::Cross;
        std::string marks;
        if (along) marks += "<path d=\"M0 0H1V" + s + "H0z\"/>";
        if (across)
            marks += "<path d=\"M" + std::string(along ? "1" : "0") + " 0H" + s + "V1H" + (along ? "1" : "0") + "z\"/>";
        if (r.hatch == Hatch::Dots)
            marks += "<circle" + attribute("cx", r.hatchSpacing / 2) + attribute("cy", r.hatchSpacing / 2) +
                     attribute("r", hatchDotRadius(r.hatchSpacing)) + "/>";
        add(id, "<pattern id=\"" + id + "\" patternUnits=\"userSpaceOnUse\"" + attribute("width", s) +
                    attribute("height", s) + (slanted ? attribute("patternTransform", "rotate(45)") : "") + "><g" +
                    paint("fill", r.hatchColor) + ">" + marks + "</g></pattern>");
        return attribute("fill", "url(#" + id + ")");
    }

    /// Turns a black box into its shadow, which lies beside the box only.
    std::string shadow(const ShadowStyle& style) {
        const std::string id = "shadow-" + decimal(style.sigma) + "-" + decimal(style.dy);
        add(id, "<filter id=\"" + id +
                    "\" x=\"-1\" y=\"-1\" width=\"3\" height=\"3\" color-interpolation-filters=\"sRGB\">"
                    "<feGaussianBlur in=\"SourceAlpha\"" +
                    attribute("stdDeviation", style.sigma) + "/><feOffset" + attribute("dy", style.dy) +
                    "/><feComposite operator=\"out\" in2=\"SourceAlpha\"/></filter>");
        return attribute("filter", "url(#" + id + ")") + attribute("opacity", style.opacity);
    }

    std::string text() const { return text_.empty() ? "" : "<defs>\n" + text_ + "</defs>\n"; }

private:
    void add(const std::string& id, const std::string& element) {
        if (ids_.insert(id).second) text_ += element + "\n";
    }

    std::set<std::string> ids_;
    std::string text_;
};

/// Writes one primitive after the other, each on a line of its own: a golden file then differs where the figure does.
class PrimitiveWriter {
public:
    explicit PrimitiveWriter(Definitions& definitions) : definitions_(definitions) {}
    std::string take() { return std::move(out_); }

    void operator()(const Rectangle& original) {
        const Rectangle r = snapped(original);
        if (r.box.empty()) return;
        const std::string outline = position(r.box) + (r.radius > 0 ? attribute("rx", r.radius) : std::string());
        if (r.shadow) line("<rect" + outline + definitions_.shadow(shadowStyle(r)) + "/>");
        const bool hatched = r.hatch != Hatch::None && r.hatchColor.a > 0;
        std::string edge;
        if (hasStroke(r)) {
            const float length = outlineLength(r.box, r.radius);
            edge = stroke(r.stroke, r.strokeWidth, dashPattern(r.dash, r.strokeWidth, length, true));
        }
        if (hatched) {
            if (r.fill.a > 0) line("<rect" + outline + paint("fill", r.fill) + "/>");
            line("<rect" + outline + definitions_.hatch(r) + edge + "/>");
        } else if (r.fill.a > 0 || !edge.empty()) {
            line("<rect" + outline + paint("fill", r.fill) + edge + "/>");
        }
    }

    void operator()(const Path& original) {
        const Path p = snapped(original);
        if (p.points.size() < 2) return;
        std::string points;
        for (const Point& at : p.points) points += (points.empty() ? "" : " ") + decimal(at.x) + "," + decimal(at.y);
        std::string edge;
        if (hasStroke(p))
            edge = stroke(p.stroke, p.strokeWidth, dashPattern(p.dash, p.strokeWidth, lengthOf(p), p.closed));
        line((p.closed ? "<polygon" : "<polyline") + attribute("points", points) +
             paint("fill", p.closed ? p.fill : kNone) + edge + "/>");
    }

    /// Browsers collapse the spaces at the ends of an element, so these are left out and the run starts further right.
    void operator()(const Text& t) {
        static constexpr const char* kClasses[] = {"w", "w b", "n", "n b", "s"};
        const std::size_t first = t.text.find_first_not_of(' '), last = t.text.find_last_not_of(' ');
        if (first == std::string::npos || t.color.a == 0) return;
        const float space = textWidth(" ", t.font, t.size);
        const std::size_t around = t.text.size() - (last - first + 1);
        line("<text" + attribute("class", kClasses[std::size_t(t.font)]) +
             attribute("x", t.origin.x + space * float(first)) + attribute("y", t.origin.y) +
             attribute("font-size", t.size) + attribute("textLength", t.width - space * float(around)) +
             attribute("lengthAdjust", "spacingAndGlyphs") + paint("fill", t.color) + ">" +
             xmlEscaped(std::string_view(t.text).substr(first, last - first + 1)) + "</text>");
    }

    void operator()(const Image& original) {
        if (!original.pixels || original.box.empty()) return;
        const Image image = snapped(original);
        // A picture shown smaller than it is is averaged, as the painter does.
        const bool averaged = image.smooth || image.box.width < float(image.pixels->width) ||
                              image.box.height < float(image.pixels->height);
        line("<image" + position(image.box) + attribute("preserveAspectRatio", "none") +
             (averaged ? std::string() : attribute("image-rendering", "pixelated")) +
             attribute("xlink:href",
                       "data:image/png;base64," + base64(encodePng(image.smooth ? *image.pixels : magnified(image)))) +
             "/>");
    }

private:
    void line(const std::string& element) { out_ += element + "\n"; }

    Definitions& definitions_;
    std::string out_;
};

/// "output(1,1) = 6", and its sentence on a line of its own.
std::string spoken(const Region& region) {
    std::string text = region.name;
    const std::string value = !region.text.empty() ? region.text : region.value ? formatNumber(*region.value) : "";
    if (!value.empty()) text += " = " + value;
    if (!region.shape.empty()) text += ": " + formatNumber(region.minimum) + " … " + formatNumber(region.maximum);
    const std::string sentence = plainText(region.sentence);
    return sentence.empty() ? text : text + "\n" + sentence;
}

/// Invisible rectangles that answer the pointer with their title; the topmost last, as in Figure::hit.
std::string regionElements(const Figure& figure) {
    std::vector<const Region*> drawn;
    for (const Region& region : figure.regions)
        if (!region.box.empty()) drawn.push_back(&region);
    std::stable_sort(drawn.begin(), drawn.end(), [](const Region* a, const Region* b) { return a->layer < b->layer; });
    if (drawn.empty()) return "";

    std::string text = "<g fill=\"none\" pointer-events=\"all\">\n";
    for (const Region* region : drawn)
        text += "<rect" + position(region->box) + "><title>" + xmlEscaped(spoken(*region)) + "</title></rect>\n";
    return text + "</g>\n";
}

// Kerning and ligatures off: the layout adds advances (JetBrains Mono would draw "->" as one arrow).
constexpr const char* kStyle =
    "<style>\n"
    "text{white-space:pre;font-kerning:none;font-variant-ligatures:none;font-feature-settings:\"calt\" 0}\n"
    ".w{font-family:Inter,\"Helvetica Neue\",Arial,sans-serif}\n"
    ".n{font-family:\"JetBrains Mono\",Menlo,Consolas,\"DejaVu Sans Mono\",monospace}\n"
    ".s{font-family:\"DejaVu Sans\",\"Segoe UI Symbol\",sans-serif}\n"
    ".w.b{font-weight:600}\n"
    ".n.b{font-weight:700}\n"
    "</style>\n";

}  // namespace

std::string toSvg(const Figure& figure, const std::string& title) {
    Definitions definitions;
    PrimitiveWriter writer(definitions);
    for (const Primitive& primitive : figure.primitives) std::visit(writer, primitive);

    const std::string width = decimal(figure.size.width), height = decimal(figure.size.height);
    std::string svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\"" +
        attribute("width", width) + attribute("height", height) + attribute("viewBox", "0 0 " + width + " " + height) +
        attribute("role", "img") + attribute("xml:space", "preserve") + ">\n";
    svg += "<title>" + xmlEscaped(title) + "</title>\n";
    svg += kStyle + definitions.text();
    if (figure.background.a > 0)
        svg += "<rect" + attribute("width", width) + attribute("height", height) + paint("fill", figure.background) +
               "/>\n";
    return svg + "<g stroke-linejoin=\"round\">\n" + writer.take() + "</g>\n" + regionElements(figure) + "</svg>\n";
}

}  // namespace seglab::figure
