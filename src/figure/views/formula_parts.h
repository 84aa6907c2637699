#pragma once

#include <optional>

#include "figure/views/formula.h"

namespace seglab::figure {

/// What a part of a formula is decides the space around it and whether a line may be broken there.
enum class FormulaKind {
    Ordinary,  ///< letters and numbers
    Relation,  ///< = < →
    Binary,    ///< + −
    Product,   ///< ·
    Open,
    Close,
    Comma,
    Space,  ///< between two words
    LineEnd,
    Row,
    Fraction,     ///< above, below
    Sum,          ///< below, above
    Floor,        ///< content
    Parentheses,  ///< content
    Scripts,      ///< base, subscript, superscript
    Sign,         ///< a + or − that belongs to what follows it
};

struct FormulaNode {
    FormulaKind kind = FormulaKind::Row;
    std::string text = {};  ///< of a leaf
    Role role = Role::Ink;
    std::vector<Formula> children = {};
    std::optional<Region> region = {};
};

struct FormulaItem {
    FormulaKind kind;
    const FormulaNode* node;
};
/// The parts of a formula from left to right, rows within rows opened up. A + or − with nothing to its left is a Sign;
/// a Space is left out where the neighbours bring a space of their own.
std::vector<FormulaItem> formulaItems(const FormulaNode& node);
std::string formulaText(const FormulaNode& node);

/// A part set in type, its origin at the left end of its baseline.
struct FormulaBox {
    Figure part = {};
    float width = 0, ascent = 0, descent = 0;

    /// Sets `other` with its origin at (x, y).
    void add(const FormulaBox& other, float x, float y);
};

/// A part of a line.
struct FormulaPiece {
    FormulaBox box;
    FormulaKind kind = FormulaKind::Ordinary;
    float gap = 0;  ///< before it, unless it begins a line
    int depth = 0;  ///< of the brackets around it
};
/// The parts of the outermost row, to be set side by side and broken into lines.
std::vector<FormulaPiece> formulaPieces(const Formula& formula, const FormulaStyle& style);

}  // namespace seglab::figure
