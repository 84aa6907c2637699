#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "core/error.h"
#include "core/random.h"
#include "figure/layout_check.h"
#include "figure/svg.h"
#include "lab/commands.h"
#include "lab/regions.h"
#include "support/random_table.h"

// What every lab keeps, whoever wrote it. A new file in labs/ is held to it without a change here.
using namespace seglab;
using namespace seglab::lab;
using nlohmann::json;

namespace {

const std::filesystem::path kSource = SEGLAB_SOURCE_DIR;

std::vector<std::string> presetsOf(const Lab& lab) {
    std::vector<std::string> names = {"none"};
    for (const Preset& preset : lab.definition.presets) names.push_back(preset.name);
    return names;
}

Scene sceneOf(const Lab& lab, const core::ParameterTable& table) {
    Scene scene;
    scene.state.lab = &lab;
    scene.state.table = table;
    scene.model = lab.buildWhole(table);
    scene.state.step = scene.model->stepCount();
    return scene;
}

/// A scene for each preset, then some of random legal tables.
std::vector<Scene> scenesOf(const Lab& lab, int randomTables) {
    std::vector<Scene> scenes;
    const std::vector<std::string> presets = presetsOf(lab);
    for (const std::string& preset : presets) scenes.push_back(sceneOf(lab, lab.table(preset)));
    core::Random random(2024);
    for (int i = 0; i < randomTables; ++i) {
        const core::ParameterTable table = test::randomTable(lab, random, presets[std::size_t(i) % presets.size()]);
        try {
            scenes.push_back(sceneOf(lab, table));
        } catch (const Error& error) {
            // Some combinations no single limit can exclude; they are told, never crashed on.
            CHECK(error.kind() == Kind::BadInput);
        }
    }
    return scenes;
}

std::vector<int> someSteps(const Model& model) {
    const int last = model.stepCount();
    std::set<int> steps = {0, std::min(1, last), last / 2, last};
    return {steps.begin(), steps.end()};
}

std::string firstOf(const std::vector<std::string>& problems) {
    return problems.empty() ? "" : problems.front();
}

}  // namespace

TEST_CASE("the registry is the folder labs/", "[contract]") {
    std::vector<std::string> files, registered;
    for (const auto& entry : std::filesystem::directory_iterator(kSource / "labs"))
        if (entry.path().extension() == ".cpp") files.push_back(entry.path().stem());
    std::sort(files.begin(), files.end());
    for (const Lab& lab : labs()) registered.push_back(lab.stem);
    CHECK(registered == files);
}

TEST_CASE("every lab has a page and a test under its own name", "[contract]") {
    for (const Lab& lab : labs()) {
        CAPTURE(lab.stem);
        CHECK(std::filesystem::exists(kSource / "docs/labs" / (lab.stem + ".md")));
        bool tested = false;
        for (const auto& entry : std::filesystem::directory_iterator(kSource / "tests/labs"))
            tested = tested || entry.path().filename().string().rfind(lab.stem, 0) == 0;
        CHECK(tested);
    }
}

