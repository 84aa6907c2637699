#include "nn/weight_dialects.h"

namespace seglab::nn {

namespace {

using Part = UnetPlace::Part;

// "3" in a row of layers; "conv2", "bn2" or "norm2" where each has a name: before and after each other alike.
int positionOf(const std::string& layer) {
    const std::size_t digit = layer.find_first_of("0123456789");
    const int number = std::stoi(layer.substr(digit));
    if (digit == 0) return number;
    return 2 * number + (layer.compare(0, 4, "conv") == 0 ? 0 : 1);
}

constexpr bool hasLevel(Part part) {
    return part == Part::Encoder || part == Part::Up || part == Part::Decoder;
}

constexpr bool isBlock(Part part) {
    return part == Part::Encoder || part == Part::Decoder || part == Part::Bottleneck;
}

std::vector<UnetDialect> allDialects() {
    const std::string tensor = "\\.(weight|bias|running_mean|running_var|num_batches_tracked)";
    const std::string row = "\\.(\\d{1,3})" + tensor, layer = "((?:conv|norm|bn)\\d)" + tensor;
    const std::string level = "(\\d{1,2})", doubled = "(?:double_conv|conv)";
    std::vector<UnetDialect> all(4);

    all[0].name = "SegLab";
    all[0].rules = {{Part::Encoder, std::regex("down" + level + "\\." + layer), 1},
                    {Part::Bottleneck, std::regex("bottleneck\\." + layer)},
                    {Part::Up, std::regex("up" + level + tensor), 1},
                    {Part::Decoder, std::regex("refine" + level + "\\." + layer), 1},
                    {Part::Head, std::regex("head" + tensor)}};

    all[1].name = "milesial/Pytorch-UNet";
    all[1].coarsestFirst = true;
    all[1].rules = {{Part::Encoder, std::regex("inc()\\.(?:double_conv|conv\\.conv)" + row)},
                    {Part::Encoder, std::regex("down" + level + "\\.(?:maxpool_conv|mpconv)\\.1\\." + doubled + row)},
                    {Part::Up, std::regex("up" + level + "\\.up" + tensor), 1},
                    {Part::Decoder, std::regex("up" + level + "\\.conv\\." + doubled + row), 1},
                    {Part::Head, std::regex("outc(?:\\.conv)?" + tensor)}};

    all[2].name = "mateuszbuda/brain-segmentation-pytorch";
    all[2].upFirst = true;
    all[2].rules = {{Part::Encoder, std::regex("encoder" + level + "\\.enc\\d" + layer), 1},
                    {Part::Bottleneck, std::regex("bottleneck\\.bottleneck" + layer)},
                    {Part::Up, std::regex("upconv" + level + tensor), 1},
                    {Part::Decoder, std::regex("decoder" + level + "\\.dec\\d" + layer), 1},
                    {Part::Head, std::regex("conv" + tensor)}};

    all[3].name = "a list of downs and ups";
    all[3].coarsestFirst = true;
    all[3].rules = {{Part::Encoder, std::regex("downs\\." + level + "\\." + doubled + row)},
                    {Part::Bottleneck, std::regex("(?:bottleneck|bottom)\\." + doubled + row)},
                    {Part::Up, std::regex("ups\\." + level + tensor), 0, 2},
                    {Part::Decoder, std::regex("ups\\." + level + "\\." + doubled + row), 1, 2},
                    {Part::Head, std::regex("(?:final_conv|out_conv)" + tensor)}};
    return all;
}

}  // namespace

std::optional<UnetPlace> UnetDialect::place(const std::string& tensorName) const {
    constexpr std::size_t kLongestName = 200;  // std::regex goes as deep as the text is long
    if (tensorName.size() > kLongestName) return {};
    for (const Rule& rule : rules) {
        std::smatch groups;
        if (!std::regex_match(tensorName, groups, rule.pattern)) continue;
        UnetPlace place;
        place.part = rule.part;
        std::size_t next = 1;
        if (hasLevel(rule.part)) {
            const std::string number = groups[next++];
            place.level = number.empty() ? 0 : std::stoi(number) - rule.firstLevel;
            if (place.level < 0 || place.level % rule.step != 0) return {};
            place.level /= rule.step;
        }
        if (isBlock(rule.part)) place.position = positionOf(groups[next++]);
        place.tensor = groups[next];
        return place;
    }
    return {};
}

const std::vector<UnetDialect>& unetDialects() {
    static const std::vector<UnetDialect> dialects = allDialects();
    return dialects;
}

}  // namespace seglab::nn
