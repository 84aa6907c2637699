#include "figure/views/halving_view.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/grid_parts.h"

namespace seglab::figure {

using core::HalvingLevel;
using core::Pair;

namespace {

constexpr float kLine = 1.9f;  // em, of the table

bool isLast(const HalvingScene& s, int level) {
    return level + 1 >= int(s.floor.size());
}

/// One level: a rectangle whose far strips, which the next halving does not read, are hatched.
void drawLevel(Figure& figure, const HalvingScene& s, int level, const Box& box) {
    const Palette& inks = palette(s.view.theme);
    const Role role = level == 0 ? Role::Input : Role::Output;
    figure.primitives.push_back(Rectangle{.box = box, .fill = roleTint(role, s.view.theme, 0.14f)});
    if (!isLast(s, level)) {
        const HalvingLevel &now = s.floor[std::size_t(level)], &next = s.floor[std::size_t(level) + 1];
        // A strip is as wide as its one row, and never too thin to be seen.
        const float thick = 3.5f * s.view.scale;
        const float down = std::max(thick, box.height / float(now.size.height));
        const float across = std::max(thick, box.width / float(now.size.width));
        auto strip = [&](const Box& part) {
            figure.primitives.push_back(
                Rectangle{.box = part,
                          .fill = mix(inks.raised, roleColor(Role::Selection, s.view.theme), 0.3f),
                          .hatch = Hatch::Cross,
                          .hatchColor = roleColor(Role::Selection, s.view.theme),
                          .hatchSpacing = 3 * s.view.scale});
        };
        if (next.unread.height) strip({box.x, box.bottom() - down, box.width, down});
        if (next.unread.width) strip({box.right() - across, box.y, across, box.height});
    }
    drawFrame(figure, box, {.color = roleColor(role, s.view.theme), .width = 2}, s.view);
}

/// The row of rectangles, to scale, all on one base line.
void drawLevels(Figure& figure, const Box& area, const HalvingScene& s) {
    const float em = s.view.em(), gap = 1.4f * em;
    const Pair picture = s.floor[0].size;
    float sum = 0;
    for (const HalvingLevel& level : s.floor) sum += float(level.size.width) / float(picture.width);
    const float room = area.width - gap * float(s.floor.size() - 1);
    const float scale = std::min(room / sum / float(picture.width), (area.height - 2 * em) / float(picture.height));
    const float width = sum * scale * float(picture.width) + gap * float(s.floor.size() - 1);
    float x = area.x + (area.width - width) / 2;
    const float base = area.bottom() - 1.7f * em;
    for (int level = 0; level < int(s.floor.size()); ++level) {
        const Pair size = s.floor[std::size_t(level)].size;
        const float least = 5 * s.view.scale;
        const float w = std::max(least, float(size.width) * scale), h = std::max(least, float(size.height) * scale);
        if (level <= s.step) drawLevel(figure, s, level, {x, base - h, w, h});
        const TextStyle style{.size = std::max(smallestText(s.view), 0.85f * em),
                              .font = Font::NumbersBold,
                              .color = palette(s.view.theme).muted};
        addText(figure, {x + w / 2, base + 1.3f * em}, std::to_string(level), style, Align::Centre);
        x += w + gap;
    }
}

struct Column {
    const char* heading;
    float width;  ///< em
};
constexpr Column kColumns[] = {{"level", 3.2f},        {"size", 6.6f}, {"not read", 7.6f},
                               {"doubled back", 6.8f}, {"size", 6.6f}, {"doubled back", 6.8f}};
constexpr float kFloorWidth = 24.2f, kTableWidth = 37.6f;  ///< without and with the ceiling

class Table {
public:
    Table(Figure& figure, const HalvingScene& scene, Point at, float unit, bool ceil)
        : figure_(figure), s_(scene), at_(at), unit_(unit), ceil_(ceil) {}

