#include "nn/engine/storage.h"

#include <algorithm>
#include <new>
#include <numeric>

namespace seglab::nn {

namespace {

constexpr std::size_t kAlignment = 16;  // floats: a cache line

// The concatenation that a node stands in.
struct Home {
    NodeId concatenation = -1;
    int channel = 0;
};

bool readAfter(const Network& network, NodeId node, NodeId last) {
    for (std::size_t i = std::size_t(last) + 1; i < network.nodes.size(); ++i)
        for (NodeId input : network.nodes[i].inputs)
            if (input == node) return true;
    return false;
}

void settleParts(const Network& network, NodeId concatenation, std::vector<Home>& homes) {
    const std::vector<NodeId>& parts = network.nodes[std::size_t(concatenation)].inputs;
    int channel = 0;
    for (NodeId part : parts) {
        Home& home = homes[std::size_t(part)];
        const bool once = std::count(parts.begin(), parts.end(), part) == 1;
        if (home.concatenation < 0 && once && !readAfter(network, part, concatenation)) home = {concatenation, channel};
        channel += network.nodes[std::size_t(part)].channels;
    }
}

std::size_t roundUp(std::size_t floats) {
    return (floats + kAlignment - 1) / kAlignment * kAlignment;
}

bool meet(const Buffer& a, const Buffer& b) {
    return a.first <= b.last && b.first <= a.last;
}

std::size_t lowestFree(const std::vector<Buffer>& buffers, const std::vector<int>& placed, const Buffer& next) {
    std::vector<const Buffer*> others;
    for (int index : placed)
        if (meet(buffers[std::size_t(index)], next)) others.push_back(&buffers[std::size_t(index)]);
    std::sort(others.begin(), others.end(), [](const Buffer* a, const Buffer* b) { return a->offset < b->offset; });
    std::size_t offset = 0;
    for (const Buffer* other : others) {
        if (offset + next.floats() <= other->offset) break;
        offset = std::max(offset, roundUp(other->offset + other->floats()));
    }
    return offset;
}

}  // namespace

std::vector<Slot> placeNodes(const Network& network, const std::vector<Step>& steps) {
    std::vector<Home> homes(network.nodes.size());
    for (std::size_t i = 0; i < network.nodes.size(); ++i)
        if (network.nodes[i].op == Op::Concatenation) settleParts(network, NodeId(i), homes);
    std::vector<Slot> slots(network.nodes.size());
    for (const Step& step : steps) {
        Slot& slot = slots[std::size_t(step.last())];
        slot.buffer = step.last();
        for (Home home = homes[std::size_t(slot.buffer)]; home.concatenation >= 0;
             home = homes[std::size_t(slot.buffer)]) {
            slot.buffer = home.concatenation;
            slot.channel += home.channel;
        }
    }
    return slots;
}

std::size_t Buffer::floats() const {
    return std::size_t(batch) * std::size_t(channels) * std::size_t(height + 2 * border.height) *
           std::size_t(width + 2 * border.width);
}

std::size_t assignOffsets(std::vector<Buffer>& buffers) {
    std::vector<int> order, placed;
    for (std::size_t i = 0; i < buffers.size(); ++i)
        if (buffers[i].last >= buffers[i].first) order.push_back(int(i));
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return buffers[std::size_t(a)].floats() > buffers[std::size_t(b)].floats(); });
    std::size_t most = 0;
    for (int index : order) {
        Buffer& buffer = buffers[std::size_t(index)];
        buffer.offset = lowestFree(buffers, placed, buffer);
        most = std::max(most, buffer.offset + buffer.floats());
        placed.push_back(index);
    }
    return most;
}

Arena::Arena(std::size_t floats) {
    const std::size_t all = floats + kAlignment + std::size_t(kernels::kSlack);
    memory_.reset(static_cast<float*>(std::calloc(all, sizeof(float))));
    if (!memory_) throw std::bad_alloc();
    void* start = memory_.get();
    std::size_t space = all * sizeof(float);
    start_ = static_cast<float*>(std::align(kAlignment * sizeof(float), floats * sizeof(float), start, space));
}

View Arena::view(const Buffer& buffer, int channel, int channels) const {
    View view;
    view.batch = buffer.batch;
    view.height = buffer.height;
    view.width = buffer.width;
    view.channels = channels;
    view.pixelStep = buffer.channels;
    view.rowStep = view.pixelStep * (buffer.width + 2 * buffer.border.width);
    view.imageStep = view.rowStep * (buffer.height + 2 * buffer.border.height);
    view.data =
        start_ + buffer.offset + buffer.border.height * view.rowStep + buffer.border.width * view.pixelStep + channel;
    return view;
}

void Arena::clearBorder(const Buffer& buffer) const {
    if (buffer.border == core::Pair{0, 0}) return;
    const View view = this->view(buffer, 0, buffer.channels);
    const std::ptrdiff_t side = buffer.border.width * view.pixelStep, band = buffer.border.height * view.rowStep;
    for (int n = 0; n < view.batch; ++n) {
        float* first = view.data + n * view.imageStep - side;
        std::fill_n(first - band, band, 0.0f);
        for (int y = 0; y < view.height; ++y) {
            std::fill_n(first + y * view.rowStep, side, 0.0f);
            std::fill_n(first + (y + 1) * view.rowStep - side, side, 0.0f);
        }
        std::fill_n(first + view.height * view.rowStep, band, 0.0f);
    }
}

}  // namespace seglab::nn
