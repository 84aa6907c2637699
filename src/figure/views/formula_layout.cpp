#include <algorithm>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/formula_parts.h"

namespace seglab::figure {

namespace {

// Lengths in em of the formula.
constexpr float kScript = 0.72f;  // size of sub- and superscripts, the same at every depth
constexpr float kSubscriptDrop = 0.22f;
constexpr float kSuperscriptRise = 0.36f;
constexpr float kScriptGap = 0.03f;
constexpr float kRelationSpace = 0.28f;
constexpr float kBinarySpace = 0.22f;
constexpr float kProductSpace = 0.08f;
constexpr float kCommaSpace = 0.18f;
constexpr float kWordSpace = 0.26f;
constexpr float kSumSpace = 0.18f;
constexpr float kSumSize = 1.5f;
constexpr float kIndexGap = 0.16f;     // between Σ and what stands below it
constexpr float kFractionGap = 0.18f;  // between the bar and its numbers
constexpr float kFractionOverhang = 0.08f;
constexpr float kBracketWidth = 0.34f;
constexpr float kRule = 0.065f;       // thickness of bars and brackets
constexpr float kLineAscent = 0.78f;  // a bracket or a region is at least this high above the baseline
constexpr float kLineDescent = 0.22f;
constexpr float kRegionMargin = 0.08f;

bool either(FormulaKind a, FormulaKind b, FormulaKind wanted) {
    return a == wanted || b == wanted;
}

/// Space between two neighbours, in em.
float spaceBetween(FormulaKind left, FormulaKind right) {
    if (left == FormulaKind::LineEnd || right == FormulaKind::LineEnd) return 0;
    if (either(left, right, FormulaKind::Relation)) return kRelationSpace;
    if (either(left, right, FormulaKind::Binary)) return kBinarySpace;
    if (either(left, right, FormulaKind::Product)) return kProductSpace;
    if (left == FormulaKind::Comma) return kCommaSpace;
    if (left == FormulaKind::Sum) return kSumSpace;
    if (left == FormulaKind::Open || left == FormulaKind::Sign || right == FormulaKind::Close) return 0;
    if (either(left, right, FormulaKind::Sum)) return kSumSpace;
    return either(left, right, FormulaKind::Fraction) ? kFractionOverhang : 0;
}

/// Lays out a node and everything within it.
class Setter {
public:
    explicit Setter(const FormulaStyle& style) : style_(style) {}

    std::vector<FormulaPiece> pieces(const FormulaNode& node, float size) const {
        std::vector<FormulaPiece> all;
        int depth = 0;
        for (const FormulaItem& item : formulaItems(node)) {
            if (item.kind == FormulaKind::Close) --depth;
            const float gap = all.empty() ? 0 : spaceBetween(all.back().kind, item.kind) * tightness(size) * size;
            all.push_back({lay(*item.node, size), item.kind, gap, depth});
            if (item.kind == FormulaKind::Open) ++depth;
        }
        return all;
    }

private:
    FormulaBox lay(const FormulaNode& node, float size) const {
        FormulaBox laid = bare(node, size);
        if (node.region) name(laid, node, size);
        return laid;
    }

    FormulaBox bare(const FormulaNode& node, float size) const {
        switch (node.kind) {
            case FormulaKind::Row:
                return row(unnamed(node), size);
            case FormulaKind::Fraction:
                return fraction(node, size);
            case FormulaKind::Sum:
                return sum(node, size);
            case FormulaKind::Floor:
            case FormulaKind::Parentheses:
                return bracketed(node, size);
            case FormulaKind::Scripts:
                return scripts(node, size);
            case FormulaKind::Space:
                return {.width = kWordSpace * size};
            case FormulaKind::LineEnd:
                return {};
            default:
                return leaf(node.text, node.role, size);
        }
    }

    FormulaBox row(const FormulaNode& node, float size) const {
        FormulaBox laid;
        for (const FormulaPiece& piece : pieces(node, size)) laid.add(piece.box, laid.width + piece.gap, 0);
        return laid;
    }

    FormulaBox leaf(const std::string& text, Role role, float size) const {
        const bool coloured = role != Role::Ink && role != Role::Muted;
        const bool numbers = style_.font == Font::Numbers;
        const Font bold = numbers ? Font::NumbersBold : Font::WordsBold;
        FormulaBox laid;
        laid.width = addText(laid.part, {0, 0}, text,
                             {.size = size, .font = coloured ? bold : style_.font, .color = colorOf(role)});
        for (const Primitive& primitive : laid.part.primitives) {
            const Box ink = inkBox(std::get<Text>(primitive));
            laid.ascent = std::max(laid.ascent, -ink.y);
            laid.descent = std::max(laid.descent, ink.bottom());
        }
        return laid;
    }

    FormulaBox fraction(const FormulaNode& node, float size) const {
        const FormulaBox above = row(node.children[0].node(), size), below = row(node.children[1].node(), size);
        const float width = std::max(above.width, below.width) + 2 * kFractionOverhang * size;
        const float reach = kFractionGap * size;
        FormulaBox laid;
        laid.add(above, (width - above.width) / 2, -axis(size) - reach - above.descent);
        laid.add(below, (width - below.width) / 2, -axis(size) + reach + below.ascent);
        addRule(laid, {{0, -axis(size)}, {width, -axis(size)}}, size);
        laid.width = width;
        return laid;
    }