    void draw() {
        const TextStyle words = style(Font::WordsBold, palette(s_.view.theme).muted);
        addText(figure_, {left(1), at_.y + unit_}, "floor: 2 × 2, no padding", words);
        if (ceil_) addText(figure_, {left(4), at_.y + unit_}, "ceiling: 3 × 3, padding 1", words);
        for (int c = 0; c < (ceil_ ? 6 : 4); ++c)
            addText(figure_, {left(c), at_.y + 2.6f * unit_}, kColumns[c].heading,
                    style(Font::Words, palette(s_.view.theme).muted));
        const float y = at_.y + 3.1f * unit_;
        figure_.primitives.push_back(
            Path{.points = {{at_.x, y}, {at_.x + (ceil_ ? kTableWidth : kFloorWidth) * unit_, y}},
                 .stroke = palette(s_.view.theme).hairline,
                 .strokeWidth = s_.view.scale});
        for (int level = 0; level < int(s_.floor.size()); ++level) row(level, y + kLine * unit_ * float(level));
    }

private:
    float left(int column) const {
        float x = at_.x;
        for (int c = 0; c < column; ++c) x += kColumns[c].width * unit_;
        return x;
    }

    TextStyle style(Font font, Color color) const { return {.size = 0.9f * unit_, .font = font, .color = color}; }

    /// "113 × 150" as two regions; a number that differs from the picture's is bold.
    struct Sizes {
        const char* stem;
        const char* role;
        int column;
        Pair size;
        Color color;
        bool bold = false;
    };
    void sizes(int level, float baseline, const Sizes& of) {
        float x = left(of.column);
        const TextStyle number = style(of.bold ? Font::NumbersBold : Font::Numbers, of.color);
        for (int axis = 0; axis < 2; ++axis) {
            Region region{.name = cellName(of.stem, level, axis), .role = of.role};
            const bool hidden = s_.view.hides(region), told = level <= s_.step;
            const auto guess = s_.view.guesses.find(region.name);
            const bool guessed = guess != s_.view.guesses.end(), right = guessed && guess->second == of.size[axis];
            region.text = std::to_string(of.size[axis]);
            region.value = of.size[axis];
            if (!told || (hidden && !right)) region.value.reset(), region.text = told ? "?" : "";
            if (told && hidden && !right) region.action.kind = Action::Kind::Answer;
            const std::string drawn =
                told && hidden && guessed && !right ? formatNumber(guess->second) + " ✗" : region.text;
            const float width = told ? addText(figure_, {x, baseline}, drawn, number) : 0;
            region.box = {x, baseline - unit_, std::max(width, unit_), 1.3f * unit_};
            figure_.regions.push_back(region);
            x += width;
            if (axis == 0 && told) x += addText(figure_, {x, baseline}, " × ", number);
        }
    }

    void row(int level, float y) {
        const Palette& inks = palette(s_.view.theme);
        const float baseline = y + 0.68f * kLine * unit_;
        addText(figure_, {left(0), baseline}, std::to_string(level), style(Font::Numbers, inks.muted));
        const HalvingLevel& f = s_.floor[std::size_t(level)];
        sizes(level, baseline,
              {"level", "size", 1, f.size, roleTextColor(level ? Role::Output : Role::Input, s_.view.theme), true});
        unread(level, baseline, f.unread);
        const Pair picture = s_.floor[0].size;
        auto back = [&](const Pair& doubled) {
            return doubled == picture ? inks.ink : roleTextColor(Role::Selection, s_.view.theme);
        };
        if (level > 0) sizes(level, baseline, {"doubled", "doubled", 3, f.doubled, back(f.doubled)});
        if (!ceil_ || level >= int(s_.ceil.size())) return;
        const HalvingLevel& c = s_.ceil[std::size_t(level)];
        sizes(level, baseline,
              {"ceil", "size", 4, c.size, roleTextColor(level ? Role::Output : Role::Input, s_.view.theme), true});
        if (level > 0) sizes(level, baseline, {"ceil_doubled", "doubled", 5, c.doubled, back(c.doubled)});
    }

