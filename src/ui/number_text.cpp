#include "ui/number_text.h"

#include <cmath>
#include <cstdlib>

#include "core/limits.h"

namespace seglab::ui {

namespace {

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
    return text;
}

/// A number from the whole of the text.
std::optional<double> wholeNumber(const std::string& text) {
    if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    double value = std::strtod(text.c_str(), &end);
    if (*end != '\0' || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// Ends the row that is being filled, if anything stands in it. False when its length differs from the first's.
bool endRow(core::Matrix& matrix, int& filled) {
    if (filled == 0) return true;
    if (matrix.rows == 0) matrix.columns = filled;
    if (matrix.columns != filled) return false;
    ++matrix.rows;
    filled = 0;
    return true;
}

}  // namespace

std::optional<double> readNumber(std::string_view text) {
    std::string clean = replaced(replaced(std::string(text), "−", "-"), ",", ".");
    std::size_t first = clean.find_first_not_of(' ');
    if (first == std::string::npos) return std::nullopt;
    clean = clean.substr(first, clean.find_last_not_of(' ') - first + 1);
    std::size_t slash = clean.find('/');
    if (slash == std::string::npos) return wholeNumber(clean);
    auto above = wholeNumber(clean.substr(0, slash)), below = wholeNumber(clean.substr(slash + 1));
    if (!above || !below || *below == 0) return std::nullopt;
    return *above / *below;
}

std::optional<core::Matrix> readMatrix(std::string_view text) {
    if (text.size() > core::limits::kStateBytes) return std::nullopt;
    std::string clean = replaced(std::string(text), "−", "-");
    clean = replaced(replaced(clean, "tensor(", ""), "array(", "");
    core::Matrix matrix;
    int filled = 0;
    for (std::size_t at = 0; at < clean.size();) {
        char c = clean[at];
        if (std::string_view(" ,\t\r[()").find(c) != std::string_view::npos) {
            ++at;
        } else if (std::string_view(";\n]").find(c) != std::string_view::npos) {
            if (!endRow(matrix, filled)) return std::nullopt;
            ++at;
        } else {
            std::size_t end = std::min(clean.find_first_of(" ,\t\r\n;[]()", at), clean.size());
            auto value = wholeNumber(clean.substr(at, end - at));
            if (!value) return std::nullopt;
            matrix.values.push_back(*value);
            ++filled;
            at = end;
        }
    }
    if (!endRow(matrix, filled) || matrix.rows == 0) return std::nullopt;
    return matrix;
}

}  // namespace seglab::ui