    FormulaBox sum(const FormulaNode& node, float size) const {
        const FormulaBox below = row(node.children[0].node(), size * kScript),
                         above = row(node.children[1].node(), size * kScript);
        const FormulaBox sigma = leaf("Σ", Role::Ink, size * kSumSize);
        const float width = std::max({sigma.width, below.width, above.width});
        const float drop = (sigma.ascent - sigma.descent) / 2 - axis(size);  // its middle on the axis
        const float gap = kIndexGap * size;
        FormulaBox laid;
        laid.add(sigma, (width - sigma.width) / 2, drop);
        if (below.width > 0) laid.add(below, (width - below.width) / 2, drop + sigma.descent + gap + below.ascent);
        if (above.width > 0) laid.add(above, (width - above.width) / 2, drop - sigma.ascent - gap - above.descent);
        laid.width = width;
        return laid;
    }

    FormulaBox bracketed(const FormulaNode& node, float size) const {
        const FormulaBox content = row(node.children[0].node(), size);
        const float margin = kRegionMargin * size;
        const float top = -std::max(content.ascent + margin, kLineAscent * size);
        const float bottom = std::max(content.descent + margin, kLineDescent * size);
        const float width = kBracketWidth * size;
        FormulaBox laid;
        laid.add(content, width, 0);
        laid.width = content.width + 2 * width;
        for (const bool left : {true, false}) {
            const float outer = left ? width * 0.35f : laid.width - width * 0.35f;
            const float inner = left ? width * 0.9f : laid.width - width * 0.9f;
            if (node.kind == FormulaKind::Floor)
                addRule(laid, {{outer, top}, {outer, bottom}, {inner, bottom}}, size);
            else
                addRule(laid, curve({{inner, top}, {outer, top * 0.6f}, {outer, bottom * 0.6f}, {inner, bottom}}),
                        size);
        }
        laid.ascent = -top;
        laid.descent = bottom;
        return laid;
    }

    FormulaBox scripts(const FormulaNode& node, float size) const {
        const float scriptSize = isScript(size) ? size : size * kScript;
        const FormulaBox base = row(node.children[0].node(), size);
        const FormulaBox low = row(node.children[1].node(), scriptSize),
                         high = row(node.children[2].node(), scriptSize);
        // On a base higher than a line, scripts go to its corners.
        const bool tall = base.ascent > 1.1f * size;
        const float drop = tall ? base.descent : kSubscriptDrop * size;
        const float rise = tall ? base.ascent - high.ascent / 2 : kSuperscriptRise * size;
        FormulaBox laid = base;
        const float x = base.width + kScriptGap * size;
        if (low.width > 0) laid.add(low, x, drop);
        if (high.width > 0) laid.add(high, x, -rise);
        return laid;
    }

    void name(FormulaBox& laid, const FormulaNode& node, float size) const {
        const float margin = kRegionMargin * size;
        const float top = std::max(laid.ascent, kLineAscent * size) + margin;
        const float bottom = std::max(laid.descent, kLineDescent * size) + margin;
        Region region = *node.region;
        region.box = {-margin, -top, laid.width + 2 * margin, top + bottom};
        if (region.text.empty()) region.text = formulaText(unnamed(node));
        if (!style_.focus.empty() && region.name == style_.focus)
            laid.part.primitives.insert(
                laid.part.primitives.begin(),
                Rectangle{
                    .box = region.box, .fill = roleTint(Role::Selection, style_.theme, 0.18f), .radius = 0.2f * size});
        laid.part.regions.push_back(std::move(region));
    }

    static FormulaNode unnamed(FormulaNode node) {
        node.region.reset();
        return node;
    }

    void addRule(FormulaBox& laid, std::vector<Point> points, float size) const {
        laid.part.primitives.push_back(
            Path{.points = std::move(points), .stroke = style_.color, .strokeWidth = std::max(1.0f, kRule * size)});
    }

    Color colorOf(Role role) const { return role == Role::Ink ? style_.color : roleTextColor(role, style_.theme); }
    bool isScript(float size) const { return size < style_.size * (kScript + 1) / 2; }
    /// Spaces within scripts are narrower.
    float tightness(float size) const { return isScript(size) ? 0.4f : 1; }
    /// Height of the middle of a minus sign.
    float axis(float size) const {
        const Box minus = inkBox(Text{.size = size, .font = style_.font, .text = "−"});
        return -minus.centre().y;
    }

    const FormulaStyle& style_;
};

}  // namespace

void FormulaBox::add(const FormulaBox& other, float x, float y) {
    append(part, other.part, x, y);
    width = std::max(width, x + other.width);
    ascent = std::max(ascent, other.ascent - y);
    descent = std::max(descent, other.descent + y);
}

std::vector<FormulaPiece> formulaPieces(const Formula& formula, const FormulaStyle& style) {
    return Setter(style).pieces(formula.node(), style.size);
}

}  // namespace seglab::figure
