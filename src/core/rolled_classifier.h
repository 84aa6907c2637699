#pragma once

#include <cstdint>
#include <vector>

#include "core/matrix.h"
#include "core/tensor.h"

namespace seglab::core {

struct ClassifierShape {
    int kernel = 2;    ///< side of the patch of features that the classifier reads, >= 1
    int channels = 2;  ///< of the features, >= 1
    int classes = 3;   ///< >= 1
    Pair plane{4, 5};  ///< of the features, at least the kernel on each axis
};

/// A fully connected classifier over a patch of features, and the convolution that has the same weights: row k of its
/// matrix, cut into channels and rows, is the kernel of class k (Long et al. 2015, sec. 3.1). Cells and weights are
/// small whole numbers of the seed. An immutable value.
class RolledClassifier {
public:
    /// Throws BadInput where the plane is smaller than the kernel.
    RolledClassifier(const ClassifierShape& shape, std::uint64_t seed);

    const ClassifierShape& shape() const { return shape_; }
    int inputs() const { return shape_.channels * shape_.kernel * shape_.kernel; }
    /// Where the patch can stand.
    Pair windows() const { return {shape_.plane.height - shape_.kernel + 1, shape_.plane.width - shape_.kernel + 1}; }

    /// [1, channels, H, W]
    const Tensor<double>& features() const { return features_; }
    /// [classes, inputs]: of the fully connected layer. A patch is read channel by channel, row by row.
    const Matrix& weights() const { return weights_; }
    /// [classes, channels, kernel, kernel]: the same numbers in the same order.
    const Tensor<double>& kernels() const { return kernels_; }

    /// Where in its kernel a column of the matrix ends up.
    struct Place {
        int channel;
        Pair cell;
    };
    Place placeOf(int input) const;
    int inputOf(const Place& place) const;

    /// The patch whose first cell is `window`, as a vector of inputs() numbers.
    std::vector<double> patch(Pair window) const;
    /// The matrix times that vector.
    std::vector<double> fullyConnected(Pair window) const;
    /// The convolution: [1, classes, windows]
    const Tensor<double>& scores() const { return scores_; }

    bool operator==(const RolledClassifier& o) const { return features_ == o.features_ && weights_ == o.weights_; }

private:
    ClassifierShape shape_;
    Tensor<double> features_, kernels_, scores_;
    Matrix weights_;
};

}  // namespace seglab::core
