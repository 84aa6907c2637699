#include "nn/networks.h"

#include <fmt/format.h>

#include <functional>

#include "core/unknown_name.h"
#include "nn/networks/papers.h"
#include "nn/networks/unet.h"

namespace seglab::nn {

namespace {

struct NamedNetwork {
    std::string name;
    std::function<Network(const NetworkOptions&)> describe;
};

// One U-Net with its variants: -add, -noskip, -bn.
void addUnets(std::vector<NamedNetwork>& networks, const UnetSettings& plain) {
    const auto variant = [&](const std::string& suffix, const std::string& difference, const auto& change) {
        UnetSettings settings = plain;
        settings.name += suffix;
        settings.summary += difference;
        change(settings);
        networks.push_back(
            {settings.name, [settings](const NetworkOptions& options) { return unet(settings, options); }});
    };
    variant("", "", [](UnetSettings&) {});
    variant("-add", "; skips are added", [](UnetSettings& s) { s.skip = Skip::Addition; });
    variant("-noskip", "; no skips", [](UnetSettings& s) { s.skip = Skip::None; });
    variant("-bn", "; batch normalisation", [](UnetSettings& s) { s.normalised = true; });
}

void addPatchNetworks(std::vector<NamedNetwork>& networks) {
    for (const int field : {1, 5, 9, 17, 33})
        networks.push_back({fmt::format("patch-{}", field),
                            [field](const NetworkOptions& options) { return patchClassifier(field, options); }});
}

const std::vector<NamedNetwork>& known() {
    static const std::vector<NamedNetwork> networks = [] {
        std::vector<NamedNetwork> all;
        addUnets(all, {.name = "unet", .summary = "the teaching U-Net, 8 to 64 channels", .widths = {8, 16, 32, 64}});
        addUnets(all, {.name = "unet-s",
                       .summary = "the U-Net of the benchmarks, 16 to 128 channels",
                       .widths = {16, 32, 64, 128}});
        addPatchNetworks(all);
        all.push_back({"fullres", fullResolution});
        for (const int stride : {32, 16, 8})
            all.push_back({fmt::format("fcn{}s", stride),
                           [stride](const NetworkOptions& options) { return fullyConvolutional(stride, options); }});
        all.push_back({"deconvnet", deconvolutionNetwork});
        all.push_back({"unet-lecture", unetOfTheLecture});
        all.push_back({"unet-2015", unetOf2015});
        return all;
    }();
    return networks;
}

}  // namespace

std::vector<std::string> networkNames() {
    std::vector<std::string> names;
    for (const NamedNetwork& network : known()) names.push_back(network.name);
    return names;
}

Network namedNetwork(std::string_view name, const NetworkOptions& options) {
    if (options.inputChannels < 1 || options.classes < 1)
        throw Error(Kind::BadInput,
                    fmt::format("a network from {} channels to {} classes", options.inputChannels, options.classes),
                    "both are at least 1");
    for (const NamedNetwork& network : known())
        if (network.name == name) return network.describe(options);
    throw core::unknownName("network", name, networkNames());
}

}  // namespace seglab::nn
