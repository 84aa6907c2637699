#pragma once

#include <cstdlib>
#include <memory>
#include <vector>

#include "nn/engine/layer.h"
#include "nn/engine/step.h"

// Where the values of every node stand, decided before anything runs.
namespace seglab::nn {

/// A node's values: channels of a buffer.
struct Slot {
    int buffer = -1;  ///< -1: not stored, it is fused with what follows
    int channel = 0;
};

/// Slots of all nodes. The parts of a concatenation stand side by side in its buffer from the start, so that nothing is
/// copied: a part that is another's part already, or that is read after the concatenation, keeps a buffer of its own.
std::vector<Slot> placeNodes(const Network& network, const std::vector<Step>& steps);

/// Memory of one buffer and the time from its first writing to its last reading.
struct Buffer {
    int batch = 0, channels = 0, height = 0, width = 0;
    core::Pair border{0, 0};   ///< zeros around every image, for convolutions that look beyond it
    int first = 0, last = -1;  ///< steps, both included; never used where last < first
    std::size_t offset = 0;    ///< floats from the arena's start

    std::size_t floats() const;
};

/// Gives buffers whose times overlap different places, the largest first at the lowest offset that is free (Pisarchyk &
/// Lee 2020, "Efficient memory management for deep neural net inference", greedy by size). Returns the floats needed.
std::size_t assignOffsets(std::vector<Buffer>& buffers);

/// Zeroed memory that costs nothing before it is touched.
class Arena {
public:
    explicit Arena(std::size_t floats);
    /// Channels [channel, channel + channels) of a buffer, inside its border.
    View view(const Buffer& buffer, int channel, int channels) const;
    void clearBorder(const Buffer& buffer) const;

private:
    struct Free {
        void operator()(float* memory) const { std::free(memory); }
    };
    std::unique_ptr<float[], Free> memory_;
    float* start_ = nullptr;
};

}  // namespace seglab::nn
