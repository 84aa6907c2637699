#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/parameter_table.h"
#include "figure/figure.h"
#include "nn/job.h"

// A lab is a parameter table, a model and a figure. This header is the first thing that a lab author reads;
// docs/adding-a-lab.md goes through a whole example.
//
// clang-format off
//   struct Model {                                    // a value: copyable, comparable; knows nothing of windows
//       explicit Model(const core::ParameterTable&);  // computes the whole trace; throws seglab::Error
//       int stepCount() const;                        // the last index; index 0 is before anything happened
//       std::string caption(int step) const;          // one marked-up sentence (figure/text.h) with its numbers
//       bool operator==(const Model&) const;
//   };
//   figure::Figure draw(const Model&, int step, const figure::View&);   // the stage: const in, data out
//
//   static lab::Definition define() { return {.title = …, .parameters = …, .build = lab::builder<Model>()}; }
//   SEGLAB_REGISTER_LAB(define)
//
// Optional free functions, found by their names beside Model:
//   figure::Figure notes(const Model&, int step, const figure::View&);
//       the right column below the asked cell: formula, code
//   std::vector<figure::Term> terms(const Model&, int step, const std::string& region);
//   std::optional<figure::Region> ask(const Model&, int step, const std::string& region);
//       cells of maps that are drawn as one region
//   std::string answer(const Model&, const std::string& region, double guess);
//       what a wrong guess would mean; "" if nothing is known
//   int cursor(const Model& from, int step, const Model& to);
//       the same moment after a change of granularity
//   std::shared_ptr<const nn::Work> work(const Model&);
//       long work behind the model (nn/job.h); null when the model shows all there is
// clang-format on
namespace seglab::lab {

/// A lab's values that belong together, under a name: "Lecture, stride 2".
struct Preset {
    std::string name;                                              ///< as in preset=name
    std::string label;                                             ///< as on the screen
    std::vector<std::pair<std::string, std::string>> assignments;  ///< parameter, value as text; in order
};

/// What the shell and the commands see of a lab's model. Immutable; shared between the window and its caches.
class Model {
public:
    virtual ~Model() = default;
    virtual int stepCount() const = 0;
    virtual std::string caption(int step) const = 0;
    virtual figure::Figure figure(int step, const figure::View& view) const = 0;
    virtual figure::Figure notes(int step, const figure::View& view) const = 0;
    virtual std::vector<figure::Term> terms(int step, const std::string& region) const = 0;
    virtual std::optional<figure::Region> ask(int step, const std::string& region) const = 0;
    virtual std::string answer(const std::string& region, double guess) const = 0;
    /// The step of this model that shows the same moment as `step` of `before`, which another granularity may have
    /// made.
    virtual int cursorFrom(const Model& before, int step) const = 0;
    /// The long work behind this model; null when it shows all that there is. While it runs, and once after, a model
    /// built again from the same parameters shows more.
    virtual std::shared_ptr<const nn::Work> work() const = 0;
    virtual bool equals(const Model& other) const = 0;
};

using ModelPointer = std::shared_ptr<const Model>;
using Builder = std::function<ModelPointer(const core::ParameterTable&)>;

/// What one file in labs/ declares.
struct Definition {
    std::string title;    ///< "Transposed convolution"
    std::string summary;  ///< one sentence for the launcher and `seglab list`
    core::ParameterList parameters;
    std::vector<Preset> presets;  ///< the lab gets a choice parameter `preset` from these by itself, first in the
                                  ///< table; its default is "none"
    std::string opening;          ///< preset that the launcher and a bare `seglab LAB` open; empty: the defaults
    Builder build;
    /// Combinations that limits of single parameters cannot express; throws BadInput. May be empty.
    std::function<void(const core::ParameterTable&)> check = {};
};

/// A registered lab. slug and stem come from the file name: "transposed-convolution", "06_transposed_convolution".
struct Lab {
    std::string slug, stem;
    Definition definition;
    std::shared_ptr<const core::ParameterList> parameters;  ///< with `preset` in front

