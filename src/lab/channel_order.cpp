#include "lab/channel_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace seglab::lab {

namespace {

using Maps = core::Tensor<float>;

std::size_t planeOf(const Maps& maps) {
    return std::size_t(maps.size(2) * maps.size(3));
}

double dot(const Maps& maps, int a, int b) {
    const std::size_t plane = planeOf(maps);
    const float* x = maps.values.data() + std::size_t(a) * plane;
    const float* y = maps.values.data() + std::size_t(b) * plane;
    return std::inner_product(x, x + plane, y, 0.0);
}

/// Without their means, so that their products are covariances.
Maps centred(Maps maps) {
    const std::size_t plane = planeOf(maps);
    for (auto begin = maps.values.begin(); begin != maps.values.end(); begin += std::ptrdiff_t(plane)) {
        const float mean = float(std::accumulate(begin, begin + std::ptrdiff_t(plane), 0.0) / double(plane));
        std::transform(begin, begin + std::ptrdiff_t(plane), begin, [mean](float value) { return value - mean; });
    }
    return maps;
}

std::vector<int> byEnergy(const Maps& maps) {
    std::vector<int> order(std::size_t(maps.size(1)));
    std::iota(order.begin(), order.end(), 0);
    std::vector<double> energy;
    for (const int channel : order) energy.push_back(dot(maps, channel, channel));
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return energy[std::size_t(a)] > energy[std::size_t(b)]; });
    return order;
}

std::vector<int> bySimilarity(const Maps& maps) {
    std::vector<int> rest = byEnergy(maps), order;
    const Maps c = centred(maps);
    std::vector<double> deviation;
    for (int i = 0; i < int(maps.size(1)); ++i) deviation.push_back(std::sqrt(dot(c, i, i)));
    const auto likeness = [&](int a, int b) {
        const double scale = deviation[std::size_t(a)] * deviation[std::size_t(b)];
        return scale > 0 ? dot(c, a, b) / scale : -2;
    };
    while (!rest.empty()) {
        std::size_t next = 0;
        double best = -3;
        for (std::size_t i = 0; i < rest.size() && !order.empty(); ++i) {
            const double alike = likeness(order.back(), rest[i]);
            if (alike > best) best = alike, next = i;
        }
        order.push_back(rest[next]);
        rest.erase(rest.begin() + std::ptrdiff_t(next));
    }
    return order;
}

}  // namespace

const std::vector<std::string>& channelSorts() {
    static const std::vector<std::string> sorts{"index", "energy", "similarity"};
    return sorts;
}

std::vector<int> channelOrder(const Maps& maps, const std::string& sort) {
    if (sort == "energy") return byEnergy(maps);
    if (sort == "similarity") return bySimilarity(maps);
    std::vector<int> order(std::size_t(maps.size(1)));
    std::iota(order.begin(), order.end(), 0);
    return order;
}

}  // namespace seglab::lab
