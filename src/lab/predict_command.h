#pragma once

#include <string>
#include <utility>
#include <vector>

namespace seglab::lab {

/// `seglab predict`, as it stands on the command line; "" is not given.
struct PredictOptions {
    std::string weights = {}, image = {};
    std::string net = {};  ///< where the weights do not tell it
    std::string out = {}, overlay = {}, activations = {};
    int threads = 0;  ///< 0: one per core
    bool json = false;
};

struct Prediction {
    std::string text;                                        ///< for standard output
    std::vector<std::string> notes;                          ///< for standard error
    std::vector<std::pair<std::string, std::string>> files;  ///< path and bytes, to be written
};

/// Segments a picture. The mask is an indexed PNG with the classes' colours; the activations are a .npz of every node's
/// output by the node's name, [1,C,H,W], of the input as the network was given it. Throws Usage, BadInput, File.
Prediction predictCommand(const PredictOptions& options);

}  // namespace seglab::lab