TEST_CASE("every parameter is declared in full", "[contract]") {
    const std::set<std::string> reserved = {"step", "select", "hide", "lock"};
    for (const Lab& lab : labs()) {
        std::set<std::string> names;
        for (const core::Parameter& parameter : *lab.parameters) {
            CAPTURE(lab.slug, parameter.name);
            CHECK(names.insert(parameter.name).second);
            CHECK_FALSE(reserved.count(parameter.name));
            CHECK_FALSE(parameter.label.empty());
            CHECK_FALSE(parameter.group.empty());
            CHECK_FALSE(parameter.help.empty());
            CHECK(parameter.help.find('\n') == std::string::npos);
            CHECK(parameter.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
        }
        CHECK_FALSE(lab.definition.title.empty());
        CHECK_FALSE(lab.definition.summary.empty());
        CHECK_NOTHROW(openScene(openingOf(lab)));
    }
}

TEST_CASE("a state's text reopens an equal state with an equal model", "[contract][long]") {
    for (const Lab& lab : labs())
        for (const Scene& scene : scenesOf(lab, 200)) {
            const std::string text = toText(scene.state, true);
            CAPTURE(text);
            const Scene again = openScene({.state = text});
            REQUIRE(again.state == scene.state);
            REQUIRE(again.model->equals(*scene.model));
            REQUIRE(toText(again.state, true) == text);
        }
}

TEST_CASE("every step can be shown, forwards and backwards, the same each time", "[contract][long]") {
    for (const Lab& lab : labs())
        for (const Scene& scene : scenesOf(lab, 5)) {
            CAPTURE(toText(scene.state));
            const figure::View view = viewOf(scene.state);
            const int last = scene.model->stepCount();
            const int stride = std::max(1, last / 60);
            std::vector<std::string> forwards;
            for (int step = 0; step <= last; step += stride)
                forwards.push_back(figure::toSvg(scene.model->figure(step, view), ""));
            const ModelPointer again = lab.buildWhole(scene.state.table);
            for (int step = last - last % stride; step >= 0; step -= stride)
                REQUIRE(figure::toSvg(again->figure(step, view), "") == forwards[std::size_t(step / stride)]);
        }
}

TEST_CASE("a caption is never empty and names what changed", "[contract][long]") {
    for (const Lab& lab : labs())
        for (const std::string& preset : presetsOf(lab)) {
            const json trace = json::parse(traceCommand(sceneOf(lab, lab.table(preset)), true));
            for (const json& step : trace["steps"]) {
                const std::string caption = step["caption"];
                CAPTURE(trace["state"], step["index"], caption);
                CHECK_FALSE(caption.empty());
                bool named = step["changed"].empty();
                for (const json& changed : step["changed"]) {
                    const std::string name = changed["name"];
                    const std::string text = changed.value("text", "");
                    named = named || caption.find(name.substr(0, name.find_first_of("(/"))) != std::string::npos ||
                            (!text.empty() && caption.find(text) != std::string::npos);
                }
                CHECK(named);
            }
        }
}

TEST_CASE("regions have names of their own and roles", "[contract]") {
    for (const Lab& lab : labs())
        for (const Scene& scene : scenesOf(lab, 20))
            for (const int step : someSteps(*scene.model)) {
                CAPTURE(toText(scene.state), step);
                std::set<std::string> names;
                for (const figure::Region& region : scene.model->figure(step, viewOf(scene.state)).regions) {
                    CAPTURE(region.name);
                    CHECK(names.insert(region.name).second);
                    CHECK_FALSE(region.role.empty());
                }
            }
}

TEST_CASE("what is hidden shows no number", "[contract]") {
    for (const Lab& lab : labs())
        for (const Scene& scene : scenesOf(lab, 0)) {
            figure::View view = viewOf(scene.state);
            std::set<std::string> roles, told;
            for (const figure::Region& region : regionsOf(scene, scene.state.step, view)) roles.insert(region.role);
            for (const std::string& role : roles) {
                view.hidden = {role};
                for (const figure::Region& region : scene.model->figure(scene.state.step, view).regions)
                    if (region.role == role && region.value) told.insert(role + " by " + region.name);
            }
            CAPTURE(toText(scene.state));
            CHECK(told == std::set<std::string>{});
        }
}

namespace {

struct Window {
    float width, height, scale;
    bool columns;
};

/// What is left to the stage: the timeline takes 7.5 em, the columns 14.25 em and 19.5 em.
figure::View stageOf(const Window& window, const State& state) {
    figure::View view = viewOf(state);
    view.scale = window.scale;
    view.size = {window.width, window.height - 7.5f * view.em()};
    if (window.columns) view.size.width -= (14.25f + 19.5f) * view.em();
    return view;
}

const Window kWindows[] = {
    {1024, 768, 1, true},  {1280, 800, 1, true},  {1920, 1080, 1, true}, {1024, 768, 1, false},
    {1280, 800, 1, false}, {1024, 768, 2, false}, {1280, 800, 2, false}, {1920, 1080, 2, false},
};

}  // namespace

TEST_CASE("text stays inside of its figure, apart, and large enough to read", "[contract][long]") {
    for (const Lab& lab : labs())
        for (const Scene& scene : scenesOf(lab, 60))
            for (const Window& window : kWindows)
                for (const int step : someSteps(*scene.model)) {
                    const figure::View view = stageOf(window, scene.state);
                    CAPTURE(toText(scene.state), step, view.size.width, view.size.height, view.scale);
                    CHECK(firstOf(figure::layoutProblems(scene.model->figure(step, view))) == "");
                    if (!window.columns) continue;
                    CHECK(firstOf(figure::layoutProblems(scene.model->notes(step, columnView(view)))) == "");
                }
}
