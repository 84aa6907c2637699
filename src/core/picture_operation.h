#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/transposed_convolution.h"

namespace seglab::core {

/// 8-bit RGB, [height, width, 3], kept alive by whoever made it.
struct RgbPixels {
    int height = 0, width = 0;
    std::shared_ptr<const std::uint8_t> values;
    std::string key =
        {};  ///< names the content (its hash): equal keys, equal pixels; empty: only the same memory is equal

    bool operator==(const RgbPixels& o) const {
        const bool same = key.empty() || o.key.empty() ? values == o.values : key == o.key;
        return same && height == o.height && width == o.width;
    }
};

/// Rows begin … end − 1 of an output reduced by a whole factor: means of blocks of factor × factor cells, cut off at
/// the far borders. values [end − begin, columns, 3].
struct ReducedRows {
    int factor = 1;
    int begin = 0, end = 0, columns = 0;
    std::vector<float> values = {};
};

/// A transposed convolution of a photograph, the same kernel for each of its three channels (groups = 3). The values
/// are the operator's: nothing is clamped, and nothing is divided by the overlap count.
///
/// A moment is the number of finished rows of stamps, 0 … inputSize().height. The output itself is never stored: it is
/// computed row by row, and any cell on request.
class PictureOperation {
public:
    /// Goes over the whole output once (float32). Throws BadInput as TransposedTrace does, and for an output of more
    /// than limits::kLabOutputPixels.
    PictureOperation(RgbPixels picture, Matrix kernel, TransposedSettings settings);

    const RgbPixels& picture() const { return picture_; }
    const Matrix& kernel() const { return kernel_; }
    const TransposedSettings& settings() const { return settings_; }
    Pair inputSize() const { return {picture_.height, picture_.width}; }
    Pair canvasSize() const { return canvas_; }
    Pair outputSize() const { return output_; }
    int rowCount() const { return picture_.height; }

    int inputAt(int channel, Pair input) const;  ///< 0 … 255
    /// Exact (float64). Cells are those of the output: rows first.
    double at(int channel, Pair output, int finishedRows) const;
    /// The products that have landed on a cell, in time.
    std::vector<Multiply> termsOf(int channel, Pair output, int finishedRows) const;
    struct Extremes {
        double minimum = 0, maximum = 0;
    };
    /// How many stamps a cell has received.
    int overlapAt(Pair output, int finishedRows) const;
    /// The least and the most that any cell has received.
    Extremes overlapExtremes(int finishedRows) const;

    /// Output rows that the stamps of an input row reach: begin … end − 1, cut at the output's borders.
    struct Rows {
        int begin = 0, end = 0;
    };
    Rows rowsOf(int inputRow) const;

    /// Of one channel's cells at a moment, exact.
    Extremes extremesAt(int channel, int finishedRows) const;
    /// Of all channels, finished.
    Extremes extremes() const;
    std::int64_t below() const { return below_; }  ///< finished values under 0, all channels
    std::int64_t above() const { return above_; }  ///< finished values over 255
    std::int64_t count() const { return 3 * std::int64_t(output_.height) * output_.width; }

    // The output as it can be shown, at most kShownSide cells on its longer side. Where it has to be reduced a block
    // holds whole periods of the stride if it can, so that no pattern appears that is not there.
    static constexpr int kShownSide = 1024;
    /// All rows, finished.
    const ReducedRows& reduced() const { return finished_; }
    /// The rows that the stamps have begun but not finished. Those above are as in reduced(), those below still 0.
    ReducedRows unfinishedAt(int finishedRows) const;
    /// Mean overlap, at most `side` cells on the longer side. [rows, columns]
    Matrix reducedOverlap(int finishedRows, int side) const;
    int reducingFactor(int side) const;

    bool operator==(const PictureOperation& o) const {
        return picture_ == o.picture_ && kernel_ == o.kernel_ && settings_ == o.settings_;
    }

private:
    class RowPass;
    class Reducer;
    struct RowExtremes {
        float minimum = 0, maximum = 0;
    };

    bool sourceOf(int axis, int cell, int tap, int& input) const;
    int stampsOn(int axis, int cell, int finished) const;
    void scan();
    void see(const RowPass& pass, int y);
    int finalRows(int finishedRows) const;
    static RowExtremes extremesOf(const RowPass& pass, int channel);

    RgbPixels picture_;
    Matrix kernel_;
    TransposedSettings settings_;
    Pair canvas_, output_;
    std::vector<RowExtremes> rows_[3];  ///< of each channel's finished rows
    std::int64_t below_ = 0, above_ = 0;
    ReducedRows finished_;
};

/// The same through a cache of the last few: a model is rebuilt at every change of any parameter, and most do not touch
/// the operation. Safe to call from any thread.
std::shared_ptr<const PictureOperation> cachedPictureOperation(const RgbPixels& picture, const Matrix& kernel,
                                                               const TransposedSettings& settings);

}  // namespace seglab::core
