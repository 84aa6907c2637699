#include "figure/views/column.h"

#include <algorithm>

#include "figure/palette.h"

namespace seglab::figure {

namespace {

constexpr float kMargin = 1.375f;  // em
constexpr float kBody = 0.84f, kRemark = 0.78f, kHeading = 0.72f;
constexpr float kCodeSmallest = 0.6875f, kCodeLargest = 0.8f;  // 11 px at scale 1 and more
constexpr int kCodeColumns = 40;                               // the code twin's longest line

std::string capitals(std::string words) {
    for (char& c : words)
        if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
    return words;
}

struct Strip {
    Role role;
    Hatch hatch;
    float spacing;
};
/// As the canvas marks them; stride and dilation have nothing of their own there.
constexpr Strip kStrips[] = {{Role::Stride, Hatch::Vertical, 4},
                             {Role::Padding, Hatch::Backward, 4},
                             {Role::Dilation, Hatch::Forward, 4},
                             {Role::OutputPadding, Hatch::Dots, 4}};

}  // namespace

void drawRoleStrip(Figure& figure, const Box& box, Role role, const View& view) {
    const Strip* strip =
        std::find_if(std::begin(kStrips), std::end(kStrips), [&](const Strip& s) { return s.role == role; });
    if (strip == std::end(kStrips)) {
        figure.primitives.push_back(Rectangle{.box = box, .fill = roleColor(role, view.theme)});
        return;
    }
    figure.primitives.push_back(Rectangle{.box = box,
                                          .hatch = strip->hatch,
                                          .hatchColor = roleTextColor(role, view.theme),
                                          .hatchSpacing = strip->spacing * view.scale});
}

Column::Column(const View& view) : view_(view), margin_(kMargin * view.em()), y_(0) {
    figure_.size = {view.size.width, 0};
    figure_.background = palette(view.theme).panel;
}

TextStyle Column::body() const {
    return {.size = kBody * view_.em(), .font = Font::Words, .color = palette(view_.theme).ink};
}

TextStyle Column::muted() const {
    return {.size = kRemark * view_.em(), .font = Font::Words, .color = palette(view_.theme).muted};
}

TextStyle Column::code() const {
    const float fitting = width() / (kCodeColumns * textWidth("0", Font::Numbers, 1));
    return {.size = std::clamp(fitting, kCodeSmallest * view_.em(), kCodeLargest * view_.em()),
            .font = Font::Numbers,
            .color = palette(view_.theme).ink};
}

void Column::space(float em) {
    y_ += em * view_.em();
}

void Column::heading(const std::string& words, std::vector<Chip> chips) {
    if (!empty_) {
        space(1.25f);
        figure_.primitives.push_back(Path{.points = {{left(), y_}, {left() + width(), y_}},
                                          .stroke = palette(view_.theme).hairline,
                                          .strokeWidth = view_.scale});
        space(1.25f);
    }
    empty_ = false;
    const TextStyle style{.size = kHeading * view_.em(), .font = Font::WordsBold, .color = palette(view_.theme).muted};
    const float baseline = y_ + capHeight(style.font, style.size);
    addText(figure_, {left(), baseline}, capitals(words), style);
    chipsAtRight(chips, baseline);
    y_ = baseline;
    space(0.9f);
}

void Column::subheading(const std::string& markup, std::vector<Chip> chips) {
    const TextStyle style = body();
    const float baseline = y_ + 0.5f * (lineHeight(style.size) + capHeight(style.font, style.size));
    addMarkup(figure_, {left(), baseline}, "[b|" + markup + "]", style, view_.theme);
    chipsAtRight(chips, baseline);
    y_ += lineHeight(style.size);
    space(0.15f);
}

void Column::paragraph(const std::string& markup, const TextStyle& style, float indent) {
    y_ += addParagraph(figure_, {left() + indent, y_}, width() - indent, markup, style, view_.theme);
}

float Column::chipWidth(const Chip& chip) const {
    return std::max(chipHeight(), markupWidth(chip.markup, muted()) + 0.8f * view_.em());
}

float Column::chipHeight() const {
    return 1.45f * view_.em();
}

void Column::drawChip(Chip& chip, Point at) {
    const Palette& p = palette(view_.theme);
    const Box box{at.x, at.y, chipWidth(chip), chipHeight()};
    const bool active = chip.region.action.kind != Action::Kind::None;
    figure_.primitives.push_back(Rectangle{.box = box,
                                           .fill = chip.on  ? mix(p.panel, p.ink, 0.1f)
                                                   : active ? p.raised
                                                            : kNone,
                                           .stroke = chip.on ? p.muted : p.hairline,
                                           .strokeWidth = view_.scale,
                                           .radius = 6 * view_.scale});
    TextStyle style = muted();
    if (chip.on || active) style.color = p.ink;
    addMarkup(figure_, {box.centre().x, box.centre().y + capHeight(style.font, style.size) / 2}, chip.markup, style,
              view_.theme, Align::Centre);
    if (chip.region.name.empty()) return;
    chip.region.box = box;
    chip.region.text = plainText(chip.markup);
    figure_.regions.push_back(std::move(chip.region));
}

void Column::chipsAtRight(std::vector<Chip>& chips, float baseline) {
    float x = left() + width();
    const float top = baseline - capHeight(Font::Words, muted().size) / 2 - chipHeight() / 2;
    for (auto chip = chips.rbegin(); chip != chips.rend(); ++chip) {
        x -= chipWidth(*chip);
        drawChip(*chip, {x, top});
        x -= 0.35f * view_.em();
    }
}

void Column::chips(const std::string& lead, std::vector<Chip> chips) {
    const TextStyle style = body();
    const float gap = 0.35f * view_.em();
    float x = left();
    if (!lead.empty()) {
        const float baseline = y_ + chipHeight() / 2 + capHeight(style.font, style.size) / 2;
        x += addMarkup(figure_, {x, baseline}, lead, style, view_.theme) + 1.5f * gap;
    }
    for (Chip& chip : chips) {
        if (x > left() && x + chipWidth(chip) > left() + width()) {
            x = left();
            y_ += chipHeight() + gap;
        }
        drawChip(chip, {x, y_});
        x += chipWidth(chip) + gap;
    }
    y_ += chipHeight();
}

void Column::formula(const Formula& formula, const TextStyle& style, float indent) {
    y_ += addFormula(figure_, {left() + indent, y_}, width() - indent, formula,
                     {.size = style.size,
                      .color = style.color,
                      .theme = view_.theme,
                      .font = style.font,
                      .focus = view_.focus()})
              .height;
}

Figure Column::finish() {
    figure_.size.height = y_ + margin_;
    return std::move(figure_);
}

}  // namespace seglab::figure