    /// All defaults, with `preset` applied (throws BadInput for an unknown one).
    core::ParameterTable table(const std::string& preset = "none") const;
    /// validate() and check(); then the model.
    ModelPointer build(const core::ParameterTable& table) const;
    /// The same when no work is left behind it: waits, as the command line does.
    ModelPointer buildWhole(const core::ParameterTable& table) const;
};

/// Registered labs by stem. Filled by static objects in labs/*.cpp before main(); constant afterwards.
const std::vector<Lab>& labs();
/// By slug or stem. Throws Usage with the nearest known one.
const Lab& labNamed(std::string_view name);
/// Called by SEGLAB_REGISTER_LAB.
bool registerLab(const char* stem, Definition (*define)());

#define SEGLAB_REGISTER_LAB(define) \
    [[maybe_unused]] static const bool kRegistered = ::seglab::lab::registerLab(SEGLAB_LAB_STEM, define);

// ---- from a plain Model struct to the interface above -----------------------------------------------------------

namespace adapt {

// Free functions of a lab, found by argument-dependent look-up; the optional ones fall back to nothing.
template <class M>
figure::Figure stage(const M& model, int step, const figure::View& view) {
    return draw(model, step, view);
}
template <class M>
figure::Figure column(const M& model, int step, const figure::View& view) {
    if constexpr (requires { notes(model, step, view); }) return notes(model, step, view);
    return {};
}
template <class M>
std::vector<figure::Term> sum(const M& model, int step, const std::string& region) {
    if constexpr (requires { terms(model, step, region); }) return terms(model, step, region);
    return {};
}
template <class M>
std::optional<figure::Region> cell(const M& model, int step, const std::string& region) {
    if constexpr (requires { ask(model, step, region); }) return ask(model, step, region);
    return std::nullopt;
}
template <class M>
std::string misconception(const M& model, const std::string& region, double guess) {
    if constexpr (requires { answer(model, region, guess); }) return answer(model, region, guess);
    return {};
}
template <class M>
std::shared_ptr<const nn::Work> behind(const M& model) {
    if constexpr (requires { work(model); }) return work(model);
    return nullptr;
}
template <class M>
int moment(const M& from, int step, const M& to) {
    if constexpr (requires { cursor(from, step, to); }) return cursor(from, step, to);
    return step < to.stepCount() ? step : to.stepCount();
}

}  // namespace adapt

/// Wraps a lab's own Model value.
template <class M>
class Adapted final : public Model {
public:
    explicit Adapted(M model) : model_(std::move(model)) {}
    const M& get() const { return model_; }

    int stepCount() const override { return model_.stepCount(); }
    std::string caption(int step) const override { return model_.caption(step); }
    figure::Figure figure(int step, const figure::View& view) const override {
        return adapt::stage(model_, step, view);
    }
    figure::Figure notes(int step, const figure::View& view) const override {
        return adapt::column(model_, step, view);
    }
    std::vector<figure::Term> terms(int step, const std::string& region) const override {
        return adapt::sum(model_, step, region);
    }
    std::optional<figure::Region> ask(int step, const std::string& region) const override {
        return adapt::cell(model_, step, region);
    }
    std::string answer(const std::string& region, double guess) const override {
        return adapt::misconception(model_, region, guess);
    }
    int cursorFrom(const Model& before, int step) const override {
        auto same = dynamic_cast<const Adapted<M>*>(&before);
        return same ? adapt::moment(same->model_, step, model_) : 0;
    }
    std::shared_ptr<const nn::Work> work() const override { return adapt::behind(model_); }
    bool equals(const Model& other) const override {
        auto same = dynamic_cast<const Adapted<M>*>(&other);
        return same && same->model_ == model_;
    }

private:
    M model_;
};

template <class M>
Builder builder() {
    return
        [](const core::ParameterTable& table) -> ModelPointer { return std::make_shared<const Adapted<M>>(M(table)); };
}

}  // namespace seglab::lab
