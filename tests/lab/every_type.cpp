#include "core/error.h"
#include "data/picture.h"
#include "lab/lab.h"

// A lab with a parameter of every type, limits that depend on others, a forbidden combination and presets: what the
// tests of this floor turn and push. Its figure has regions and no drawing.
namespace seglab::lab::every_type {

namespace {

using core::Limits;
using core::ParameterTable;
using core::Type;

struct Model {
    ParameterTable table;

    explicit Model(const ParameterTable& table_) : table(table_) {
        if (table.text("view") == "matrix" && !table.text("image").empty()) data::openPicture(table.text("image"));
    }
    int stepCount() const { return table.integer("count"); }
    std::string caption(int step) const { return step == 0 ? "nothing counted" : "counted " + std::to_string(step); }
    bool operator==(const Model& other) const { return table == other.table; }
};

figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    figure.size = view.size;
    for (int i = 0; i <= model.stepCount(); ++i) {
        figure::Region region;
        region.name = "counter(0," + std::to_string(i) + ")";
        region.role = "output";
        if (i <= step && !view.hides(region)) region.value = i;
        figure.regions.push_back(region);
    }
    return figure;
}

void noCountOfSeven(const ParameterTable& table) {
    if (table.integer("count") == 7) throw Error(Kind::BadInput, "nobody counts to seven", "count to 6 or 8", "count");
}

Definition define() {
    Definition lab;
    lab.title = "Every type";
    lab.summary = "One parameter of each type.";
    lab.parameters = {
        {.name = "flag", .label = "Flag", .group = "Values", .type = Type::Boolean, .fallback = false},
        {.name = "count",
         .label = "Count",
         .group = "Values",
         .type = Type::Integer,
         .fallback = std::int64_t(3),
         .limits = Limits::between(0, 50)},
        {.name = "rate",
         .label = "Rate",
         .group = "Values",
         .type = Type::Number,
         .fallback = 0.5,
         .limits = Limits::between(-10, 10)},
        {.name = "stride",
         .label = "Stride",
         .group = "Values",
         .type = Type::Pair,
         .fallback = core::Pair{1, 1},
         .limits = Limits::between(1, 4)},
        {.name = "padding",
         .label = "Padding",
         .group = "Values",
         .type = Type::Pair,
         .fallback = core::Pair{0, 0},
         .dependentLimits =
             [](const ParameterTable& t) {
                 return Limits{{0, 0}, {double(t.pair("stride").height), double(t.pair("stride").width)}};
             }},
        {.name = "input",
         .label = "Input",
         .group = "Values",
         .type = Type::Matrix,
         .fallback = core::Matrix(2, 2, {0, 1, 2, 3}),
         .limits = Limits::between(1, 5)},
        {.name = "view",
         .label = "View",
         .group = "Values",
         .type = Type::Choice,
         .fallback = std::string("all"),
         .choices = {"all", "stamp", "matrix"}},
        {.name = "note", .label = "Note", .group = "Values", .type = Type::Text, .fallback = std::string()},
        {.name = "image", .label = "Image", .group = "Values", .type = Type::File, .fallback = std::string()},
    };
    lab.presets = {{"small", "Small", {{"count", "1"}, {"input", "5"}}},
                   {"wide", "Wide", {{"stride", "1,4"}, {"padding", "0,4"}, {"rate", "0.25"}, {"flag", "on"}}}};
    lab.opening = "small";
    lab.build = builder<Model>();
    lab.check = noCountOfSeven;
    return lab;
}

// Tests have no file in labs/ to be named after.
[[maybe_unused]] const bool kRegistered = registerLab("98_every_type", define);

}  // namespace

}  // namespace seglab::lab::every_type
