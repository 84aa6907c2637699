#include "core/spectrum.h"

#include <cmath>

namespace seglab::core {

namespace {

using Complex = std::complex<double>;
constexpr double kPi = 3.14159265358979323846;

std::size_t smallestFactor(std::size_t n) {
    for (std::size_t p = 2; p * p <= n; ++p)
        if (n % p == 0) return p;
    return n;
}

/// Transforms `count` values that stand `stride` apart. `roots[t]` is e^(−2πi·t/n) for the whole length n.
std::vector<Complex> transform(const Complex* values, std::size_t count, std::size_t stride,
                               const std::vector<Complex>& roots) {
    if (count == 1) return {values[0]};
    const std::size_t factor = smallestFactor(count), part = count / factor;

    // Transform every factor-th value, from each of the `factor` starts.
    std::vector<std::vector<Complex>> parts;
    for (std::size_t start = 0; start < factor; ++start)
        parts.push_back(transform(values + start * stride, part, stride * factor, roots));

    // Turn the parts against each other and add them.
    std::vector<Complex> out(count);
    for (std::size_t f = 0; f < count; ++f)
        for (std::size_t start = 0; start < factor; ++start)
            out[f] += parts[start][f % part] * roots[f * start % count * stride];
    return out;
}

}  // namespace

std::vector<Complex> fourier(const std::vector<Complex>& values) {
    const std::size_t n = values.size();
    if (n == 0) return {};
    std::vector<Complex> roots(n);
    for (std::size_t t = 0; t < n; ++t) roots[t] = std::polar(1.0, -2 * kPi * double(t) / double(n));
    return transform(values.data(), n, 1, roots);
}

Matrix centredSpectrum(const Matrix& map) {
    const std::size_t rows = std::size_t(map.rows), columns = std::size_t(map.columns);

    // Transform each row, then each column of the result.
    std::vector<std::vector<Complex>> byRow(rows);
    for (std::size_t r = 0; r < rows; ++r) {
        std::vector<Complex> row(columns);
        for (std::size_t c = 0; c < columns; ++c) row[c] = map(int(r), int(c));
        byRow[r] = fourier(row);
    }
    Matrix magnitude(map.rows, map.columns);
    for (std::size_t c = 0; c < columns; ++c) {
        std::vector<Complex> column(rows);
        for (std::size_t r = 0; r < rows; ++r) column[r] = byRow[r][c];
        column = fourier(column);
        for (std::size_t r = 0; r < rows; ++r)
            magnitude(int((r + rows / 2) % rows), int((c + columns / 2) % columns)) =
                std::abs(column[r]) / double(rows * columns);
    }
    return magnitude;
}

}  // namespace seglab::core
