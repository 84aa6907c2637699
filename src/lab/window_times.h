#pragma once

#include <memory>

#include "lab/network_picture.h"
#include "nn/job.h"

namespace seglab::lab {

/// Milliseconds that one window and one pass take here, on the engine with one thread.
struct WindowTimes {
    double perWindow = 0, onePass = 0;
};

/// Of the patch network with a patch of that side, over the picture. Measured once, behind the window.
nn::SoFar<WindowTimes> windowTimes(int patch, const std::shared_ptr<const NetworkPicture>& picture);

}  // namespace seglab::lab
