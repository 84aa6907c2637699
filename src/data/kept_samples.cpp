#include "data/kept_samples.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace seglab::data {

namespace {

constexpr std::size_t kKeptBytes = std::size_t(64) << 20;

struct Kept {
    std::string name;
    core::Tensor<std::uint8_t> image, labels;
};

Kept pack(const Sample& sample) {
    Kept kept{sample.name, core::Tensor<std::uint8_t>(sample.image.shape), sample.labels};
    for (std::size_t at = 0; at < kept.image.values.size(); ++at)
        kept.image.values[at] = std::uint8_t(sample.image.values[at] * 255 + 0.5f);
    return kept;
}

Sample unpack(const Kept& kept) {
    Sample sample{kept.name, core::Tensor<float>(kept.image.shape), kept.labels};
    for (std::size_t at = 0; at < kept.image.values.size(); ++at)
        sample.image.values[at] = float(kept.image.values[at]) / 255;
    return sample;
}

class Store {
public:
    std::shared_ptr<const Kept> find(std::size_t index) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = kept_.find(index);
        return found == kept_.end() ? nullptr : found->second;
    }
    void offer(std::size_t index, const Sample& sample) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const std::size_t bytes = sample.image.values.size() + sample.labels.values.size();
        if (bytes_ + bytes > kKeptBytes) return;
        if (kept_.emplace(index, std::make_shared<Kept>(pack(sample))).second) bytes_ += bytes;
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::size_t, std::shared_ptr<const Kept>> kept_;
    std::size_t bytes_ = 0;
};

}  // namespace

std::function<Sample(std::size_t)> keptSamples(std::function<Sample(std::size_t)> make) {
    const auto store = std::make_shared<Store>();
    return [store, make = std::move(make)](std::size_t index) {
        if (const auto kept = store->find(index)) return unpack(*kept);
        Sample sample = make(index);
        store->offer(index, sample);
        return sample;
    };
}

}  // namespace seglab::data
