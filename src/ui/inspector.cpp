#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "figure/text.h"
#include "lab/predict.h"
#include "lab/regions.h"
#include "ui/ask_card.h"
#include "ui/gestures.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

figure::Figure labNotes(const Document& document, const figure::View& view) {
    try {
        return document.model().notes(document.step(), view);
    } catch (const Error&) {
        return {};
    }
}

/// The view of the column: nothing in it moves with the step.
figure::View columnOf(const Window& window, float width) {
    figure::View view = window.view({width, window.size.height});
    view.phase = 1;
    if (view.hover.empty() && window.controls.ring() && window.stage.figure().find(window.controls.focused()))
        view.hover = window.controls.focused();
    return view;
}

}  // namespace

void inspector(Window& window, const figure::Box& box) {
    Document& document = *window.document;
    const Look& look = window.look;
    fill(box, look.palette().panel);
    hairline(look, box.x, box.y, box.x, box.bottom());
    beginArea("inspector", {box.x + 1, box.y, box.width - 1, box.height}, Area::Scrolls);
    float width = box.width - 1, scroll = ImGui::GetScrollY();
    figure::View view = columnOf(window, width);

    PaneKey asked{.model = document.modelPointer(), .step = document.step(), .view = view};
    window.notes.show(asked, [&] { return labNotes(document, view); });
    const figure::Region* region = window.stage.figure().find(view.focus());
    // While the step moves, the stage's sums are on their way; the card shows where they go.
    if (window.stage.view().phase < 1)
        region = nullptr;
    else if (!region)
        region = window.notes.figure().find(view.focus());
    std::optional<figure::Region> cell;  // of a map that is one region
    if (!region && window.stage.view().phase >= 1) cell = document.model().ask(document.step(), view.focus());
    if (cell && !lab::covers(view, *cell)) region = &*cell;
    window.card.show(asked, [&] { return askCard(document, view, width, region); });
    float x = box.x + 1, y = std::floor(box.y - scroll);
    window.card.draw(window.seen(), {x, y});
    y += std::ceil(window.card.size().height);

    if (window.notes.size().height > 0) {
        hairline(look, x + look.em(1.375f), y, box.right() - look.em(1.25f), y);
        y += std::floor(look.em(0.5f));
        window.notes.draw(window.seen(), {x, y});
        std::string hover = figureGestures(window, {.name = "notes",
                                                    .figure = &window.notes.figure(),
                                                    .at = {x, y},
                                                    .visible = {x, box.y, width, box.height},
                                                    .pins = false});
        if (!hover.empty()) window.hover = hover;
        y += window.notes.size().height;
    }
    areaHeight(box, y + look.em(1));
    ImGui::EndChild();
}

void captionLine(Window& window, const figure::Box& box) {
    Document& document = *window.document;
    const Look& look = window.look;
    figure::View view = window.view({box.width, box.height});
    view.phase = 1;
    view.hover.clear();
    std::string text = lab::coveredCaption(document.model().caption(document.step()), document.state().hidden);
    window.caption.show({.model = nullptr, .step = 0, .view = view, .text = text}, [&] {
        figure::Figure figure;
        figure.size = {box.width, box.height};
        figure.background = look.palette().background;
        float margin = std::min(look.em(1.5f), box.width * 0.03f), room = box.width - 2 * margin;
        figure::TextStyle style{.size = look.em(1.25f), .font = figure::Font::Words, .color = look.palette().ink};
        // A long sentence is set smaller until it fits, down to the body's size.
        while (style.size > look.em(0.6875f) && figure::paragraphHeight(room, text, style) > box.height)
            style.size *= 0.95f;
        float height = figure::paragraphHeight(room, text, style);
        figure::addParagraph(figure, {margin, std::max(0.f, (box.height - height) / 2)}, room, text, style, view.theme);
        return figure;
    });
    window.caption.draw(window.seen(), {box.x, box.y});
}

}  // namespace seglab::ui
