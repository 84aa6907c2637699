#include "lab/json.h"

#include <cmath>

namespace seglab::lab {

namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

struct ToJson {
    Json operator()(bool value) const { return value; }
    Json operator()(std::int64_t value) const { return value; }
    Json operator()(double value) const { return toJson(value); }
    Json operator()(const core::Pair& value) const { return {value.height, value.width}; }
    Json operator()(const std::string& value) const { return value; }
    Json operator()(const core::Matrix& value) const {
        Json rows = Json::array();
        for (int row = 0; row < value.rows; ++row) {
            Json cells = Json::array();
            for (int column = 0; column < value.columns; ++column) cells.push_back(toJson(value(row, column)));
            rows.push_back(std::move(cells));
        }
        return rows;
    }
};

Json termJson(const figure::Term& term) {
    Json json;
    json["factors"] = term.factors;
    json["values"] = Json::array();
    for (const double value : term.values) json["values"].push_back(toJson(value));
    json["product"] = toJson(term.product);
    if (!term.text.empty()) json["text"] = term.text;
    return json;
}

}  // namespace

Json toJson(double number) {
    if (!std::isfinite(number)) return nullptr;
    if (number == std::floor(number) && std::abs(number) < kExactIntegers) return std::int64_t(number);
    return number;
}

Json toJson(const core::Value& value) {
    return std::visit(ToJson{}, value);
}

Json toJson(const figure::Region& region, const std::vector<figure::Term>& terms) {
    Json json;
    json["name"] = region.name;
    json["role"] = region.role;
    json["value"] = region.value ? toJson(*region.value) : Json(nullptr);
    json["text"] = region.text;
    json["terms"] = Json::array();
    for (const figure::Term& term : terms) json["terms"].push_back(termJson(term));
    if (!region.shape.empty()) {
        json["shape"] = region.shape;
        json["minimum"] = toJson(region.minimum);
        json["maximum"] = toJson(region.maximum);
    }
    if (!region.sentence.empty()) json["sentence"] = region.sentence;
    return json;
}

std::string printed(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace seglab::lab
