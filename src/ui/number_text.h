#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/matrix.h"

// Numbers and matrices as people type and paste them.
namespace seglab::ui {

/// "3", "-0.5", "−0,5" (a decimal comma), "1/3", with blanks around. Nothing where it is no finite number.
std::optional<double> readNumber(std::string_view text);

/// Rows by line, ";" or brackets, numbers by "," or blanks: "0,1;2,3", "[[0, 1], [2, 3]]", a block of a spreadsheet,
/// what NumPy and PyTorch print. Nothing where the rows differ in length or something else stands between.
std::optional<core::Matrix> readMatrix(std::string_view text);

}  // namespace seglab::ui