    /// What the halving to this level leaves out.
    void unread(int level, float baseline, Pair lost) {
        bool hidden = false;
        for (int axis = 0; axis < 2; ++axis) {
            Region region{.name = cellName("unread", level, axis), .role = "unread"};
            hidden = hidden || s_.view.hides(region);
            if (level <= s_.step && !hidden) region.value = lost[axis], region.text = std::to_string(lost[axis]);
            figure_.regions.push_back(region);
        }
        if (level == 0 || level > s_.step || hidden) return;
        const bool both = lost.height && lost.width, none = !lost.height && !lost.width;
        const char* text = both ? "1 row, 1 column" : lost.height ? "1 row" : lost.width ? "1 column" : "—";
        addText(
            figure_, {left(2), baseline}, text,
            style(Font::Words, none ? palette(s_.view.theme).muted : roleTextColor(Role::Selection, s_.view.theme)));
    }

    Figure& figure_;
    const HalvingScene& s_;
    Point at_;
    float unit_;
    bool ceil_;
};

}  // namespace

void drawHalvingView(Figure& figure, const Box& area, const HalvingScene& scene) {
    const float em = scene.view.em();
    // The table keeps its type where it can; presentation asks for larger.
    const float wanted = std::max(em, smallestText(scene.view) / 0.9f);
    const bool ceil = 0.9f * area.width / kTableWidth >= smallestText(scene.view);
    const float wide = ceil ? kTableWidth : kFloorWidth, unit = std::min(wanted, area.width / wide);
    const float table = (3.1f + kLine * float(scene.floor.size())) * unit;
    const float pictures = std::clamp(area.height - table - 1.5f * em, 0.0f, 22 * em);
    const float top = area.y + (area.height - table - pictures - 1.5f * em) / 2;
    if (pictures > 5 * em) drawLevels(figure, {area.x, top, area.width, pictures}, scene);
    Table(figure, scene, {area.x + (area.width - wide * unit) / 2, top + pictures + 1.5f * em}, unit, ceil).draw();
}

std::string halvingCaption(const std::vector<HalvingLevel>& floor, const std::vector<HalvingLevel>& ceil, int step) {
    if (step == 0)
        return fmt::format("A [input|{} input] on its way down by halves: what happens where a size is odd?",
                           timesText(floor[0].size));
    const HalvingLevel &now = floor[std::size_t(step)], &above = floor[std::size_t(step) - 1];
    std::string text =
        fmt::format("[stride|Halving {}]: {} becomes [output|{}]", step, timesText(above.size), timesText(now.size));
    if (now.unread.height || now.unread.width)
        text += fmt::format("; {} {} odd, so no window reads the last {}",
                            now.unread.height && now.unread.width ? timesText(above.size)
                            : now.unread.height                   ? std::to_string(above.size.height)
                                                                  : std::to_string(above.size.width),
                            now.unread.height && now.unread.width ? "are" : "is",
                            now.unread.height && now.unread.width ? "row and the last column"
                            : now.unread.height                   ? "row"
                                                                  : "column");
    text += fmt::format(". {} {} back {} {}", step, step == 1 ? "doubling" : "doublings", step == 1 ? "gives" : "give",
                        timesText(now.doubled));
    text += now.doubled == floor[0].size ? ", the input's size." : ", not " + timesText(floor[0].size) + ".";
    if (std::size_t(step) < ceil.size() && ceil[std::size_t(step)].size != now.size)
        text += fmt::format(" With padding 1: {}.", timesText(ceil[std::size_t(step)].size));
    return text;
}

std::string halvingMistake(const std::vector<HalvingLevel>& floor, const std::string& region, double guess) {
    const auto name = parseCellName(region);
    if (!name || name->stem != "level" || name->column > 1 || name->row < 1 || name->row >= int(floor.size()))
        return {};
    const int axis = name->column, above = floor[std::size_t(name->row) - 1].size[axis];
    if (guess == floor[std::size_t(name->row)].size[axis]) return {};
    if (guess == above / 2 + 1)
        return "you rounded up: without padding the window no longer fits, and the floor drops it.";
    if (guess == above / 2.0) return "there is no half a cell: the size is rounded down.";
    if (guess == above) return "you forgot the stride: two steps in the input are one cell of the output.";
    if (guess == above - 1) return "you took stride 1: a window of 2 then loses one cell.";
    return {};
}

}  // namespace seglab::figure
