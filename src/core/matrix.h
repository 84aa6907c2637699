#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace seglab::core {

/// A value for each of the two spatial axes. Rows first, everywhere.
struct Pair {
    int height = 0;
    int width = 0;

    bool operator==(const Pair& other) const { return height == other.height && width == other.width; }
    bool operator!=(const Pair& other) const { return !(*this == other); }
    int operator[](int axis) const { return axis == 0 ? height : width; }
    int& operator[](int axis) { return axis == 0 ? height : width; }
};

/// One plane of numbers, row-major: what a lab shows and edits. [rows, columns], columns fastest.
struct Matrix {
    int rows = 0;
    int columns = 0;
    std::vector<double> values;

    Matrix() = default;
    Matrix(int rows_, int columns_, double fill = 0)
        : rows(rows_), columns(columns_), values(std::size_t(rows_) * std::size_t(columns_), fill) {}
    Matrix(int rows_, int columns_, std::vector<double> values_)
        : rows(rows_), columns(columns_), values(std::move(values_)) {}

    double operator()(int row, int column) const {
        return values[std::size_t(row) * std::size_t(columns) + std::size_t(column)];
    }
    double& operator()(int row, int column) {
        return values[std::size_t(row) * std::size_t(columns) + std::size_t(column)];
    }
    bool operator==(const Matrix& other) const {
        return rows == other.rows && columns == other.columns && values == other.values;
    }
    bool operator!=(const Matrix& other) const { return !(*this == other); }
};

}  // namespace seglab::core
