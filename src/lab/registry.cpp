#include <algorithm>
#include <cctype>

#include "core/unknown_name.h"
#include "lab/lab.h"

namespace seglab::lab {

namespace {

struct Registration {
    std::string stem;
    Definition (*define)();
};

// A function's static: registrations run before main() in no particular order of files.
std::vector<Registration>& registrations() {
    static std::vector<Registration> all;
    return all;
}

/// "06_transposed_convolution" → "transposed-convolution".
std::string slugOf(const std::string& stem) {
    std::size_t start = 0;
    while (start < stem.size() && std::isdigit(static_cast<unsigned char>(stem[start]))) ++start;
    if (start > 0 && start < stem.size() && stem[start] == '_') ++start;
    std::string slug = stem.substr(start);
    std::replace(slug.begin(), slug.end(), '_', '-');
    return slug;
}

core::Parameter presetParameter(const std::vector<Preset>& presets) {
    core::Parameter parameter;
    parameter.name = "preset";
    parameter.label = "Preset";
    parameter.group = "Presets";
    parameter.type = core::Type::Choice;
    parameter.fallback = std::string("none");
    parameter.help = "values that belong together; what else is given changes them";
    parameter.choices = {"none"};
    for (const Preset& preset : presets) parameter.choices.push_back(preset.name);
    return parameter;
}

Lab makeLab(const Registration& registration) {
    Lab lab;
    lab.stem = registration.stem;
    lab.slug = slugOf(lab.stem);
    lab.definition = registration.define();
    auto parameters = std::make_shared<core::ParameterList>();
    if (!lab.definition.presets.empty()) parameters->push_back(presetParameter(lab.definition.presets));
    for (const core::Parameter& parameter : lab.definition.parameters) parameters->push_back(parameter);
    lab.parameters = std::move(parameters);
    return lab;
}

std::vector<Lab> makeLabs() {
    std::vector<Lab> all;
    for (const Registration& registration : registrations()) all.push_back(makeLab(registration));
    std::sort(all.begin(), all.end(), [](const Lab& a, const Lab& b) { return a.stem < b.stem; });
    return all;
}

}  // namespace

// Declarations are made at the first question, not while static objects are being constructed: a lab may then use
// anything of the floors below.
bool registerLab(const char* stem, Definition (*define)()) {
    registrations().push_back({stem, define});
    return true;
}

const std::vector<Lab>& labs() {
    static const std::vector<Lab> all = makeLabs();
    return all;
}

const Lab& labNamed(std::string_view name) {
    std::vector<std::string> known;
    for (const Lab& lab : labs()) {
        if (lab.slug == name || lab.stem == name) return lab;
        known.push_back(lab.slug);
    }
    throw core::unknownName("lab", name, known);
}

core::ParameterTable Lab::table(const std::string& preset) const {
    core::ParameterTable values(parameters);
    if (preset == "none" && definition.presets.empty()) return values;
    values.setText("preset", preset);
    for (const Preset& candidate : definition.presets) {
        if (candidate.name != preset) continue;
        for (const auto& [name, text] : candidate.assignments) values.setText(name, text);
    }
    return values;
}

ModelPointer Lab::build(const core::ParameterTable& values) const {
    values.validate();
    if (definition.check) definition.check(values);
    return definition.build(values);
}

ModelPointer Lab::buildWhole(const core::ParameterTable& values) const {
    ModelPointer model = build(values);
    while (const auto work = model->work()) {
        work->wait();
        work->rethrow();
        model = build(values);
    }
    return model;
}

}  // namespace seglab::lab
