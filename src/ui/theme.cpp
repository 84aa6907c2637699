#include "ui/theme.h"

#include <imgui_freetype.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "figure/text.h"

namespace seglab::ui {

namespace {

using figure::Font;

struct Face {
    Font font;
    float ems;  // height in em of the window
};

// Indexed by Style. Body is 16 px at scale 1.
constexpr Face kFaces[] = {{Font::Words, 1.0f},        {Font::Words, 0.8125f},   {Font::WordsBold, 0.75f},
                           {Font::WordsBold, 1.0625f}, {Font::Numbers, 0.9375f}, {Font::Numbers, 0.8125f}};
static_assert(std::size(kFaces) == std::size_t(Style::Count));

// Latin with its accents, general punctuation, Greek, arrows, mathematics, geometric shapes.
constexpr ImWchar kWordRanges[] = {0x20, 0x17F, 0x2010, 0x2030, 0x2039, 0x203A, 0x2070, 0x209C, 0x2212, 0x2212, 0};
constexpr ImWchar kSymbolRanges[] = {0x391,  0x3C9,  0x2190, 0x2195, 0x2200, 0x222B, 0x2245, 0x2265, 0x2295, 0x2299,
                                     0x22A4, 0x22A5, 0x230A, 0x230B, 0x25A0, 0x25CF, 0x2713, 0x2717, 0};

std::uint32_t bigEndian(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count && at + std::size_t(i) < bytes.size(); ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + std::size_t(i)]);
    return value;
}

std::size_t fontTable(std::string_view font, std::string_view tag) {
    std::size_t count = bigEndian(font, 4, 2);
    for (std::size_t i = 0; i < count; ++i)
        if (font.substr(12 + 16 * i, 4) == tag) return bigEndian(font, 12 + 16 * i + 8, 4);
    return 0;
}

/// ImGui counts a font's height from ascender to descender; we count in em, as the figures do.
float heightPerEm(std::string_view font) {
    std::size_t metrics = fontTable(font, "hhea"), head = fontTable(font, "head");
    float ascender = float(std::int16_t(bigEndian(font, metrics + 4, 2)));
    float descender = float(std::int16_t(bigEndian(font, metrics + 6, 2)));
    float unitsPerEm = float(bigEndian(font, head + 18, 2));
    return unitsPerEm > 0 ? (ascender - descender) / unitsPerEm : 1.2f;
}

ImFont* addFont(ImFontAtlas& atlas, Font font, float em, const ImWchar* ranges, bool merge) {
    std::string_view bytes = figure::fontData(font);
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.MergeMode = merge;
    config.OversampleH = config.OversampleV = 1;
    return atlas.AddFontFromMemoryTTF(const_cast<char*>(bytes.data()), int(bytes.size()), em * heightPerEm(bytes),
                                      &config, ranges);
}

ImVec4 vector(figure::Color c) {
    return ImGui::ColorConvertU32ToFloat4(color(c));
}

}  // namespace

ImU32 color(figure::Color c) {
    return IM_COL32(c.r, c.g, c.b, c.a);
}

void Look::apply(figure::Theme theme, float scale) {
    theme_ = theme;
    if (scale != scale_) {
        scale_ = scale;
        buildAtlas();
    }
    setStyle();
}

void Look::buildAtlas() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
    for (int i = 0; i < int(Style::Count); ++i) {
        fonts_[i] = addFont(atlas, kFaces[i].font, em(kFaces[i].ems), kWordRanges, false);
        if (i == int(Style::Body) || i == int(Style::Small) || i == int(Style::Number) || i == int(Style::Code))
            addFont(atlas, Font::Symbols, em(kFaces[i].ems), kSymbolRanges, true);
    }
    atlas.Build();
}

void Look::setStyle() {
    ImGuiStyle style;
    const figure::Palette& p = palette();
    style.WindowPadding = style.FramePadding = style.ItemSpacing = ImVec2(0, 0);
    style.WindowBorderSize = style.ChildBorderSize = style.PopupBorderSize = 0;
    style.WindowRounding = style.ChildRounding = style.PopupRounding = em(0.375f);
    style.ScrollbarSize = em(0.5f);
    style.ScrollbarRounding = em(0.25f);
    style.WindowMinSize = ImVec2(1, 1);
    style.AntiAliasedLinesUseTex = false;
    style.CircleTessellationMaxError = 0.1f;
    for (ImVec4& each : style.Colors) each = vector(p.ink);
    for (int clear : {ImGuiCol_WindowBg, ImGuiCol_ChildBg, ImGuiCol_PopupBg, ImGuiCol_ScrollbarBg,
                      ImGuiCol_NavHighlight, ImGuiCol_Border, ImGuiCol_BorderShadow, ImGuiCol_ModalWindowDimBg})
        style.Colors[clear] = ImVec4(0, 0, 0, 0);
    style.Colors[ImGuiCol_ScrollbarGrab] = vector(p.hairline);
    style.Colors[ImGuiCol_ScrollbarGrabHovered] = style.Colors[ImGuiCol_ScrollbarGrabActive] = vector(p.muted);
    ImGui::GetStyle() = style;
}

float Look::capHeight(Style style) const {
    const Face& face = kFaces[int(style)];
    return figure::capHeight(face.font, em(face.ems));
}

float Look::width(Style style, std::string_view text) const {
    ImFont* f = font(style);
    return f->CalcTextSizeA(f->FontSize, 1e9f, 0, text.data(), text.data() + text.size()).x;
}

ImU32 Look::ink() const {
    return color(palette().ink);
}
ImU32 Look::muted() const {
    return color(palette().muted);
}
ImU32 Look::hairline() const {
    return color(palette().hairline);
}
ImU32 Look::role(figure::Role role) const {
    return color(figure::roleColor(role, theme_));
}
ImU32 Look::roleText(figure::Role role) const {
    return color(figure::roleTextColor(role, theme_));
}
ImU32 Look::hovered() const {
    return color(palette().ink.withAlpha(0.06f));
}

void drawText(const Look& look, Style style, ImVec2 at, ImU32 color, std::string_view text) {
    if (text.empty()) return;
    ImFont* font = look.font(style);
    ImVec2 corner(std::floor(at.x + 0.5f), std::floor(at.y + 0.5f) - std::floor(font->Ascent + 0.5f));
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, corner, color, text.data(), text.data() + text.size());
}

void drawLine(const Look& look, Style style, const Line& line, ImU32 color, std::string_view text) {
    std::string cut;
    if (line.room > 0 && look.width(style, text) > line.room) {
        cut = text;
        while (!cut.empty() && look.width(style, cut + "…") > line.room) {
            while ((static_cast<unsigned char>(cut.back()) & 0xC0) == 0x80) cut.pop_back();
            cut.pop_back();
        }
        cut += "…";
        text = cut;
    }
    float x = line.right ? line.x - look.width(style, text) : line.x;
    drawText(look, style, ImVec2(x, line.middle + look.capHeight(style) / 2), color, text);
}

}  // namespace seglab::ui
