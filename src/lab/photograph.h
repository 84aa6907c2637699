#pragma once

#include <memory>
#include <string>

#include "data/picture.h"
#include "nn/job.h"

namespace seglab::lab {

/// A photograph for a model's constructor, which must not wait for a large one: a job reads it, and a preview stands
/// for it until then.
struct Photograph {
    std::shared_ptr<const data::Picture> picture;  ///< itself, or the preview
    std::shared_ptr<const nn::Work> work;          ///< null when it is itself
};

/// `reference` as for data::openPicture, which says what is thrown.
Photograph photograph(const std::string& reference);

}  // namespace seglab::lab
