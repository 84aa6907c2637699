#include <algorithm>
#include <cmath>

#include "ui/widgets.h"

namespace seglab::ui {

namespace {

/// A sign beside the words, so that colour does not speak alone.
void toneSign(const Look& look, Message::Tone tone, figure::Point at) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (tone == Message::Tone::Good) drawIcon(Icon::Check, at, look.em(0.875f), look.role(figure::Role::Output));
    if (tone == Message::Tone::Note) draw.AddCircleFilled(ImVec2(at.x, at.y), look.em(0.25f), look.muted(), 24);
    if (tone != Message::Tone::Warning) return;
    draw.AddCircle(ImVec2(at.x, at.y), look.em(0.5f), look.accent(), 24, std::max(1.f, look.em(0.1f)));
    drawLine(look, Style::Heading, {.x = at.x - look.width(Style::Heading, "!") / 2, .middle = at.y}, look.accent(),
             "!");
}

/// Whether the stage's figure has nothing to read or to point at there.
bool isFree(const Window& window, const figure::Box& box) {
    const figure::Figure& figure = window.stage.figure();
    const figure::Box inFigure{box.x - window.stageOrigin.x, box.y - window.stageOrigin.y, box.width, box.height};
    const auto covers = [&](const figure::Box& other) {
        return !other.empty() && inFigure.x < other.right() && other.x < inFigure.right() &&
               inFigure.y < other.bottom() && other.y < inFigure.bottom();
    };
    for (const figure::Region& region : figure.regions)
        if (covers(region.box)) return false;
    for (const figure::Primitive& primitive : figure.primitives)
        if (const auto* text = std::get_if<figure::Text>(&primitive))
            if (covers({text->origin.x, text->origin.y - text->size, text->width, 1.3f * text->size})) return false;
    return true;
}

}  // namespace

void messageStrip(Window& window, const figure::Box& stage, const figure::Box& caption) {
    Document& document = *window.document;
    const Message message = document.message();
    if (message.text.empty()) return;
    const Look& look = window.look;
    ImFont* font = look.font(Style::Body);
    const char *begin = message.text.data(), *end = begin + message.text.size();
    float sides = look.em(8.5f), room = std::max(look.em(6), std::min(stage.width - look.em(2), look.em(46)) - sides);
    ImVec2 words = font->CalcTextSizeA(font->FontSize, 1e9f, room, begin, end);
    float height = std::min(words.y + look.em(1), std::max(look.em(2), stage.height));
    float width = std::min(words.x + sides, stage.width);
    figure::Box box{std::floor(stage.x + (stage.width - width) / 2),
                    std::floor(stage.bottom() - height - look.em(0.5f)), width, height};
    // What was just done and the numbers that it is about stay in sight: else the strip stands over the caption.
    if (!isFree(window, box)) box.y = std::floor(std::max(stage.y, caption.bottom() - height - look.em(0.25f)));

    beginArea("message", box);
    fill(box, look.palette().raised, look.em(0.375f));
    ImGui::GetWindowDrawList()->AddRect(corner(box), farCorner(box), look.hairline(), look.em(0.375f), 0,
                                        std::max(1.f, look.em(0.0625f)));
    toneSign(look, message.tone, {box.x + look.em(1.125f), box.y + look.em(0.5f) + font->FontSize / 2});
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, ImVec2(box.x + look.em(2.125f), box.y + look.em(0.5f)),
                                        look.ink(), begin, end, room);
    float side = look.em(1.75f), y = box.y + look.em(0.25f);
    figure::Box copy{box.right() - side - look.em(4), y, look.em(3.75f), side};
    if (wordButton(window, copy, {.name = "Copy message", .text = "copy", .style = Style::Small, .quiet = true}))
        if (window.surroundings.copy) window.surroundings.copy(message.text);
    if (iconButton(window, "Dismiss", Icon::Close, {box.right() - side - look.em(0.25f), y, side, side},
                   look.em(0.75f)))
        document.dismissMessage();
    ImGui::EndChild();
}

}  // namespace seglab::ui
