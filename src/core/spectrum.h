#pragma once

#include <complex>
#include <vector>

#include "core/matrix.h"

namespace seglab::core {

/// Discrete Fourier transform X(f) = Σ x(t)·e^(−2πi·f·t/n) of any length: mixed radix after Cooley and Tukey (1965), a
/// factor p of the length costs n·p.
std::vector<std::complex<double>> fourier(const std::vector<std::complex<double>>& values);

/// |DFT| of a map divided by its number of cells, so that the centre is |mean|. The same size; frequency (0,0) stands
/// at (rows/2, columns/2), one cell is one cycle per map.
Matrix centredSpectrum(const Matrix& map);

}  // namespace seglab::core
