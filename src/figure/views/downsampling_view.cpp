#include "figure/views/downsampling_view.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/grid_parts.h"
#include "figure/views/heat_map.h"

namespace seglab::figure {

using core::Downsampled;
using core::DownsamplingMethod;
using core::Matrix;

namespace {

std::string titleOf(DownsamplingMethod method, const DownsamplingScene& s) {
    const int n = s.settings.stride;
    const std::string square = fmt::format("{0} × {0}", n);
    switch (method) {
        case DownsamplingMethod::EveryNth:
            return n == 2 ? "every second pixel" : n == 3 ? "every third pixel" : "every fourth pixel";
        case DownsamplingMethod::Convolution:
            return "strided convolution";
        case DownsamplingMethod::MaxPooling:
            return "max pooling " + square;
        case DownsamplingMethod::AveragePooling:
            return "average pooling " + square;
        case DownsamplingMethod::BlurredFirst:
            break;
    }
    return "blur, then every " + std::string(n == 2 ? "second" : n == 3 ? "third" : "fourth");
}

std::string stemOf(DownsamplingMethod method) {
    std::string stem(core::toString(method));
    std::replace(stem.begin(), stem.end(), '-', '_');
    return stem;
}

std::string percent(double share) {
    const double value = 100 * share;
    return fmt::format("{:.{}f} %", value, value > 0 && value < 0.95 ? 1 : 0);
}

std::string oneDecimal(double value) {
    return fmt::format("{:.1f}", value);
}

/// Decades of magnitude: a spectrum spans too many for a linear map.
constexpr Range kSpectrumRange{-1.5, 1};

DrawnPlane spectrumPlane(Matrix spectrum) {
    for (double& v : spectrum.values) v = std::log10(std::max(v, 1e-3));
    return heatPlane(spectrum, ColorMap::Magma, kSpectrumRange);
}

struct Slot {
    Box box;              ///< of the whole panel
    Box picture, second;  ///< squares
    float text;           ///< size of its words
    bool numbers;
};

/// Three panels in two rows (two in three rows where the stage is high), each with two squares beside or below each
/// other.
struct Layout {
    int columns = 3;
    bool stacked = false;
    bool numbers = true;  ///< below each panel
    float side = 0, text = 0, gap = 0;
    Box area;

    Size panel() const {
        const float words = (numbers ? 3.6f : 1.7f) * text;
        return stacked ? Size{side, 2 * side + 0.5f * gap + words} : Size{2 * side + 0.5f * gap, side + words};
    }
    float rows() const { return float((6 + columns - 1) / columns); }
    Size whole() const {
        const Size one = panel();
        return {float(columns) * one.width + float(columns - 1) * gap, rows() * one.height + (rows() - 1) * gap};
    }
    Slot slot(int index) const {
        const Size one = panel(), all = whole();
        const float x = area.x + (area.width - all.width) / 2 + float(index % columns) * (one.width + gap);
        const float y = area.y + (area.height - all.height) / 2 + float(index / columns) * (one.height + gap);
        const Box first{x, y + 1.7f * text, side, side};
        Box second = first;
        if (stacked)
            second.y += side + 0.5f * gap;
        else
            second.x += side + 0.5f * gap;
        return {{x, y, one.width, one.height}, first, second, text, numbers};
    }
};

Layout solve(const Box& area, const View& view) {
    Layout best;
    float score = -1;
    for (int variant = 0; variant < 12; ++variant) {
        Layout l{.columns = variant % 3 == 0   ? 2
                            : variant % 3 == 1 ? 3
                                               : 6,
                 .stacked = variant % 2 == 1,
                 .numbers = variant < 6,
                 .text = std::max(smallestText(view), 0.85f * view.em()),
                 .gap = 1.3f * view.em(),
                 .area = area};
        for (l.side = 600 * view.scale; l.side > 4; l.side -= 2)
            if (l.whole().width <= area.width && l.whole().height <= area.height) break;
        // Titles need 12 em; numbers are worth a quarter of the pictures' side.
        const float worth = (l.panel().width < 12 * l.text ? 0.1f : 1) * (l.numbers ? 1.25f : 1) * l.side;
        if (worth > score) best = l, score = worth;
    }
    return best;
}

class Panel {
public:
    Panel(Figure& figure, const DownsamplingScene& scene, const Slot& slot) : figure_(figure), s_(scene), slot_(slot) {}

