#include "figure/views/u_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

constexpr float kSpineOfChannel = 0.02f;  // em that a channel adds to a bar's width

class Painter {
public:
    Painter(Figure& figure, const ULayout& layout, const UShape& shape, const View& view)
        : figure_(figure), at_(layout), shape_(shape), view_(view), inks_(palette(view.theme)) {}

    void draw() {
        arrows();
        legend();
        picture(shape_.input, at_.input);
        for (std::size_t i = 0; i < shape_.results.size(); ++i) picture(shape_.results[i], at_.results[i]);
        block(shape_.scores, at_.scores);
        for (std::size_t i = 0; i < shape_.down.size(); ++i) {
            block(shape_.down[i], at_.down[i]);
            spine(at_.down[i].x - em(0.4f), at_.down[i], {{shape_.down[i], inks_.muted}}, -1);
            join(i);
            block(shape_.refine[i], at_.refine[i]);
            spine(at_.refine[i].right() + em(0.4f), at_.refine[i], {{shape_.refine[i], inks_.muted}}, 1);
        }
        block(shape_.bottleneck, at_.bottleneck);
        spine(at_.bottleneck.x - em(0.4f), at_.bottleneck, {{shape_.bottleneck, inks_.muted}}, -1);
    }

private:
    float em(float count) const { return count * view_.em(); }
    TextStyle words(Color color, Font font = Font::Words) const { return {at_.words, font, color}; }
    Color accent(bool now) const { return now ? roleTextColor(Role::Selection, view_.theme) : inks_.ink; }

    // ---- maps

    void block(const UBlock& b, const Box& box) {
        if (b.size.empty()) return;
        title(b, box);
        maps(b, box);
    }

    void maps(const UBlock& b, const Box& box) {
        if (!b.computed()) return outline(box, false);
        MapGrid grid = b.grid;
        if (grid.shown() > b.most) {
            if (grid.order.empty())
                for (int c = 0; c < b.most; ++c) grid.order.push_back(c);
            grid.order.resize(std::size_t(b.most));
        }
        if (view_.hides({.name = grid.name, .role = grid.role})) return covered(box);
        const MapPlaces places = addMapGrid(figure_, box, grid, view_);
        for (const Box& map : places.maps) mark(map, grid.rows(), grid.columns());
        if (b.now) fadeIn(places.all);
        if (b.now)
            drawFrame(figure_, places.all, {roleColor(Role::Selection, view_.theme), 1.5f, Dash::Solid, 3}, view_);
    }

    void outline(const Box& box, bool solid) {
        figure_.primitives.push_back(Rectangle{.box = box,
                                               .stroke = inks_.hairline,
                                               .strokeWidth = view_.scale,
                                               .radius = 2 * view_.scale,
                                               .dash = solid ? Dash::Solid : Dash::Dashed});
    }

    void covered(const Box& box) {
        figure_.primitives.push_back(Rectangle{.box = box,
                                               .fill = inks_.panel,
                                               .hatch = Hatch::Forward,
                                               .hatchColor = inks_.hairline,
                                               .hatchSpacing = 6 * view_.scale});
        addTextCentred(figure_, box, "?", words(inks_.muted, Font::NumbersBold));
    }

    /// What has just been computed appears with the motion of its step.
    void fadeIn(const Box& box) {
        const float missing = view_.backwards ? 0 : 1 - view_.phase;
        if (missing > 0)
            figure_.primitives.push_back(Rectangle{.box = box, .fill = inks_.background.withAlpha(missing)});
    }

    /// The place that is pointed at, in this map's cells.
    void mark(const Box& map, int rows, int columns) {
        if (!shape_.place) return;
        const float width = map.width / float(columns), height = map.height / float(rows);
        const float column = std::min(std::floor(shape_.place->x * float(columns)), float(columns - 1));
        const float row = std::min(std::floor(shape_.place->y * float(rows)), float(rows - 1));
        const float least = 5 * view_.scale;
        const Point centre{map.x + (column + 0.5f) * width, map.y + (row + 0.5f) * height};
        const float w = std::max(width, least), h = std::max(height, least);
        drawFrame(figure_, {centre.x - w / 2, centre.y - h / 2, w, h}, {roleColor(Role::Selection, view_.theme), 1.5f},
                  view_);
    }

