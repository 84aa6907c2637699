#include "figure/layout_check.h"

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/xml.h"

namespace seglab::figure {

namespace {

constexpr float kRounding = 0.75f;  // px that ink may cross an edge or other ink: less than an antialiased pixel

struct Ink {
    const Text* text;
    Box box;
    std::size_t order;  ///< in the figure's primitives
};

std::string at(const Box& box) {
    return " at " + decimal(box.x) + "," + decimal(box.y) + " (" + decimal(box.width) + " x " + decimal(box.height) +
           ")";
}

std::string quoted(const Text& text) {
    return "\"" + text.text + "\"";
}

/// False also where a coordinate is not a number.
bool inside(const Box& box, Size size) {
    return box.x >= -kRounding && box.y >= -kRounding && box.right() <= size.width + kRounding &&
           box.bottom() <= size.height + kRounding;
}

Box intersection(const Box& a, const Box& b) {
    const float left = std::max(a.x, b.x), top = std::max(a.y, b.y);
    return {left, top, std::min(a.right(), b.right()) - left, std::min(a.bottom(), b.bottom()) - top};
}

bool covers(const Primitive& primitive, const Box& box) {
    const auto around = [&](const Box& outer) {
        return outer.x <= box.x && outer.y <= box.y && outer.right() >= box.right() && outer.bottom() >= box.bottom();
    };
    if (const auto* rectangle = std::get_if<Rectangle>(&primitive))
        return rectangle->fill.a == 255 && around(rectangle->box.inset(rectangle->radius * 0.3f));
    const auto* image = std::get_if<Image>(&primitive);
    return image && image->pixels && around(image->box);
}

/// Whether something opaque lies between the two texts where they meet.
bool covered(const Figure& figure, const Ink& a, const Ink& b, const Box& meeting) {
    for (std::size_t i = std::min(a.order, b.order) + 1; i < std::max(a.order, b.order); ++i)
        if (covers(figure.primitives[i], meeting)) return true;
    return false;
}

std::vector<Ink> visibleInks(const Figure& figure) {
    std::vector<Ink> inks;
    for (std::size_t i = 0; i < figure.primitives.size(); ++i) {
        const auto* text = std::get_if<Text>(&figure.primitives[i]);
        if (!text || text->color.a == 0) continue;
        const Box box = inkBox(*text);
        if (!(box.width <= 0)) inks.push_back({text, box, i});
    }
    return inks;
}

/// Compares each ink with those that begin before it ends, from top to bottom.
void findOverlaps(const Figure& figure, std::vector<Ink> inks, std::vector<std::string>& problems) {
    std::stable_sort(inks.begin(), inks.end(), [](const Ink& a, const Ink& b) { return a.box.y < b.box.y; });
    for (std::size_t i = 0; i < inks.size(); ++i)
        for (std::size_t j = i + 1; j < inks.size() && inks[j].box.y < inks[i].box.bottom(); ++j) {
            const Box meeting = intersection(inks[i].box, inks[j].box);
            if (!(meeting.width > kRounding && meeting.height > kRounding)) continue;
            if (covered(figure, inks[i], inks[j], meeting)) continue;
            problems.push_back("the text " + quoted(*inks[i].text) + " lies over " + quoted(*inks[j].text) +
                               at(meeting));
        }
}

}  // namespace

std::vector<std::string> layoutProblems(const Figure& figure, float smallest) {
    std::vector<std::string> problems;
    std::vector<Ink> inks = visibleInks(figure);
    for (const Ink& ink : inks) {
        if (!inside(ink.box, figure.size))
            problems.push_back("the text " + quoted(*ink.text) + at(ink.box) + " is outside of the figure");
        if (!(ink.text->size >= smallest - 0.01f))
            problems.push_back("the text " + quoted(*ink.text) + at(ink.box) + " is only " + decimal(ink.text->size) +
                               " px large");
    }
    inks.erase(std::remove_if(inks.begin(), inks.end(), [](const Ink& ink) { return std::isnan(ink.box.y); }),
               inks.end());
    findOverlaps(figure, std::move(inks), problems);
    for (const Region& region : figure.regions)
        if (!region.box.empty() && !inside(region.box, figure.size))
            problems.push_back("the region " + region.name + at(region.box) + " is outside of the figure");
    return problems;
}

}  // namespace seglab::figure