    void original() {
        title("[input|picture] [n|" + timesText({s_.picture.rows, s_.picture.columns}) + "]");
        drawPlane(figure_, slot_.picture, s_.pictures.picture, {.name = "picture", .role = "input"}, s_.view);
        if (s_.aspect == DownsamplingAspect::Shift) {
            words("it moves right by one pixel:", 0);
            words("what changes in each output?", 1);
            return;
        }
        map("picture_spectrum", s_.pictures.spectrum);
        // What the smaller grid can carry.
        const float inner = slot_.second.width / float(s_.settings.stride);
        const Point c = slot_.second.centre();
        drawFrame(figure_, {c.x - inner / 2, c.y - inner / 2, inner, inner},
                  {.color = roleColor(Role::Kernel, s_.view.theme), .width = 2, .dash = Dash::Dashed}, s_.view);
        words("right: its frequencies; within the [kernel|dashes]", 0);
        words("those that the smaller grid can carry", 1);
    }

    void way(const Downsampled& d, const DownsamplingPictures::Way& drawn) {
        title("[output|" + titleOf(d.method, s_) + "]");
        const std::string stem = stemOf(d.method);
        drawPlane(figure_, slot_.picture, drawn.output, {.name = stem, .role = "output"}, s_.view);
        if (s_.aspect == DownsamplingAspect::Shift) {
            map(stem + "_change", drawn.change);
            const std::string mean = oneDecimal(d.meanChange), peak = oneDecimal(d.mostChange);
            words("mean change {} of 255", 0, stem + "_mean_change", d.meanChange, mean);
            words("at most {}", 1, stem + "_most_change", d.mostChange, peak);
            return;
        }
        map(stem + "_spectrum", drawn.spectrum);
        words("{} of the energy folded", 0, stem + "_folded", d.folded, percent(d.folded));
        words("contrast {}", 1, stem + "_contrast", d.contrast, percent(d.contrast));
    }

    void waiting(DownsamplingMethod method) {
        title(titleOf(method, s_));
        for (const Box& box : {slot_.picture, slot_.second})
            figure_.primitives.push_back(Rectangle{.box = box,
                                                   .stroke = palette(s_.view.theme).hairline,
                                                   .strokeWidth = s_.view.scale,
                                                   .dash = Dash::Dashed});
    }

private:
    TextStyle style() const { return {.size = slot_.text, .font = Font::Words, .color = palette(s_.view.theme).muted}; }
    void title(const std::string& markup) {
        if (markupWidth(markup, style()) > slot_.box.width + slot_.text) return;
        addMarkup(figure_, {slot_.box.x, slot_.box.y + 1.05f * slot_.text}, markup, style(), s_.view.theme);
    }
    void words(const std::string& markup, int line) {
        const float used = slot_.box.height - 1.9f * slot_.text;
        const Point at{slot_.box.x, slot_.box.y + used + (line + 1) * 1.25f * slot_.text};
        if (slot_.numbers && markupWidth(markup, style()) <= slot_.box.width + slot_.text)
            addMarkup(figure_, at, markup, style(), s_.view.theme);
    }
    /// `markup` with "{}" for the number.
    void words(const char* markup, int line, const std::string& name, double value, const std::string& number) {
        Region region{.name = name, .role = "number"};
        const bool hidden = s_.view.hides(region);
        region.text = hidden ? "?" : number;
        if (!hidden) region.value = value;
        words(fmt::format(fmt::runtime(markup), "[n|" + region.text + "]"), line);
        const float used = slot_.box.height - 1.9f * slot_.text;
        if (slot_.numbers)
            region.box = {slot_.box.x, slot_.box.y + used + (line + 0.1f) * 1.25f * slot_.text, slot_.box.width,
                          1.2f * slot_.text};
        figure_.regions.push_back(region);
    }
    void map(const std::string& name, const DrawnPlane& plane) {
        drawPlane(figure_, slot_.second, plane, {.name = name, .role = "map"}, s_.view);
    }

