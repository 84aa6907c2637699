#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "figure/text.h"
#include "ui/recent.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

/// The labs' own figures at their opening presets, somewhere in the middle of their steps.
void makeCards(Window& window) {
    if (window.cards.size() == lab::labs().size()) return;
    window.cards.clear();
    for (const lab::Lab& lab : lab::labs()) {
        Card card{.lab = &lab, .model = nullptr, .step = 0, .pane = {}};
        try {
            lab::StateRequest opening = lab::openingOf(lab);
            opening.whole = false;
            card.model = lab::openScene(opening).model;
            card.step = int(std::lround(0.62 * card.model->stepCount()));
        } catch (const Error&) {
            // The card stands there without a picture; opening the lab says what is wrong.
        }
        window.cards.push_back(std::move(card));
    }
}

void open(Window& window, lab::StateRequest request) {
    request.whole = false;
    try {
        openLab(window, lab::openScene(request));
    } catch (const Error& error) {
        window.notice = error.what();
    }
}

void picture(Window& window, Card& card, const figure::Box& box) {
    if (!card.model) return;
    figure::View view;
    view.size = {std::floor(box.width), std::floor(box.height)};
    view.scale = window.look.scale() * std::max(0.5f, box.width / window.em(74));
    view.theme = window.look.theme();
    card.pane.show({.model = card.model, .step = card.step, .view = view}, [&]() -> figure::Figure {
        try {
            return card.model->figure(card.step, view);
        } catch (const Error&) {
            return {};
        }
    });
    // A figure that is higher than its card, and would scroll on the stage, is shrunk.
    const figure::Size size = card.pane.size();
    const float shrunk = size.height > view.size.height ? view.size.height / size.height : 1;
    if (shrunk == 1) return card.pane.draw(window.seen(), {box.x, box.y});
    const float width = size.width * shrunk;
    card.pane.drawInto(window.seen(), {box.x + (box.width - width) / 2, box.y, width, view.size.height});
}

/// Picture, title and one sentence; all of it can be pressed.
void cardButton(Window& window, Card& card, const figure::Box& box) {
    const Look& look = window.look;
    const lab::Definition& definition = card.lab->definition;
    Press press = window.controls.item(look, {.name = definition.title, .box = box, .group = "labs"});
    float picturesHeight = std::floor(box.width * 0.6f), line = std::max(1.f, look.em(0.0625f));
    figure::Box frame{box.x, box.y, box.width, picturesHeight};
    fill(frame, look.palette().background, look.em(0.375f));
    picture(window, card, frame.inset(look.em(0.375f)));
    ImGui::GetWindowDrawList()->AddRect(corner(frame), farCorner(frame),
                                        press.hovered || press.focused ? look.accent() : look.hairline(),
                                        look.em(0.375f), 0, press.hovered || press.focused ? 2 * line : line);
    float y = frame.bottom() + look.em(1.25f);
    drawLine(look, Style::Title, {.x = box.x, .middle = y, .room = box.width}, look.ink(), definition.title);
    ImFont* font = look.font(Style::Body);
    const std::string& summary = definition.summary;
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, ImVec2(box.x, y + look.em(0.75f)), look.muted(),
                                        summary.data(), summary.data() + summary.size(), box.width);
    if (press) open(window, lab::openingOf(*card.lab));
}

float recentStates(Window& window, const figure::Box& box, float y) {
    const Look& look = window.look;
    if (window.recent.empty()) return y;
    y = heading(look, box.x, y, "Recent") + look.em(0.25f);
    const std::vector<std::string> recent = window.recent;
    for (const std::string& state : recent) {
        figure::Box row{box.x, y, box.width, look.em(2.125f)};
        Press press = window.controls.item(look, {.name = state, .box = row, .group = "recent"});
        if (press.hovered) fill(row, look.palette().ink.withAlpha(0.04f));
        drawLine(look, Style::Code, {.x = row.x, .middle = row.centre().y, .room = row.width}, look.ink(), state);
        hairline(look, row.x, row.bottom(), row.right(), row.bottom());
        if (press) open(window, {.state = state, .lastByDefault = false});
        y = row.bottom();
    }
    return y;
}

}  // namespace

void launcher(Window& window, const figure::Box& box) {
    const Look& look = window.look;
    makeCards(window);
    fill(box, look.palette().background);
    beginArea("launcher", box, Area::Scrolls);
    float margin = std::min(look.em(4), box.width * 0.05f), gap = look.em(2), room = box.width - 2 * margin;
    int count = int(window.cards.size());
    int columns = std::clamp(int((room + gap) / look.em(24)), 1, std::max(1, std::min(count, 4)));
    float width = std::min((room - gap * float(columns - 1)) / float(columns), look.em(columns == 1 ? 44 : 34));
    // A single lab must leave room for its words on a small screen.
    if (columns == 1) width = std::max(look.em(10), std::min(width, (box.height - look.em(13)) / 0.6f));
    float block = width * float(columns) + gap * float(columns - 1), left = std::floor(box.x + (box.width - block) / 2);

    float spare = std::max(0.f, box.height - window.launcherHeight);
    float top = box.y - ImGui::GetScrollY() + std::min(look.em(3), box.height * 0.06f) + 0.4f * spare, y = top;
    drawLine(look, Style::Title, {.x = left, .middle = y + look.em(0.75f)}, look.ink(), "SegLab");
    drawLine(look, Style::Body,
             {.x = left + look.width(Style::Title, "SegLab") + look.em(1),
              .middle = y + look.em(0.75f),
              .room = block - look.em(6)},
             look.muted(), "image segmentation, one number at a time");
    y += look.em(2.5f);
    float height = std::floor(width * 0.6f) + look.em(5);
    for (int i = 0; i < count; ++i) {
        int column = i % columns, row = i / columns;
        cardButton(window, window.cards[std::size_t(i)],
                   {left + float(column) * (width + gap), y + float(row) * (height + look.em(1)), width, height});
        if (window.document) break;  // a card was opened
    }
    y += float((count + columns - 1) / columns) * (height + look.em(1));
    y = recentStates(window, {left, y, block, 0}, y);
    if (!window.notice.empty()) {
        ImFont* font = look.font(Style::Body);
        ImGui::GetWindowDrawList()->AddText(font, font->FontSize, ImVec2(left, y + look.em(1)),
                                            look.roleText(figure::Role::Selection), window.notice.data(),
                                            window.notice.data() + window.notice.size(), block);
        y += look.em(4);
    }
    window.launcherHeight = y - top + look.em(5);
    areaHeight(box, y + look.em(2));
    ImGui::EndChild();
}

}  // namespace seglab::ui
