#pragma once

#include "nn/trainer.h"

namespace seglab::test {

/// Two bands; a pixel's class is 1 where the first band is above the second, else 0. Small and quick to learn.
nn::TrainingData toyTask();

/// A U-Net of widths 4, 6 and 8 for it, with batch normalisation.
nn::Network toyNetwork();

/// 12 steps with Adam, a validation after each 5.
nn::TrainingSettings toySettings();

}  // namespace seglab::test
