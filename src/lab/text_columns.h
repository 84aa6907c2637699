#pragma once

#include <string>
#include <vector>

namespace seglab::lab {

/// Cells of a table in plain text. The last column may be as long as it likes.
using Rows = std::vector<std::vector<std::string>>;

/// Number of characters of a UTF-8 text: its width in a terminal, for the letters and signs that SegLab writes.
std::size_t width(const std::string& text);

enum class Side { Left, Right };

/// Lines of `rows` with every column as wide as its widest cell, two spaces between them, each line indented by two.
std::string aligned(const Rows& rows, Side side = Side::Left);

/// `text` broken between words at 100 characters, each line indented by `indent` spaces, newline at the end.
std::string wrapped(const std::string& text, std::size_t indent);

}  // namespace seglab::lab
