#include "lab/history.h"

namespace seglab::lab {

void History::record(core::ParameterTable table, const std::string& gesture) {
    const bool continues = !gesture.empty() && gesture == gesture_;
    if (table == current()) return;
    tables_.resize(now_ + 1);
    if (continues && now_ > 0) {
        tables_.back() = std::move(table);
        // Dragged back to where it began: as if nothing had happened.
        if (tables_[now_] == tables_[now_ - 1]) {
            tables_.pop_back();
            --now_;
            gesture_.clear();
        }
        return;
    }
    gesture_ = gesture;
    tables_.push_back(std::move(table));
    if (tables_.size() > kDepth + 1) tables_.erase(tables_.begin());
    now_ = tables_.size() - 1;
}

const core::ParameterTable& History::undo() {
    gesture_.clear();
    if (canUndo()) --now_;
    return current();
}

const core::ParameterTable& History::redo() {
    gesture_.clear();
    if (canRedo()) ++now_;
    return current();
}

}  // namespace seglab::lab
