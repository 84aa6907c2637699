#include "ui/ask_card.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "figure/text.h"
#include "lab/regions.h"

namespace seglab::ui {

namespace {

using figure::Font;
using figure::Role;

constexpr std::size_t kMostTerms = 16;  // more than that is summed up in a line

/// Writes a column of text downwards.
struct Writer {
    figure::Figure figure;
    const figure::View& view;
    float left, right, y;

    float em(float count = 1) const { return view.em() * count; }
    figure::Color ink() const { return figure::palette(view.theme).ink; }
    figure::Color muted() const { return figure::palette(view.theme).muted; }
    void paragraph(const std::string& markup, float size, figure::Color color) {
        figure::TextStyle style{.size = em(size), .font = Font::Words, .color = color};
        y += figure::addParagraph(figure, {left, y}, right - left, markup, style, view.theme);
    }
};

bool sameTerm(const figure::Term& a, const figure::Term& b) {
    return a.factors == b.factors;
}

bool contains(const std::vector<figure::Term>& terms, const figure::Term& term) {
    return std::any_of(terms.begin(), terms.end(), [&](const figure::Term& other) { return sameTerm(other, term); });
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : " · ") + part;
    return text;
}

std::string number(double value) {
    return std::isnan(value) ? "?" : figure::formatNumber(value);
}

std::string product(const figure::Term& term) {
    if (!term.text.empty()) return term.text;
    std::vector<std::string> values;
    for (double value : term.values) values.push_back(number(value));
    return joined(values) + " = " + number(term.product);
}

/// The terms up to this step, those that this step added, and those still to come.
struct Terms {
    std::vector<figure::Term> all, done, before;
};

Terms termsAround(const Document& document, const figure::Region& region, const figure::View& view) {
    auto at = [&](int step) {
        lab::Scene scene = document.scene();
        scene.state.step = step;
        return lab::termsOf(scene, region, view);
    };
    Terms terms{at(document.steps()), at(document.step()), {}};
    if (document.step() > 0) terms.before = at(document.step() - 1);
    if (terms.all.size() < terms.done.size()) terms.all = terms.done;
    return terms;
}

void termRow(Writer& writer, const figure::Term& term, const Terms& terms) {
    bool done = contains(terms.done, term), fresh = done && !contains(terms.before, term);
    figure::Color accent = figure::roleTextColor(Role::Selection, writer.view.theme);
    figure::TextStyle left{.size = writer.em(0.78f), .font = Font::Numbers, .color = fresh ? accent : writer.muted()};
    figure::TextStyle right = left;
    right.color = fresh ? accent : done ? writer.ink() : writer.muted();
    std::string factors = joined(term.factors), value = done ? product(term) : "later";
    float room = writer.right - writer.left - writer.em(0.75f);
    float needed = figure::textWidth(factors, left.font, left.size) + figure::textWidth(value, right.font, right.size);
    float shrink = std::clamp(room / needed, 0.88f, 1.f);
    left.size *= shrink;
    right.size *= shrink;
    float baseline = writer.y + writer.em(0.95f);
    if (figure::textWidth(factors, left.font, left.size) <= writer.right - writer.left) {
        figure::addText(writer.figure, {writer.left, baseline}, factors, left);
    } else {
        for (const std::string& factor : term.factors) {
            const bool last = &factor == &term.factors.back();
            figure::addText(writer.figure, {writer.left, baseline}, last ? factor : factor + " ·", left);
            if (!last) baseline += writer.em(1.05f);
        }
    }
    // Too long for one line: the product goes below its factors.
    if (needed * shrink > room) baseline += writer.em(1.15f);
    figure::addText(writer.figure, {writer.right, baseline}, value, right, figure::Align::Right);
    writer.y = baseline + writer.em(0.55f);
}

void allTerms(Writer& writer, const Document& document, const figure::Region& region) {
    Terms terms = termsAround(document, region, writer.view);
    if (terms.all.empty()) return;
    writer.y += writer.em(0.5f);
    std::size_t shown = std::min(terms.all.size(), kMostTerms);
    for (std::size_t i = 0; i < shown; ++i) termRow(writer, terms.all[i], terms);
    if (shown < terms.all.size())
        writer.paragraph("and [n|" + std::to_string(terms.all.size() - shown) + "] more", 0.8125f, writer.muted());
}

void asked(Writer& writer, const Document& document, const figure::Region& region) {
    const figure::View& view = writer.view;
    figure::TextStyle name{
        .size = writer.em(1.125f), .font = Font::Numbers, .color = figure::roleTextColor(Role::Selection, view.theme)};
    float room = writer.right - writer.left - writer.em(3.5f);
    name.size *= std::min(1.f, room / std::max(1.f, figure::textWidth(region.name, name.font, name.size)));
    float baseline = writer.y + writer.em(1.1f);
    figure::addText(writer.figure, {writer.left, baseline}, region.name, name);
    if (!view.selection.empty()) {
        figure::TextStyle small{.size = writer.em(0.8125f), .font = Font::Words, .color = writer.muted()};
        figure::addText(writer.figure, {writer.right, baseline}, "pinned", small, figure::Align::Right);
    }
    writer.y = baseline + writer.em(0.5f);
    bool covered = lab::covers(view, region);
    std::string value = covered ? "?" : !region.text.empty() ? region.text : region.value ? number(*region.value) : "";
    if (!value.empty()) {
        figure::TextStyle big{.size = writer.em(2.125f), .font = Font::Numbers, .color = writer.ink()};
        float wide = figure::textWidth(value, big.font, big.size);
        big.size *= std::clamp((writer.right - writer.left) / std::max(1.f, wide), 0.35f, 1.f);
        figure::addText(writer.figure, {writer.left, writer.y + writer.em(1.65f)}, value, big);
        writer.y += writer.em(2.125f);
    }
    allTerms(writer, document, region);
    if (region.sentence.empty() || covered) return;
    writer.y += writer.em(0.25f);
    writer.paragraph(region.sentence, 0.9375f, writer.muted());
}

}  // namespace

figure::Figure askCard(const Document& document, const figure::View& view, float width, const figure::Region* region) {
    Writer writer{{}, view, view.em(), width - view.em(), view.em() * 1.25f};
    writer.left = writer.em(1.375f);
    writer.right = width - writer.em(1.25f);
    writer.figure.background = figure::palette(view.theme).panel;
    try {
        if (view.focus().empty())
            writer.paragraph("Point at a number to ask where it comes from; click to pin it.", 0.9375f, writer.muted());
        else
            asked(writer, document, region ? *region : lab::regionNamed(document.scene(), view.focus(), view));
    } catch (const Error&) {
        // The pinned region is not there in this state (a smaller matrix, another view): it is kept, and says so.
        writer.paragraph("[n|" + view.focus() + "] is not there now.", 0.9375f, writer.muted());
    }
    writer.figure.size = {width, std::ceil(writer.y + writer.em(1))};
    return std::move(writer.figure);
}

}  // namespace seglab::ui
