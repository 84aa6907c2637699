#pragma once

#include <cstdint>

namespace seglab::nn {

/// How the learning rate changes while a network is trained.
struct Schedule {
    enum class Kind { Constant, Cosine, Step };
    Kind kind = Kind::Constant;
    std::int64_t length =
        1;                ///< cosine: steps until the lowest rate (T_max); step: steps between two drops (step_size)
    double factor = 0.1;  ///< step: of each drop (gamma)
    double lowest = 0;    ///< cosine: the rate at the end (eta_min)
};

/// The rate of step 0, 1, …: the closed forms of torch.optim.lr_scheduler.CosineAnnealingLR and StepLR, called after
/// every step. Beyond its length the cosine stays at the lowest rate (PyTorch's would rise again).
double learningRateAt(const Schedule& schedule, double initial, std::int64_t step);

}  // namespace seglab::nn
