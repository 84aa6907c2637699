#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "figure/figure.h"
#include "figure/palette.h"

// Formulas set as formulas, from a tree of boxes as in TeX (Knuth, The TeXbook, chapters 12, 17 and 18; simplified).
//
//   Formula::row({Formula::token("H", Role::Output).sub("out"), "= (", Formula::token("H", Role::Input).sub("in"),
//                 "− 1)·", Formula::token("s", Role::Stride).named({.name = "stride", .action = …})})
namespace seglab::figure {

struct FormulaNode;

/// A formula or a part of one: an immutable value, cheap to copy.
class Formula {
public:
    /// Plain text. Spaces are set by what stands between them: wide around relations, medium around + and −, thin
    /// around ·; a hyphen becomes a minus sign, "\n" ends a line.
    Formula(std::string_view text);
    Formula(const char* text) : Formula(std::string_view(text)) {}
    Formula(const std::string& text) : Formula(std::string_view(text)) {}

    /// A variable or a number in its role's colour, as written.
    static Formula token(std::string text, Role role = Role::Ink);
    static Formula row(std::vector<Formula> parts);
    static Formula fraction(Formula above, Formula below);
    /// Σ with its index below it, and above it if given.
    static Formula sum(Formula below, Formula above = "");
    static Formula floor(Formula content);
    /// Round brackets as high as their content. Content that is no higher than a line needs none: write "(" and ")".
    static Formula parentheses(Formula content);

    /// A plain word as index takes the letter's colour.
    Formula sub(Formula index) const;
    Formula sup(Formula exponent) const;
    /// A region of its own: the layout fills in its box, and its text where that is empty.
    Formula named(Region region) const;

    /// On one line of plain text: "H_out = (H_in − 1)·s".
    std::string text() const;
    const FormulaNode& node() const { return *node_; }

private:
    explicit Formula(FormulaNode node);

    std::shared_ptr<const FormulaNode> node_;
};

struct FormulaStyle {
    float size = 24;
    Color color = {};
    Theme theme = Theme::Paper;
    Font font = Font::Words;  ///< or Numbers
    std::string focus = {};   ///< the region that is hovered or pinned: shown on a tint
};

/// Adds the formula with the top left corner of its box at `at`. A line wider than `width` is broken before + and −
/// (within brackets only where nothing else helps); what continues is set behind the relation, and lines that begin
/// with a relation stand below the first one. Returns the size used, which exceeds `width` where nothing can be broken.
Size addFormula(Figure& figure, Point at, float width, const Formula& formula, const FormulaStyle& style);
/// Size that addFormula would use.
Size formulaSize(float width, const Formula& formula, const FormulaStyle& style);

}  // namespace seglab::figure
