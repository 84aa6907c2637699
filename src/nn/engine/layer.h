#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/random.h"
#include "core/tensor.h"
#include "nn/kernels/kernels.h"
#include "nn/network.h"
#include "nn/thread_pool.h"

// A layer is one step of the engine bound to its memory: it knows where its inputs, its output and their gradients
// stand, and computes them.
namespace seglab::nn {

using kernels::View;

/// A parameter and its gradient in PyTorch's layout; they stay where they are.
struct StoredParameter {
    core::Shape shape;
    bool trained = true;
    std::vector<float> values, gradient;
};
using ParameterStore = std::map<std::string, StoredParameter>;

/// What a run of a layer needs.
struct Pass {
    ThreadPool& threads;
    const kernels::Table& kernels;
    std::vector<float>& scratch;  ///< grows as it is needed: memory asked for anew each time would be zeroed each time
    bool training = false;
    core::Random* random = nullptr;  ///< training
};

/// Where a gradient goes; without data it is not wanted.
struct GradientTarget {
    View view;
    bool accumulate = false;  ///< another consumer has written there before

    bool wanted() const { return view.data != nullptr; }
};

struct Binding {
    std::vector<View> inputs;
    View output;
    std::vector<GradientTarget> inputGradients;  ///< empty where there is no backward pass
    View outputGradient;
};

class Layer {
public:
    explicit Layer(Binding binding) : binding_(std::move(binding)) {}
    virtual ~Layer() = default;
    Layer(const Layer&) = delete;
    Layer& operator=(const Layer&) = delete;

    virtual void forward(const Pass& pass) = 0;
    /// Writes the gradients of the inputs and of the parameters. May change the output's gradient.
    virtual void backward(const Pass& pass) = 0;
    /// The parameters' values are others now.
    virtual void parametersChanged() {}
    /// Where an activation is fused with this layer: what came before it, computed again into `to`.
    virtual void beforeActivation(const Pass&, const View&) {}

protected:
    const Binding& binding() const { return binding_; }

private:
    Binding binding_;
};

/// Rows of all images of a view.
inline int rowsOf(const View& view) {
    return view.batch * view.height;
}
/// Σ over rows for each channel. The rows are cut into parts that depend on their number alone, and the parts are added
/// in their order: the same bits for any number of threads.
std::vector<double> sumOverRows(const Pass& pass, int rows, int channels,
                                const std::function<void(double* sums, int first, int last)>& add);

/// [N,C,H,W] into a view, and back.
void toView(const core::Tensor<float>& tensor, const View& view);
core::Tensor<float> fromView(const View& view);

/// A view of a buffer of its own, without a border.
struct OwnedView {
    std::vector<float> values;
    View view;

    explicit OwnedView(const View& like);
};

}  // namespace seglab::nn
