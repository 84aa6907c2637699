#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>

#include "core/error.h"
#include "core/files.h"
#include "figure/svg.h"
#include "lab/export.h"
#include "lab/regions.h"

// The last step of every preset as an SVG, as it was when somebody looked at it: tests/golden/<stem>/<preset>.svg. With
// SEGLAB_RENEW_GOLDEN=1 in the environment the files are written instead of compared (docs/adding-a-lab.md).
using namespace seglab;
using namespace seglab::lab;

namespace {

const std::filesystem::path kGolden = std::filesystem::path(SEGLAB_SOURCE_DIR) / "tests" / "golden";
constexpr std::uint64_t kMostBytes = 4 << 20;

#if defined(__x86_64__)
/// Networks are run with the instructions that every such processor has: the last bits, and with them a shade of a map,
/// differ from one instruction set to the next. Before main(), so that it holds for every engine of this program.
[[maybe_unused]] const int kSameBitsEverywhere = setenv("SEGLAB_ISA", "x86-64", 0);
#endif

bool renewing() {
    const char* asked = std::getenv("SEGLAB_RENEW_GOLDEN");
    return asked && std::string(asked) == "1";
}

/// "256x256 1f3a…": what a picture shows, whatever its PNG was compressed with.
std::string digestOf(const figure::Pixels& pixels) {
    const std::string_view bytes(reinterpret_cast<const char*>(pixels.rgba.data()), pixels.rgba.size());
    return fmt::format("{}x{} {}", pixels.width, pixels.height, core::sha256(bytes).substr(0, 16));
}

/// The SVG, with size and digest in the place of every embedded PNG.
std::string goldenForm(const figure::Figure& figure, const std::string& title) {
    const std::string svg = figure::toSvg(figure, title), open = "data:image/png;base64,";
    std::string form;
    std::size_t at = 0;
    for (const figure::Primitive& primitive : figure.primitives) {
        const auto* image = std::get_if<figure::Image>(&primitive);
        if (!image || !image->pixels || image->box.empty()) continue;
        const std::size_t begin = svg.find(open, at);
        REQUIRE(begin != std::string::npos);
        form += svg.substr(at, begin - at) + digestOf(*image->pixels);
        at = svg.find('"', begin);
    }
    return form + svg.substr(at);
}

std::string firstDifference(const std::string& golden, const std::string& now) {
    std::istringstream a(golden), b(now);
    std::string was, is;
    for (int line = 1;; ++line) {
        const bool more = bool(std::getline(a, was)), also = bool(std::getline(b, is));
        if (!more && !also) return "";
        if (more != also || was != is)
            return fmt::format("line {}\nwas: {}\nis:  {}", line, more ? was : "(end)", also ? is : "(end)");
    }
}

void compare(const std::filesystem::path& path, const std::string& now) {
    if (renewing()) {
        std::filesystem::create_directories(path.parent_path());
        return core::writeFile(path.string(), now);
    }
    INFO(path.string() << "\nlook at the new picture; if it is right: SEGLAB_RENEW_GOLDEN=1 ./dev test");
    REQUIRE(std::filesystem::exists(path));
    CHECK(firstDifference(core::readFile(path.string(), kMostBytes), now) == "");
}

}  // namespace

TEST_CASE("every preset looks as it did when it was reviewed", "[golden]") {
    for (const Lab& lab : labs())
        for (const Preset& preset : lab.definition.presets) {
            Scene scene;
            scene.state.lab = &lab;
            scene.state.table = lab.table(preset.name);
            scene.model = lab.buildWhole(scene.state.table);
            scene.state.step = scene.model->stepCount();
            const figure::Figure figure = scene.model->figure(scene.state.step, viewOf(scene.state));
            compare(kGolden / lab.stem / (preset.name + ".svg"), goldenForm(figure, titleOf(scene)));
        }
}

TEST_CASE("there is no golden figure of a preset that is gone", "[golden]") {
    std::set<std::string> wanted, found;
    for (const Lab& lab : labs())
        for (const Preset& preset : lab.definition.presets) wanted.insert(lab.stem + "/" + preset.name + ".svg");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kGolden))
        if (entry.is_regular_file())
            found.insert(entry.path().parent_path().filename().string() + "/" + entry.path().filename().string());
    CHECK(found == wanted);
}
