#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/matrix.h"
#include "core/tensor.h"

// Two tensors that are to be joined: what does not fit, what makes them fit, and what a convolution makes of the join.
// Height and width must be equal for both ways of joining, channels for the addition alone.
namespace seglab::core {

enum class Joining { Addition, Concatenation };
/// What is done about sizes that differ. Crop and Pad work on both, axis by axis, Interpolate on the second.
enum class SizeCure {
    None,
    Crop,        ///< to the smaller size, the cells in the middle; of an odd number the odd one goes at the end
    Pad,         ///< to the larger size, zeros around; of an odd number the odd one goes at the end
    Interpolate  ///< the second to the size of the first, by the nearest cell
};

struct JoinSettings {
    Joining joining = Joining::Concatenation;
    SizeCure cure = SizeCure::None;
    bool project = false;  ///< addition: a 1×1 convolution gives the second as many channels as the first has

    bool operator==(const JoinSettings& o) const {
        return joining == o.joining && cure == o.cure && project == o.project;
    }
};

enum class JoinStage { Given, Sized, Projected, Joined, Mixed };

/// The whole way of two tensors [C,H,W]; a value. Where something does not fit it ends before the join, and says so.
class JoinTrace {
public:
    /// Cells and weights are small whole numbers of the seed. Shapes of three axes, all at least 1.
    JoinTrace(const Shape& first, const Shape& second, const JoinSettings& settings, std::uint64_t seed);

    /// The stages of these settings, in their order; a cure that nothing needs is no stage.
    const std::vector<JoinStage>& stages() const { return stages_; }
    /// Empty where the two can be joined: "height 4 and 3 differ".
    const std::string& problem() const { return problem_; }
    const JoinSettings& settings() const { return settings_; }

    /// The two, at the end of a stage: Given, Sized or Projected; of later ones what they were joined from.
    const Tensor<double>& first(JoinStage stage) const { return stage == JoinStage::Given ? first_ : firstSized_; }
    const Tensor<double>& second(JoinStage stage) const;
    const Tensor<double>& joined() const { return joined_; }
    /// [channels of the first, channels of the second]; empty where nothing is projected.
    const Matrix& projection() const { return projection_; }
    /// One filter of a 1×1 convolution behind the join: a weight for each channel of the join. Of an addition the same
    /// weights stand for both tensors: W₁ = W₂.
    const std::vector<double>& weights() const { return weights_; }
    /// [1,H,W]: the filter on the join.
    const Tensor<double>& mixed() const { return mixed_; }
    /// What the filter makes of one tensor's channels alone at a cell: W₁a, and W₂b.
    double partOfFirst(Pair cell) const;
    double partOfSecond(Pair cell) const;

    bool operator==(const JoinTrace& o) const {
        return first_ == o.first_ && second_ == o.second_ && settings_ == o.settings_ && weights_ == o.weights_;
    }

private:
    void makeSizes();
    void project(std::uint64_t seed);
    void join(std::uint64_t seed);
    double part(const Tensor<double>& of, std::size_t firstWeight, Pair cell) const;

    JoinSettings settings_;
    Tensor<double> first_, second_, firstSized_, secondSized_, secondProjected_, joined_, mixed_;
    Matrix projection_;
    std::vector<double> weights_;
    std::vector<JoinStage> stages_;
    std::string problem_;
};

}  // namespace seglab::core