    Figure& figure_;
    const DownsamplingScene& s_;
    const Slot& slot_;
};

}  // namespace

DownsamplingPictures::DownsamplingPictures(const Matrix& plane, const std::vector<Downsampled>& all)
    : picture(greyPlane(plane)), spectrum(spectrumPlane(core::spectrumWithoutMean(plane))) {
    double most = 1;
    for (const Downsampled& d : all) most = std::max(most, d.mostChange);
    change = {0, 10 * std::ceil(most / 10)};  // a short number on the bar
    for (const Downsampled& d : all)
        ways.push_back(
            {greyPlane(d.output), spectrumPlane(d.spectrum), heatPlane(d.change, ColorMap::Viridis, change)});
}

void drawDownsamplingView(Figure& figure, const Box& area, const DownsamplingScene& scene) {
    const bool shift = scene.aspect == DownsamplingAspect::Shift;
    const Range range = shift ? scene.pictures.change : kSpectrumRange;
    const float text = std::max(smallestText(scene.view), 0.85f * scene.view.em());
    const TextStyle muted{.size = text, .font = Font::Words, .color = palette(scene.view.theme).muted};
    // One colour bar for all maps, which have one range.
    const std::string of = shift ? "change" : "log₁₀";
    const float bar =
        std::max(textWidth(of, Font::Words, text), text + colorBarLabelWidth(range, 12 * text, scene.view));
    const Layout layout = solve({area.x, area.y, area.width - bar - 1.5f * text, area.height}, scene.view);
    const Size whole = layout.whole();
    const Point corner{layout.area.x + (layout.area.width + whole.width) / 2 + 1.5f * text, layout.slot(0).picture.y};
    addText(figure, {corner.x, corner.y - 0.6f * text}, of, muted);
    addColorBar(figure, {corner.x, corner.y, text, std::max(layout.side, 6 * text)},
                shift ? ColorMap::Viridis : ColorMap::Magma, range, scene.view);
    const Slot first = layout.slot(0);
    Panel(figure, scene, first).original();
    for (int i = 0; i < int(scene.ways.size()); ++i) {
        const Slot slot = layout.slot(i + 1);
        Panel panel(figure, scene, slot);
        if (i < scene.step)
            panel.way(scene.ways[std::size_t(i)], scene.pictures.ways[std::size_t(i)]);
        else
            panel.waiting(scene.ways[std::size_t(i)].method);
    }
}

std::string downsamplingCaption(const DownsamplingScene& s) {
    if (s.step == 0)
        return fmt::format(
            "Five ways from a [input|{} picture] to every [stride|{}] pixels: what survives, and what "
            "turns into something that was never there?",
            timesText({s.picture.rows, s.picture.columns}), s.settings.stride);
    const Downsampled& d = s.ways[std::size_t(s.step) - 1];
    const std::string title = titleOf(d.method, s);
    if (s.aspect == DownsamplingAspect::Shift)
        return fmt::format(
            "[output|{}]: when the [input|picture] moves right by one pixel, the output changes by {} of "
            "255 on average, and by {} at most.",
            title, oneDecimal(d.meanChange), oneDecimal(d.mostChange));
    std::string why;
    switch (d.method) {
        case DownsamplingMethod::EveryNth:
            why = "nothing holds fine stripes back, so they come out as coarse ones";
            break;
        case DownsamplingMethod::Convolution:
            why = "what it holds back is learned; here, the lab's own kernel divided by its sum";
            break;
        case DownsamplingMethod::MaxPooling:
            why = "bright detail stays, dark lines vanish, new edges appear";
            break;
        case DownsamplingMethod::AveragePooling:
            why = "a small blur, which holds back only a part";
            break;
        case DownsamplingMethod::BlurredFirst:
            why = "a convolution with stride could learn just this";
            break;
    }
    return fmt::format(
        "[output|{}]: {} of the energy lies beyond what the smaller grid can carry and is folded; "
        "contrast {}; {}.",
        title, percent(d.folded), percent(d.contrast), why);
}

}  // namespace seglab::figure
