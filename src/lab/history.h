#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/parameter_table.h"

namespace seglab::lab {

/// Undo and redo. Keeps the parameter tables of the last hundred changes; they name large
/// things (pictures, weights) and do not hold them.
class History {
public:
    static constexpr std::size_t kDepth = 100;

    explicit History(core::ParameterTable start) : tables_{std::move(start)} {}

    const core::ParameterTable& current() const { return tables_[now_]; }

    /// A change. Changes of one gesture (a drag, the typing of one number), which share a name that is not empty, are
    /// undone together. A change that changes nothing is not kept; a new one forgets what could be redone.
    void record(core::ParameterTable table, const std::string& gesture = {});
    /// The pointer was released: the next change under the same name is one of its own.
    void endGesture() { gesture_.clear(); }

    bool canUndo() const { return now_ > 0; }
    bool canRedo() const { return now_ + 1 < tables_.size(); }
    /// One step back or forth, as far as there is one; returns the table that holds now.
    const core::ParameterTable& undo();
    const core::ParameterTable& redo();

private:
    std::vector<core::ParameterTable> tables_;
    std::size_t now_ = 0;
    std::string gesture_;
};

}  // namespace seglab::lab
