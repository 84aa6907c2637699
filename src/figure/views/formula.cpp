#include "figure/views/formula.h"

#include "figure/utf8.h"
#include "figure/views/formula_parts.h"

namespace seglab::figure {

namespace {

FormulaKind kindOf(char32_t c) {
    using namespace std::literals;
    if (U"=≠<>≤≥≈≡→∈"sv.find(c) != std::u32string_view::npos) return FormulaKind::Relation;
    if (U"+−±×⊕⊙"sv.find(c) != std::u32string_view::npos) return FormulaKind::Binary;
    if (U"·∗/"sv.find(c) != std::u32string_view::npos) return FormulaKind::Product;
    if (U"([{⌊⌈"sv.find(c) != std::u32string_view::npos) return FormulaKind::Open;
    if (U")]}⌋⌉"sv.find(c) != std::u32string_view::npos) return FormulaKind::Close;
    if (U",;"sv.find(c) != std::u32string_view::npos) return FormulaKind::Comma;
    if (c == U'\n') return FormulaKind::LineEnd;
    return c == U' ' ? FormulaKind::Space : FormulaKind::Ordinary;
}

void collect(const FormulaNode& node, std::vector<FormulaItem>& items) {
    if (node.kind != FormulaKind::Row || node.region) {
        items.push_back({node.kind, &node});
        return;
    }
    for (const Formula& part : node.children) collect(part.node(), items);
}

/// Whether an operand can end with it, so that a + or − behind it is binary and a word behind it needs a space.
bool endsOperand(FormulaKind kind) {
    switch (kind) {
        case FormulaKind::Relation:
        case FormulaKind::Binary:
        case FormulaKind::Product:
        case FormulaKind::Open:
        case FormulaKind::Comma:
        case FormulaKind::Space:
        case FormulaKind::LineEnd:
        case FormulaKind::Sum:
        case FormulaKind::Sign:
            return false;
        default:
            return true;
    }
}

bool startsOperand(FormulaKind kind) {
    return (endsOperand(kind) && kind != FormulaKind::Close) || kind == FormulaKind::Open || kind == FormulaKind::Sum;
}

std::string bracketed(const Formula& part) {
    const std::string text = part.text();
    const bool simple = text.find_first_of(" +/") == std::string::npos && text.find("−") == std::string::npos;
    return simple ? text : "(" + text + ")";
}

std::string script(const char* mark, const Formula& part) {
    return part.text().empty() ? "" : mark + bracketed(part);
}

std::string itemText(const FormulaItem& item) {
    const std::vector<Formula>& parts = item.node->children;
    switch (item.kind) {
        case FormulaKind::Relation:
        case FormulaKind::Binary:
            return " " + item.node->text + " ";
        case FormulaKind::Comma:
            return item.node->text + " ";
        case FormulaKind::Space:
        case FormulaKind::LineEnd:
            return " ";
        case FormulaKind::Row:
            return Formula::row(parts).text();
        case FormulaKind::Fraction:
            return bracketed(parts[0]) + "/" + bracketed(parts[1]);
        case FormulaKind::Sum:
            return "Σ" + script("_", parts[0]) + script("^", parts[1]) + " ";
        case FormulaKind::Floor:
            return "⌊" + parts[0].text() + "⌋";
        case FormulaKind::Parentheses:
            return "(" + parts[0].text() + ")";
        case FormulaKind::Scripts:
            return parts[0].text() + script("_", parts[1]) + script("^", parts[2]);
        default:
            return item.node->text;
    }
}

/// Runs of spaces become one; none at the ends.
std::string tidy(const std::string& text) {
    std::string tidied;
    for (const char c : text)
        if (c != ' ' || (!tidied.empty() && tidied.back() != ' ')) tidied += c;
    while (!tidied.empty() && tidied.back() == ' ') tidied.pop_back();
    return tidied;
}

}  // namespace

Formula::Formula(FormulaNode node) : node_(std::make_shared<const FormulaNode>(std::move(node))) {}

Formula::Formula(std::string_view text) {
    FormulaNode row;
    FormulaNode word{.kind = FormulaKind::Ordinary};
    const auto endWord = [&] {
        if (!word.text.empty()) row.children.push_back(Formula(word));
        word.text.clear();
    };
    while (!text.empty()) {
        char32_t c = takeCodepoint(text);
        if (c == U'-') c = U'−';
        const FormulaKind kind = kindOf(c);
        if (kind == FormulaKind::Ordinary) {
            appendUtf8(word.text, c);
            continue;
        }
        endWord();
        FormulaNode mark{.kind = kind};
        appendUtf8(mark.text, c);
        row.children.push_back(Formula(std::move(mark)));
    }
    endWord();
    *this = Formula(std::move(row));
}

Formula Formula::token(std::string text, Role role) {
    return Formula(FormulaNode{.kind = FormulaKind::Ordinary, .text = std::move(text), .role = role});
}

Formula Formula::row(std::vector<Formula> parts) {
    return Formula(FormulaNode{.children = std::move(parts)});
}

Formula Formula::fraction(Formula above, Formula below) {
    return Formula(FormulaNode{.kind = FormulaKind::Fraction, .children = {std::move(above), std::move(below)}});
}

Formula Formula::sum(Formula below, Formula above) {
    return Formula(FormulaNode{.kind = FormulaKind::Sum, .children = {std::move(below), std::move(above)}});
}

Formula Formula::floor(Formula content) {
    return Formula(FormulaNode{.kind = FormulaKind::Floor, .children = {std::move(content)}});
}

Formula Formula::parentheses(Formula content) {
    return Formula(FormulaNode{.kind = FormulaKind::Parentheses, .children = {std::move(content)}});
}

namespace {

/// A plain word as the index of a coloured letter is part of its name, and gets its colour.
Formula inColorOf(const Formula& base, const Formula& index) {
    const Role role = base.node().role;
    const std::vector<FormulaItem> items = formulaItems(index.node());
    const bool word = items.size() == 1 && items[0].kind == FormulaKind::Ordinary && items[0].node->role == Role::Ink;
    return word && role != Role::Ink ? Formula::token(items[0].node->text, role) : index;
}

/// The base of a scripted node, or the formula itself.
FormulaNode scripted(const Formula& formula) {
    if (formula.node().kind == FormulaKind::Scripts && !formula.node().region) return formula.node();
    return {.kind = FormulaKind::Scripts, .children = {formula, "", ""}};
}

}  // namespace

Formula Formula::sub(Formula index) const {
    FormulaNode node = scripted(*this);
    node.children[1] = inColorOf(node.children[0], index);
    return Formula(std::move(node));
}

Formula Formula::sup(Formula exponent) const {
    FormulaNode node = scripted(*this);
    node.children[2] = std::move(exponent);
    return Formula(std::move(node));
}

Formula Formula::named(Region region) const {
    FormulaNode node = *node_;
    node.region = std::move(region);
    return Formula(std::move(node));
}

std::string Formula::text() const {
    return formulaText(*node_);
}

std::string formulaText(const FormulaNode& node) {
    std::string text;
    for (const FormulaItem& item : formulaItems(node)) text += itemText(item);
    return tidy(text);
}

std::vector<FormulaItem> formulaItems(const FormulaNode& node) {
    std::vector<FormulaItem> all, items;
    collect(node, all);
    for (std::size_t i = 0; i < all.size(); ++i) {
        FormulaItem item = all[i];
        const bool operand = !items.empty() && endsOperand(items.back().kind);
        if (item.kind == FormulaKind::Binary && !operand) item.kind = FormulaKind::Sign;
        if (item.kind == FormulaKind::Space && (!operand || i + 1 == all.size() || !startsOperand(all[i + 1].kind)))
            continue;
        items.push_back(item);
    }
    return items;
}

}  // namespace seglab::figure