    /// The colours from low to high, at the lower left end, where the U leaves room; left out in a window that is too
    /// low.
    void legend() {
        const Box& bar = at_.legend;
        if (bar.bottom() + 1.8f * at_.words > figure_.size.height) return;
        constexpr int kSteps = 64;
        auto pixels = std::make_shared<Pixels>(Pixels{.width = kSteps, .height = 1});
        for (int i = 0; i < kSteps; ++i) {
            const Color c = colorAt(shape_.colors, (i + 0.5) / kSteps, view_.theme);
            pixels->rgba.insert(pixels->rgba.end(), {c.r, c.g, c.b, c.a});
        }
        pixels->version = contentVersion(*pixels);
        figure_.primitives.push_back(Image{.box = bar, .pixels = pixels, .smooth = true});
        addText(figure_, {bar.right() + em(0.5f), bar.bottom() + 0.1f * at_.words}, "low to high", words(inks_.muted));
        addText(figure_, {bar.x, bar.bottom() + 1.4f * at_.words}, shape_.rangeWords, words(inks_.muted));
    }

    // ---- names and sizes

    void title(const UBlock& b, const Box& box) {
        const float baseline = box.y - at_.title + 1.05f * at_.words;
        const std::size_t dot = b.title.find('.');
        const std::string name = b.title.substr(0, dot);
        const float used = addText(figure_, {box.x, baseline}, name, words(accent(b.now), Font::WordsBold));
        const float second = at_.twoLines ? baseline + 1.25f * at_.words : baseline;
        const float free = at_.twoLines ? box.width : box.width - used - 0.5f * at_.words;
        const float size = numbers(b, {at_.twoLines ? box.x : box.right(), second}, free);
        if (dot != std::string::npos && !at_.twoLines) {
            const std::string rest = " " + b.title.substr(dot + 1);
            if (textWidth(rest, Font::Words, at_.words) <= free - size)
                addText(figure_, {box.x + used, baseline}, rest, words(inks_.muted));
        }
        figure_.regions.push_back({.name = b.title,
                                   .role = "layer",
                                   .box = {box.x, baseline - at_.words, used, 1.3f * at_.words},
                                   .text = sizeOf(b, " × "),
                                   .sentence = b.sentence,
                                   .action = b.action});
    }

    static std::string sizeOf(const UBlock& b, const char* times) {
        return fmt::format("{0}{3}{1}{3}{2}", b.size[0], b.size[1], b.size[2], times);
    }

    /// "8 × 64 × 64", the number of channels as a region that can be covered; left out where there is no room. At the
    /// left end in a line of its own, else at the right end. Returns the width.
    float numbers(const UBlock& b, Point at, float room) {
        Region channels{.name = "channels(" + b.place + ")", .role = "channels", .value = double(b.size[0])};
        channels.text = fmt::to_string(b.size[0]);
        if (view_.hides(channels)) {
            const auto guess = view_.guesses.find(channels.name);
            channels.text = guess == view_.guesses.end() ? "?" : formatNumber(guess->second) + "?";
            channels.value.reset();
            channels.action.kind = Action::Kind::Answer;
        }
        const TextStyle style = words(inks_.muted, Font::Numbers), strong = words(inks_.ink, Font::NumbersBold);
        const float first = textWidth(channels.text, strong.font, strong.size);
        std::string rest = fmt::format(" × {} × {}", b.size[1], b.size[2]);
        if (first + textWidth(rest, style.font, style.size) > room) rest = fmt::format("×{}×{}", b.size[1], b.size[2]);
        if (first + textWidth(rest, style.font, style.size) > room) rest.clear();
        if (first > room) return 0;
        const float width = first + textWidth(rest, style.font, style.size);
        const float x = at_.twoLines ? at.x : at.x - width;
        addText(figure_, {x, at.y}, channels.text, strong);
        addText(figure_, {x + first, at.y}, rest, style);
        channels.box = {x, at.y - at_.words, first, 1.3f * at_.words};
        figure_.regions.push_back(channels);
        return width;
    }

