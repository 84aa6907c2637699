#include "lab/text_columns.h"

#include <algorithm>
#include <sstream>

namespace seglab::lab {

std::size_t width(const std::string& text) {
    return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string aligned(const Rows& rows, Side side) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - width(row[i]), ' ');
            line += "  " + (side == Side::Left ? row[i] + padding : padding + row[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string wrapped(const std::string& text, std::size_t indent) {
    constexpr std::size_t kWidth = 100;
    const std::string margin(indent, ' ');
    std::istringstream words(text);
    std::string line = margin, lines;
    for (std::string word; words >> word;) {
        if (line.size() > indent && width(line) + 1 + width(word) > kWidth) {
            lines += line + "\n";
            line = margin;
        }
        line += (line.size() > indent ? " " : "") + word;
    }
    return lines + line + "\n";
}

}  // namespace seglab::lab
