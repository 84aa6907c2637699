#pragma once

#include <memory>
#include <vector>

#include "core/upsampling.h"

// A picture on its way down and up again, by halves: what each way up brings back, and what is lost for good.
namespace seglab::core {

/// PicturePlanes of one size, [channels][rows, columns].
using PicturePlanes = std::vector<Matrix>;

/// Every way up stands with its partner on the way down: nearest neighbour and bilinear with 2×2 averages, bed of nails
/// with subsampling, max unpooling with 2×2 max pooling whose positions it remembers, a transposed convolution (stride
/// 2, padding (k − 2)/2, so the kernel has an even size) with 2×2 averages.
struct RoundTripSettings {
    UpsamplingMethod method = UpsamplingMethod::Nearest;
    int levels = 1;   ///< halvings, 1 … 5
    Matrix kernel{};  ///< transposed convolution only, used as it is: a sum of 4 keeps the brightness

    bool operator==(const RoundTripSettings& o) const {
        return method == o.method && levels == o.levels && kernel == o.kernel;
    }
};

class RoundTrip {
public:
    /// The picture is cropped at the far borders to a multiple of 2^levels. Throws BadInput where nothing is left, for
    /// planes of different sizes, and for an empty kernel.
    RoundTrip(const PicturePlanes& picture, RoundTripSettings settings);

    int stepCount() const { return 2 * settings_.levels; }
    /// After `step` halvings or doublings: 0 is the (cropped) picture, stepCount() what came back.
    const PicturePlanes& at(int step) const { return stages_[std::size_t(step)]; }
    const PicturePlanes& picture() const { return stages_.front(); }
    const PicturePlanes& result() const { return stages_.back(); }

    /// |result − picture|, the mean over the channels. [rows, columns]
    const Matrix& errorMap() const { return error_; }
    double meanError() const { return mean_; }
    double rootMeanSquare() const { return rootMeanSquare_; }
    /// The mean error where the picture has an edge: the tenth of its cells with the steepest central differences.
    double edgeError() const { return edge_; }

    bool operator==(const RoundTrip& o) const { return settings_ == o.settings_ && picture() == o.picture(); }

private:
    void measure();

    RoundTripSettings settings_;
    std::vector<PicturePlanes> stages_;
    Matrix error_;
    double mean_ = 0, rootMeanSquare_ = 0, edge_ = 0;
};

/// The kernel times a number, so that its sum is 4; as it is where the sum is 0.
Matrix keepingBrightness(Matrix kernel);

using RoundTrips = std::vector<std::shared_ptr<const RoundTrip>>;
bool sameTrips(const RoundTrips& a, const RoundTrips& b);  ///< by content

/// One for each method, through a cache of the last call: a model is rebuilt at every change of any parameter, and most
/// do not touch the picture. Safe to call from any thread.
RoundTrips cachedRoundTrips(const std::shared_ptr<const PicturePlanes>& picture,
                            const std::vector<UpsamplingMethod>& methods, const Matrix& kernel, int levels);

/// Steepness at each cell: the length of the central differences, the mean over the channels. Borders replicate.
Matrix edgeStrength(const PicturePlanes& planes);

}  // namespace seglab::core
