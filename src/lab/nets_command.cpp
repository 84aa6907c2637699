#include "lab/nets_command.h"

#include <fmt/format.h>

#include "lab/json.h"
#include "lab/text_columns.h"
#include "nn/costs.h"
#include "nn/fit_input.h"
#include "nn/networks.h"
#include "nn/receptive_field.h"

namespace seglab::lab {

namespace {

constexpr int kSide = 128;  // of the contract

struct Row {
    nn::Network network;
    std::int64_t side = 0;  ///< of the input that was counted
    nn::NetworkCost cost;
    core::Pair field;  ///< smallest and largest, both axes being alike
};

Row measured(const std::string& name) {
    Row row;
    row.network = nn::namedNetwork(name);
    row.side = nn::fitPlane(row.network, {kSide, kSide}).input.height;
    const core::Shape input{1, row.network.inputChannels(), row.side, row.side};
    row.cost = nn::networkCost(row.network, input);
    const nn::ReceptiveFieldRange range = nn::receptiveFieldRanges(row.network, input).back();
    row.field = {range.minimum.height, range.maximum.height};
    return row;
}

std::string document(const std::vector<Row>& rows) {
    Json nets = Json::array();
    for (const Row& row : rows)
        nets.push_back({{"name", row.network.name},
                        {"parameters", row.cost.parameters},
                        {"multiply_adds", row.cost.multiplyAdds},
                        {"activation_bytes", row.cost.activationBytes},
                        {"receptive_field", row.field.width},
                        {"receptive_field_range", {row.field.height, row.field.width}},
                        {"input", {row.side, row.side}},
                        {"summary", row.network.summary}});
    return printed(nets);
}

// 482118 as 482,118
std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number);
    for (int at = int(digits.size()) - 3; at > 0; at -= 3) digits.insert(std::size_t(at), ",");
    return digits;
}

std::string table(const std::vector<Row>& rows) {
    Rows cells{{"network", "parameters", "multiply-adds", "activations", "receptive field", ""}};
    std::string notes;
    for (const Row& row : rows) {
        const std::string field = row.field.height == row.field.width
                                      ? std::to_string(row.field.width)
                                      : fmt::format("{}–{}", row.field.height, row.field.width);
        cells.push_back({row.network.name, grouped(row.cost.parameters),
                         fmt::format("{:.1f} M", double(row.cost.multiplyAdds) / 1e6),
                         fmt::format("{:.1f} MB", double(row.cost.activationBytes) / 1e6), field, row.network.summary});
        if (row.side != kSide)
            notes += fmt::format("  {0} is counted for {1} x {1}, which scores {2} x {2} pixels or more\n",
                                 row.network.name, row.side, kSide);
    }
    return fmt::format("For a picture of {0} x {0} with 3 channels, and 6 classes:\n", kSide) + aligned(cells) + notes;
}

}  // namespace

std::string netsCommand(bool json) {
    std::vector<Row> rows;
    for (const std::string& name : nn::networkNames()) rows.push_back(measured(name));
    return json ? document(rows) : table(rows);
}

}  // namespace seglab::lab