    struct Part {
        const UBlock& block;
        Color color;
    };
    float spineWidth(const UBlock& b) const {
        return b.size.empty() ? 0 : std::max(view_.scale, em(kSpineOfChannel) * float(b.thickness()));
    }
    float joinSpine(const UJoin& j) const { return spineWidth(j.up) + spineWidth(j.skip) + view_.scale; }
    /// Bars as thick as the layer has channels, side by side for what is concatenated; they grow to one side.
    void spine(float x, const Box& box, const std::vector<Part>& parts, float side) {
        for (const Part& part : parts) {
            if (part.block.size.empty()) continue;
            const float width = spineWidth(part.block);
            const float left = side < 0 ? x - width : x;
            const float strength = part.block.computed() ? 0.55f : 0.2f;
            figure_.primitives.push_back(Rectangle{.box = {left, box.y, width, box.height},
                                                   .fill = mix(inks_.background, part.color, strength)});
            x += side * (width + view_.scale);
        }
    }

    // ---- joins and skips

    void join(std::size_t i) {
        const UJoin& j = shape_.join[i];
        const Box& above = at_.skipMaps[i];
        const Box& below = at_.upMaps[i];
        const Box both{above.x, above.y, above.width, below.bottom() - above.y};
        const bool concatenated = !j.skip.size.empty();
        const UBlock& named = concatenated && j.skip.computed() ? j.skip : j.up;
        title(named, both);
        if (!concatenated) {
            maps(j.up, both);
            return spine(both.x - em(0.4f), both, {{j.up, inks_.muted}}, -1);
        }
        maps(j.skip, above);
        maps(j.up, below);
        std::vector<Part> parts{{j.up, inks_.muted}};
        if (j.skip.computed()) parts.push_back({j.skip, roleColor(Role::Skip, view_.theme)});
        spine(both.x - em(0.4f), both, parts, -1);
        if (j.skip.computed())
            drawFrame(figure_, above, {roleColor(Role::Skip, view_.theme), 2, Dash::Solid, 1}, view_);
    }

    void skip(std::size_t i) {
        const USkip& s = shape_.skips[i];
        if (!s.there) return;
        const Box& from = at_.down[i];
        const Box& to = at_.skipMaps[i];
        const float y = std::round(to.centre().y);
        const Point start{from.right() + em(0.5f), y}, end{to.x - em(0.7f) - joinSpine(shape_.join[i]), y};
        const bool lit = s.passed && !s.altered;
        const Color ink = !s.passed ? inks_.muted : s.altered ? inks_.ink : roleTextColor(Role::Skip, view_.theme);
        const Color color = lit || s.now ? roleColor(Role::Skip, view_.theme) : inks_.muted;
        addArrow(figure_, {.points = {start, end},
                           .color = s.passed || s.now ? color : inks_.hairline,
                           .strokeWidth = (lit ? 3.0f : 2.0f) * view_.scale,
                           .headLength = em(0.6f),
                           .dash = s.altered ? Dash::Dotted : Dash::Solid});
        const TextStyle style = words(ink, Font::WordsBold);
        const Box box{start.x, y - 1.9f * at_.words, end.x - start.x, 2.4f * at_.words};
        if (textWidth(s.text, style.font, style.size) <= box.width)
            addText(figure_, {box.centre().x, y - 0.65f * at_.words}, s.text, style, Align::Centre);
        figure_.regions.push_back({.name = s.name, .role = "skip", .box = box, .text = s.text, .action = s.action});
    }

    void arrow(std::vector<Point> points, bool passed) {
        addArrow(figure_, {.points = std::move(points),
                           .color = passed ? inks_.muted : inks_.hairline,
                           .strokeWidth = 1.5f * view_.scale,
                           .headLength = em(0.5f)});
    }

    /// A word beside the upper end of an arrow, where there is room.
    void arrowWords(Point at, const std::string& text, float room, bool passed) {
        const TextStyle style = words(passed ? inks_.muted : inks_.hairline);
        if (!passed || textWidth(text, style.font, style.size) > room) return;
        addText(figure_, at, text, style);
    }

