#pragma once

#include <imgui.h>

#include <string_view>

#include "figure/palette.h"

namespace seglab::ui {

/// The type of the window's own widgets.
enum class Style { Body, Small, Heading, Title, Number, Code, Count };

/// Fonts, colours and lengths of the window: one scale, one theme. Everything is a multiple of em().
class Look {
public:
    /// Builds the atlas of the current ImGui context for a scale and sets the style from the palette. Between frames.
    void apply(figure::Theme theme, float scale);

    figure::Theme theme() const { return theme_; }
    float scale() const { return scale_; }
    float em() const { return 16 * scale_; }
    float em(float count) const { return 16 * scale_ * count; }
    /// How far from a box's middle the baseline of a line of this style is.
    float capHeight(Style style) const;
    float width(Style style, std::string_view text) const;
    ImFont* font(Style style) const { return fonts_[int(style)]; }

    const figure::Palette& palette() const { return figure::palette(theme_); }
    ImU32 ink() const;
    ImU32 muted() const;
    ImU32 hairline() const;
    ImU32 role(figure::Role role) const;      ///< for borders and fills
    ImU32 roleText(figure::Role role) const;  ///< for words
    ImU32 accent() const { return role(figure::Role::Selection); }
    ImU32 hovered() const;  ///< a quiet fill under what the pointer is on

private:
    void buildAtlas();
    void setStyle();

    figure::Theme theme_ = figure::Theme::Paper;
    float scale_ = 0;  // of the atlas that is built; 0: none yet
    ImFont* fonts_[int(Style::Count)] = {};
};

ImU32 color(figure::Color color);

/// Text with its baseline at `at.y`, on the current window's draw list.
void drawText(const Look& look, Style style, ImVec2 at, ImU32 color, std::string_view text);
/// The same, vertically centred on `middle`; `at` counts from the left end, from the right end where `right` is set.
struct Line {
    float x = 0, middle = 0;
    bool right = false;
    float room = 0;  ///< when above 0: cut with an ellipsis beyond this width
};
void drawLine(const Look& look, Style style, const Line& line, ImU32 color, std::string_view text);

}  // namespace seglab::ui
