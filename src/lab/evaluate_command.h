#pragma once

#include <string>
#include <vector>

namespace seglab::lab {

/// `seglab evaluate`, as it stands on the command line.
struct EvaluateOptions {
    std::string truth, prediction;  ///< folders of masks
    int classes = 0;
    int ignored = 255;
    bool json = false;
};

struct Evaluation {
    std::string text;                ///< for standard output
    std::vector<std::string> notes;  ///< for standard error: mapped values, files without a partner
};

/// Compares the masks (PNG, class = index) of two folders that have the same stems. Values are mapped in each folder as
/// data/folder.h says; where all that one has are values that are mapped in the other, by the same mapping. Throws File
/// for a folder that is missing, BadInput for masks that do not fit.
Evaluation evaluateCommand(const EvaluateOptions& options);

}  // namespace seglab::lab
