#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/error.h"
#include "figure/text.h"
#include "ui/gestures.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

/// The stage's figure; a model that cannot draw itself says so in the figure's place.
figure::Figure drawn(const Document& document, const figure::View& view) {
    try {
        return document.model().figure(document.step(), view);
    } catch (const Error& error) {
        figure::Figure figure;
        figure.size = view.size;
        figure.background = figure::palette(view.theme).background;
        figure::TextStyle style{
            .size = view.em(), .font = figure::Font::Words, .color = figure::palette(view.theme).muted};
        figure::addParagraph(figure, {view.em(), view.em()}, view.size.width - 2 * view.em(), error.what(), style,
                             view.theme);
        return figure;
    }
}

/// Reveal buttons beside the cell whose guess is being typed.
void revealButtons(Window& window, const figure::Box& stage) {
    Document& document = *window.document;
    const std::string& focused = window.controls.focused();
    const figure::Region* region = window.stage.figure().find(focused);
    if (region)
        window.guessed = focused;
    else if (focused != "Reveal" && focused != "Reveal all")
        window.guessed.clear();
    const std::string name = window.guessed;
    region = window.stage.figure().find(name);
    const auto& hidden = document.state().hidden;
    if (!region || !(hidden.count(region->name) || hidden.count(region->role))) return;
    const Look& look = window.look;
    float em = window.em(), width = 5 * em, height = 1.75f * em;
    float x = std::clamp(stage.x + region->box.centre().x - 5.25f * em, stage.x,
                         std::max(stage.x, stage.right() - 10.5f * em));
    float y = stage.y + region->box.bottom() + 0.6f * em;
    if (y + height > stage.bottom()) y = stage.y + region->box.y - height - 0.6f * em;
    fill({x - 0.25f * em, y - 0.25f * em, 11 * em, height + 0.5f * em}, look.palette().panel, look.em(0.375f));
    Label one{.name = "Reveal", .style = Style::Small, .framed = true};
    Label all{.name = "Reveal all", .style = Style::Small, .framed = true};
    if (wordButton(window, {x, y, width, height}, one)) {
        window.controls.cancel();
        document.reveal(name);
    }
    if (wordButton(window, {x + width + 0.5f * em, y, width, height}, all)) {
        window.controls.cancel();
        document.revealAll();
    }
}

/// What goes on behind the figure, how far it is, and a way to end it: in the stage's upper right corner.
void workStrip(Window& window, const figure::Box& stage) {
    const auto progress = window.document->working();
    if (!progress) return;
    const Look& look = window.look;
    const std::string words = progress->fraction > 0
                                  ? fmt::format("{}  {:.0f} %", progress->doing, 100 * progress->fraction)
                                  : progress->doing;
    const float side = look.em(1.75f), wide = look.width(Style::Small, words) + side + look.em(1.75f);
    const float width = std::min(wide, stage.width);
    const figure::Box box{std::floor(stage.right() - width - look.em(0.5f)), std::floor(stage.y + look.em(0.5f)), width,
                          look.em(2)};
    beginArea("work", box);
    fill(box, look.palette().raised, look.em(0.375f));
    const float bar = std::max(2.f, look.em(0.125f));
    fill({box.x, box.bottom() - bar, box.width * float(progress->fraction), bar},
         figure::roleColor(figure::Role::Selection, look.theme()));
    const float room = box.width - side - look.em(1.25f);
    drawLine(look, Style::Small, {.x = box.x + look.em(0.75f), .middle = box.centre().y, .room = room}, look.ink(),
             words);
    if (iconButton(window, "Stop", Icon::Close, {box.right() - side, box.y + look.em(0.125f), side, side},
                   look.em(0.75f)))
        window.document->stopWork();
    ImGui::EndChild();
}

/// After a zoom, scrolls so that the point under the pointer stays there.
void keepZoomedPoint(Window& window, const figure::Box& box) {
    if (!window.zoomedAbout) return;
    float ratio = window.settings.zoom / window.zoomedFrom;
    float x = window.zoomedAbout->x - box.x, y = window.zoomedAbout->y - box.y;
    ImGui::SetScrollX(std::max(0.f, (ImGui::GetScrollX() + x) * ratio - x));
    ImGui::SetScrollY(std::max(0.f, (ImGui::GetScrollY() + y) * ratio - y));
    window.zoomedAbout.reset();
}

}  // namespace

void stage(Window& window, const figure::Box& box) {
    Document& document = *window.document;
    if (box.width < 1 || box.height < 1) return;
    if (window.settings.blank) {
        window.hover.clear();
        return fill(box, window.look.palette().background);
    }
    beginArea("stage", box, Area::Pans);
    window.stageBox = box;
    float zoom = window.settings.zoom;
    figure::Size size{std::floor(std::max(box.width, window.em(29)) * zoom),
                      std::floor(std::max(box.height, window.em(18)) * zoom)};
    figure::View view = window.view(size);
    if (view.hover.empty() && window.controls.ring() && window.stage.figure().find(window.controls.focused()))
        view.hover = window.controls.focused();
    window.stage.show({.model = document.modelPointer(), .step = document.step(), .view = view},
                      [&] { return drawn(document, view); });
    figure::Point at{std::floor(box.x - ImGui::GetScrollX()), std::floor(box.y - ImGui::GetScrollY())};
    window.stageOrigin = at;
    window.stage.draw(window.seen(), at);
    revealButtons(window, {at.x, at.y, size.width, size.height});
    window.hover =
        figureGestures(window, {.name = "figure", .figure = &window.stage.figure(), .at = at, .visible = box});
    keepZoomedPoint(window, box);
    if (size.width > box.width || size.height > box.height) {
        ImGui::SetCursorScreenPos(ImVec2(at.x + size.width, at.y + size.height));
        ImGui::Dummy(ImVec2(0, 0));
    }
    ImGui::EndChild();
    workStrip(window, box);
}

}  // namespace seglab::ui
