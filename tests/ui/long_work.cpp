#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "core/files.h"
#include "figure/png.h"
#include "support/temporary_folder.h"
#include "ui/surface.h"

using namespace seglab;

// Models with long work behind them: a lab whose job goes on when the test lets it, and a large photograph.
namespace seglab::test::gated {

std::atomic<bool> gate{false};

struct Model {
    explicit Model(const core::ParameterTable& table) {
        const std::string key = "gated " + std::to_string(table.integer("count"));
        const auto job = nn::job<int>(key, [](nn::Worker<int>& worker) {
            worker.progress(0.25, "counting");
            worker.publish(std::make_shared<const int>(1));
            while (!gate && !worker.stopped()) std::this_thread::yield();
            if (!worker.stopped()) worker.publish(std::make_shared<const int>(2));
        });
        const auto far = nn::soFar(job);
        shown = far.snapshot ? *far.snapshot : 0;
        behind = far.work;
    }
    int stepCount() const { return 0; }
    std::string caption(int) const { return std::to_string(shown); }
    bool operator==(const Model& other) const { return shown == other.shown; }

    int shown = 0;
    std::shared_ptr<const nn::Work> behind;
};

figure::Figure draw(const Model&, int, const figure::View&) {
    return {};
}
std::shared_ptr<const nn::Work> work(const Model& model) {
    return model.behind;
}

lab::Lab makeLab() {
    lab::Lab lab;
    lab.slug = "gated";
    lab.definition.build = lab::builder<Model>();
    lab.parameters =
        std::make_shared<const core::ParameterList>(core::ParameterList{{.name = "count",
                                                                         .label = "Count",
                                                                         .group = "",
                                                                         .type = core::Type::Integer,
                                                                         .fallback = std::int64_t(0),
                                                                         .limits = core::Limits::between(0, 9)}});
    return lab;
}

}  // namespace seglab::test::gated

namespace {

using test::gated::gate;
using test::gated::makeLab;

lab::Scene sceneOf(const lab::Lab& lab, int count) {
    core::ParameterTable table(lab.parameters);
    table.set("count", std::int64_t(count));
    lab::State state;
    state.lab = &lab;
    state.table = table;
    return {state, lab.definition.build(table)};
}

}  // namespace

TEST_CASE("a model shows what its job has published, and the document catches up with it", "[job]") {
    const lab::Lab lab = makeLab();
    gate = false;
    ui::Document document(sceneOf(lab, 1));
    while (document.model().caption(0) != "1") document.catchUp();
    REQUIRE(document.working());
    CHECK(document.working()->doing == "counting");
    gate = true;
    while (document.model().work()) document.catchUp();
    CHECK(document.model().caption(0) == "2");
    CHECK_FALSE(document.working());
    CHECK_FALSE(document.hasNews());
}

TEST_CASE("work that is stopped says so once, and keeps what there is", "[job]") {
    const lab::Lab lab = makeLab();
    gate = false;
    ui::Document document(sceneOf(lab, 2));
    while (document.model().caption(0) != "1") document.catchUp();
    document.stopWork();
    while (document.working()) std::this_thread::yield();
    document.catchUp();
    CHECK(document.message().text == "Stopped");
    document.dismissMessage();
    document.catchUp();
    CHECK(document.message().text.empty());
    CHECK(document.model().caption(0) == "1");
}

TEST_CASE("the command line waits until no work is left", "[job]") {
    const lab::Lab lab = makeLab();
    gate = true;
    const auto model = lab.buildWhole(sceneOf(lab, 3).state.table);
    CHECK(model->caption(0) == "2");
    CHECK(model->work() == nullptr);
}

TEST_CASE("a large photograph is read behind the window, and ends as the same model", "[job]") {
    const test::TemporaryFolder folder;
    figure::Pixels pixels{.width = 1500, .height = 1000, .rgba = std::vector<std::uint8_t>(6'000'000), .version = 1};
    for (std::size_t i = 0; i < pixels.rgba.size(); ++i) pixels.rgba[i] = i % 4 == 3 ? 255 : std::uint8_t(i / 4096);
    core::writeFile(folder / "large.png", figure::encodePng(pixels));
    const std::string state = "unpooling?view=photograph&levels=1&image=" + (folder / "large.png");
    ui::Document document(lab::openScene({.state = state, .lastByDefault = false, .whole = false}));
    while (document.model().work()) document.catchUp();
    const lab::Scene whole = lab::openScene({.state = state});
    CHECK(whole.model->work() == nullptr);
    CHECK(document.model().equals(*whole.model));
}

TEST_CASE("a photograph that is damaged further on says so, and the preview stays", "[job]") {
    const test::TemporaryFolder folder;
    figure::Pixels pixels{.width = 1500, .height = 1000, .rgba = std::vector<std::uint8_t>(6'000'000, 7), .version = 2};
    std::string bytes = figure::encodePng(pixels);
    bytes[bytes.size() / 2] ^= 0x55;
    core::writeFile(folder / "damaged.png", bytes);
    test::Surface surface("unpooling?view=photograph");
    surface.shell.post({.kind = ui::Event::Kind::Drop, .text = folder / "damaged.png"});
    surface.frames(2);
    while (surface.document().working()) std::this_thread::yield();
    surface.frames(2);
    CHECK_THAT(surface.document().message().text, Catch::Contains("damaged"));
}
