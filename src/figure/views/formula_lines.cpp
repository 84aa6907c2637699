#include <algorithm>

#include "figure/views/formula_parts.h"

namespace seglab::figure {

namespace {

// Lengths in em of the formula.
constexpr float kLineAscent = 0.73f;
constexpr float kLineDescent = 0.22f;
constexpr float kLineDistance = 1.5f;  // between baselines
constexpr float kLineGap = 0.4f;       // at least, between the ink of two lines
constexpr float kIndent = 1.2f;        // of a continued line, where the left side is too long to hang it there
constexpr float kLongestLeft = 0.4f;   // share of the width that the left side may take and still be hung on

// What a way of breaking costs; the cheapest one is taken. A line costs its empty share, squared, besides.
constexpr float kPerLine = 0.2f;
constexpr float kAtProduct = 0.5f;   // "·" begins a line
constexpr float kInBrackets = 0.8f;  // a break within brackets
constexpr float kAtFirstRelation = 1.5f;
constexpr float kRounding = 0.05f;  // px that a line may stick out
constexpr float kOverflow = 5;      // of a line that sticks out, times its width over the column's

using Pieces = std::vector<FormulaPiece>;

struct Line {
    std::size_t begin = 0, end = 0;
    float indent = 0;
};

/// Breaks a row of pieces into lines.
class LineBreaker {
public:
    LineBreaker(const Pieces& pieces, float width, float size) : pieces_(pieces), width_(width), size_(size) {}

    std::vector<Line> lines() {
        for (std::size_t begin = 0; begin < pieces_.size();) {
            std::size_t end = begin;
            while (end < pieces_.size() && pieces_[end].kind != FormulaKind::LineEnd) ++end;
            if (end > begin) breakStatement(begin, end);
            begin = end + 1;
        }
        return std::move(lines_);
    }

private:
    struct Way {
        float cost = 0;
        std::size_t before = 0;  ///< where its last line begins
    };

    float widthOf(std::size_t begin, std::size_t end) const {
        float used = 0;
        for (std::size_t i = begin; i < end; ++i) used += (i == begin ? 0 : pieces_[i].gap) + pieces_[i].box.width;
        return used;
    }

    /// Finds the cheapest way to every place of [begin, end] from those to the places before it.
    void breakStatement(std::size_t begin, std::size_t end) {
        hang(begin, end);
        std::vector<Way> ways(end - begin + 1);
        for (std::size_t to = begin + 1; to <= end; ++to) {
            const float own = to == end ? 0 : breakCost(begin, to);
            if (own < 0) continue;
            Way& best = ways[to - begin];
            for (std::size_t from = begin; from < to; ++from) {
                if (from > begin && ways[from - begin].cost == 0) continue;
                const float cost = ways[from - begin].cost + own + lineCost(begin, {from, to, 0}, to == end);
                if (best.cost == 0 || cost < best.cost) best = {cost, from};
            }
        }
        std::vector<Line> found;
        for (std::size_t to = end; to > begin; to = ways[to - begin].before) {
            const std::size_t from = ways[to - begin].before;
            found.insert(found.begin(), {from, to, indent(from, from > begin)});
        }
        lines_.insert(lines_.end(), found.begin(), found.end());
    }

    /// Of a line that begins with piece `at`; negative where none may.
    float breakCost(std::size_t begin, std::size_t at) const {
        const FormulaPiece& piece = pieces_[at];
        const float nested = piece.depth > 0 ? kInBrackets : 0;
        if (piece.kind == FormulaKind::Binary) return nested;
        if (piece.kind == FormulaKind::Product) return nested + kAtProduct;
        if (piece.kind != FormulaKind::Relation) return -1;
        const auto isRelation = [](const FormulaPiece& p) { return p.kind == FormulaKind::Relation; };
        const auto first = pieces_.begin() + std::ptrdiff_t(begin), here = pieces_.begin() + std::ptrdiff_t(at);
        return nested + (std::any_of(first, here, isRelation) ? 0 : kAtFirstRelation);
    }

    float lineCost(std::size_t begin, const Line& line, bool last) const {
        const float available = std::max(width_ - indent(line.begin, line.begin > begin), 1.0f);
        const float used = widthOf(line.begin, line.end) / available;
        if ((used - 1) * available > kRounding) return kPerLine + kOverflow * used;
        return kPerLine + (last ? 0 : (1 - used) * (1 - used));
    }

    /// Where the first relation of a statement stands; a statement that begins with one keeps those of the last.
    void hang(std::size_t begin, std::size_t end) {
        if (pieces_[begin].kind == FormulaKind::Relation && relation_ >= 0) return;
        relation_ = afterRelation_ = -1;
        for (std::size_t i = begin; i < end && relation_ < 0; ++i) {
            if (pieces_[i].kind != FormulaKind::Relation || pieces_[i].depth > 0) continue;
            relation_ = i == begin ? 0 : widthOf(begin, i) + pieces_[i].gap;
            afterRelation_ = relation_ + pieces_[i].box.width + (i + 1 < end ? pieces_[i + 1].gap : 0);
        }
    }

    float indent(std::size_t begin, bool continued) const {
        const bool relation = pieces_[begin].kind == FormulaKind::Relation;
        const float place = relation ? relation_ : afterRelation_;
        if (!relation && !continued) return 0;
        if (place >= 0 && place <= kLongestLeft * width_) return place;
        return relation ? 0 : kIndent * size_;
    }

    const Pieces& pieces_;
    float width_, size_;
    float relation_ = -1, afterRelation_ = -1;  ///< x of the statement's first relation and behind it; negative: none
    std::vector<Line> lines_;
};

FormulaBox setLine(const Pieces& pieces, const Line& line) {
    FormulaBox box;
    for (std::size_t i = line.begin; i < line.end; ++i)
        box.add(pieces[i].box, i == line.begin ? 0 : box.width + pieces[i].gap, 0);
    return box;
}

}  // namespace

Size addFormula(Figure& figure, Point at, float width, const Formula& formula, const FormulaStyle& style) {
    const Pieces pieces = formulaPieces(formula, style);
    const float size = style.size;
    float baseline = 0, bottom = 0, used = 0;
    bool first = true;
    for (const Line& line : LineBreaker(pieces, width, size).lines()) {
        const FormulaBox box = setLine(pieces, line);
        const float ascent = std::max(box.ascent, kLineAscent * size);
        baseline = first ? ascent : std::max(baseline + kLineDistance * size, bottom + kLineGap * size + box.ascent);
        append(figure, box.part, at.x + line.indent, at.y + baseline);
        bottom = baseline + std::max(box.descent, kLineDescent * size);
        used = std::max(used, line.indent + box.width);
        first = false;
    }
    return {used, bottom};
}

Size formulaSize(float width, const Formula& formula, const FormulaStyle& style) {
    Figure scratch;
    return addFormula(scratch, {0, 0}, width, formula, style);
}

}  // namespace seglab::figure