    void arrows() {
        const std::size_t levels = shape_.down.size();
        for (std::size_t i = 0; i < levels; ++i) skip(i);
        const float inset = em(0.35f);
        for (std::size_t i = 0; i + 1 < levels; ++i) {
            const Box& from = at_.down[i];
            const float x = at_.down[i + 1].x + em(0.6f), end = at_.down[i + 1].y - at_.title - 0.1f * at_.words;
            arrow({{x, from.bottom() + inset}, {x, end}}, shape_.down[i + 1].computed());
            arrowWords({x + em(0.6f), from.bottom() + inset + 0.95f * at_.words}, shape_.poolWords, from.width - em(1),
                       shape_.down[i + 1].computed());
            const Box& source = at_.refine[i + 1];
            const float right = at_.upMaps[i].right() - em(0.6f), top = at_.upMaps[i].bottom() + inset;
            const float start = source.y - at_.title - 0.1f * at_.words;
            arrow({{std::max(right, source.x + em(0.6f)), start}, {right, top}}, shape_.join[i].up.computed());
            arrowWords({std::max(right, source.x) + em(1.2f), start - 0.25f * at_.words}, shape_.upWords,
                       at_.refine[i].right() - right - em(1.2f), shape_.join[i].up.computed());
        }
        bend(levels - 1);
        ends();
    }

    /// From the input into the U, and from its end to the scores.
    void ends() {
        const Box& first = at_.down.front();
        if (at_.input.bottom() < first.y) {
            const float x = at_.input.x + em(0.6f);
            return arrow({{x, at_.input.bottom() + em(0.35f)}, {x, first.y - at_.title - 0.1f * at_.words}}, true);
        }
        const float y = at_.input.centre().y, spines = em(0.5f) + spineWidth(shape_.down.front());
        arrow({{at_.input.right() + em(0.4f), y}, {first.x - spines - em(0.3f), y}}, true);
        const float right = at_.refine.front().right() + em(0.8f) + spineWidth(shape_.refine.front());
        arrow({{right, y}, {at_.results.front().x - em(0.4f), y}}, shape_.scores.computed());
    }

    /// The two curves at the bottom of the U.
    void bend(std::size_t last) {
        const Box& low = at_.bottleneck;
        const float y = low.centre().y, inset = em(0.35f), spines = em(1.9f);
        const Point from{at_.down[last].x + em(0.6f), at_.down[last].bottom() + inset};
        const Point left{low.x - spines, y};
        arrow(curve({from, {from.x, y}, {from.x, y}, left}), shape_.bottleneck.computed());
        const Point right{low.right() + em(0.5f), y};
        const Point to{at_.upMaps[last].right() - em(0.6f), at_.upMaps[last].bottom() + inset};
        arrow(curve({right, {to.x, y}, {to.x, y}, to}), shape_.join[last].up.computed());
    }

    // ---- pictures

    /// The number alone where there is no room for its words.
    void note(const std::string& markup, Point at) {
        const TextStyle style = words(inks_.muted);
        const bool fits = at.x + markupWidth(markup, style) <= figure_.size.width;
        addMarkup(figure_, at, fits ? markup : markup.substr(std::min(markup.find('['), markup.size())), style,
                  view_.theme);
    }

    void picture(const UPicture& p, const Box& box) {
        const float baseline = box.y - 0.45f * at_.words;
        const Role role = roleNamed(p.role);
        const Color ink = p.now ? accent(true) : role == Role::Ink ? inks_.ink : roleTextColor(role, view_.theme);
        addText(figure_, {box.x, baseline}, p.title, words(ink, Font::WordsBold));
        Region region{.name = p.name, .role = p.role, .box = box, .shape = p.shape};
        if (!p.pixels) return outline(box, false);
        if (view_.hides(region)) {
            covered(box);
            region.action.kind = Action::Kind::Answer;
        } else {
            figure_.primitives.push_back(Image{.box = box, .pixels = p.pixels});
            mark(box, p.shape[0], p.shape[1]);
            if (p.now) fadeIn(box);
            drawFrame(figure_, box, {p.now ? roleColor(Role::Selection, view_.theme) : inks_.hairline, 1.5f}, view_);
            if (!p.note.empty()) note(p.note, {box.x, box.bottom() + 1.25f * at_.words});
        }
        figure_.regions.push_back(std::move(region));
    }

    Figure& figure_;
    const ULayout& at_;
    const UShape& shape_;
    const View& view_;
    const Palette& inks_;
};

}  // namespace

void addUShape(Figure& figure, const Box& box, const UShape& shape, const View& view) {
    Painter(figure, layoutU(box, shape, view), shape, view).draw();
}

}  // namespace seglab::figure
