#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/tensor.h"

// How well a segmentation agrees with the truth.
//
// Rules for what is empty. A class that neither the truth nor the prediction has is not there to be judged: its IoU and
// Dice are 0/0, undefined (NaN here, null in JSON), and it does not enter a mean. A class that only one of them has
// scores 0. Without any class, or any pixel that counts, mean and accuracy are undefined, too.
namespace seglab::core {

/// Class indices of every pixel, [H,W] or any other shape.
using Labels = Tensor<std::uint8_t>;

/// How often each class was taken for each. Pixels of the ignored label in the truth count nowhere. A prediction that
/// is no class (it may be "ignored", too) is wrong: it misses the class of the truth and is held against no other.
class ConfusionMatrix {
public:
    /// 1 to 255 classes; `ignored` is a label that is not judged, whatever the number of classes.
    explicit ConfusionMatrix(int classes, std::optional<std::uint8_t> ignored = std::nullopt);

    /// Adds the pixels of one picture, or of a batch. Throws BadInput where the shapes differ, or where the truth holds
    /// a value that is neither a class nor ignored.
    void add(const Labels& truth, const Labels& prediction);
    void add(const ConfusionMatrix& other);  ///< of as many classes

    int classes() const { return classes_; }
    std::int64_t count(int truth, int prediction) const;
    std::int64_t truthPixels(int label) const;       ///< of the class in the truth, missed ones included
    std::int64_t predictionPixels(int label) const;  ///< predicted as the class, where the truth is not ignored
    std::int64_t pixels() const;                     ///< all that count
    std::int64_t ignoredPixels() const { return ignoredPixels_; }

private:
    std::size_t place(int truth, int prediction) const;

    int classes_;
    std::optional<std::uint8_t> ignored_;
    std::vector<std::int64_t> counts_;  // [truth, prediction]; the last column is "no class"
    std::int64_t ignoredPixels_ = 0;
};

/// Share of the pixels whose class is right.
double pixelAccuracy(const ConfusionMatrix& matrix);
/// |truth ∩ prediction| / |truth ∪ prediction| of each class.
std::vector<double> iou(const ConfusionMatrix& matrix);
/// 2·|truth ∩ prediction| / (|truth| + |prediction|) of each class.
std::vector<double> dice(const ConfusionMatrix& matrix);
/// Mean of those that are defined.
double meanDefined(const std::vector<double>& scores);

struct BoundaryOptions {
    int distance = 1;  ///< d, in pixels: how far from its contour a pixel still belongs to a mask's boundary region
    std::optional<std::uint8_t> ignored = std::nullopt;
};

/// Boundary IoU of one class of one picture (B. Cheng et al., CVPR 2021): the IoU of the two boundary regions. That of
/// a mask is what an erosion by d takes from it: its pixels with a pixel outside the mask, or the border of the
/// picture, within Chebyshev distance d (as the authors' code does it, d steps of 3×3). Pixels whose truth is ignored
/// belong to neither mask. Both regions empty: NaN. truth and prediction: [H,W].
double boundaryIou(const Labels& truth, const Labels& prediction, int label, const BoundaryOptions& options = {});
/// The same, class by class.
std::vector<double> boundaryIous(const Labels& truth, const Labels& prediction, int classes,
                                 const BoundaryOptions& options = {});

/// The published distance: 2 % of the picture's diagonal, rounded, at least 1.
int publishedBoundaryDistance(int height, int width);

}  // namespace seglab::core
